"""A small protobuf of its own: reads wire.proto as text and turns dicts into bytes and back.

Knows what wire.proto uses: varints, bytes, messages, enums, repeated, optional, oneof. Shares nothing with the server's
code, so that the bytes are checked from outside.
"""
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[3]
WIRE_PROTO = SOURCE / "shared/protocol/wire.proto"
NUMBERS = {"uint32", "uint64", "int32", "int64", "bool"}


class Field:
    def __init__(self, label, kind, name, number):
        self.kind, self.name, self.number = kind, name, int(number)
        self.is_repeated, self.is_optional = label == "repeated", label == "optional"


class Schema:
    def __init__(self, text):
        self.messages, self.enums = {}, {}
        text = re.sub(r"//[^\n]*", "", text)
        opened = []
        for statement in re.findall(r"[^;{}]+[;{]|}", text):
            words = statement.strip(" \n\t;{").split()
            if statement == "}":
                opened.pop()
            elif statement.endswith("{"):
                opened.append(words)
                {"message": self.messages, "enum": self.enums}.get(words[0], {})[words[1]] = {}
            elif opened and words[0] != "reserved":
                self.add([block for block in opened if block[0] != "oneof"][-1], statement)

    def add(self, block, statement):
        if block[0] == "enum":
            name, number = re.match(r"\s*(\w+)\s*=\s*(\d+)", statement).groups()
            self.enums[block[1]][name] = int(number)
            return
        field = Field(*re.match(r"\s*(?:(repeated|optional)\s+)?(\w+)\s+(\w+)\s*=\s*(\d+)", statement).groups())
        self.messages[block[1]][field.name] = field

    # --- to bytes -----------------------------------------------------------------------------------------------------
    def encode(self, message, values):
        """The fields in the order of their numbers; what is zero or empty stays out, as proto3 has it."""
        fields = self.messages[message]
        parts = []
        for name, value in sorted(values.items(), key=lambda item: fields[item[0]].number):
            field = fields[name]
            for one in value if field.is_repeated else [value]:
                parts.append(self.encode_field(field, one))
        return b"".join(parts)

    def encode_field(self, field, value):
        if field.kind in self.messages:
            return tagged(field.number, self.encode(field.kind, value))
        if field.kind in NUMBERS or field.kind in self.enums:
            value = self.enums[field.kind][value] if isinstance(value, str) else int(value)
            keeps_zero = field.is_repeated or field.is_optional
            return tagged(field.number, value) if value or keeps_zero else b""
        value = value.encode() if isinstance(value, str) else bytes(value)
        return tagged(field.number, value) if value or field.is_repeated else b""

    # --- from bytes ---------------------------------------------------------------------------------------------------
    def decode(self, message, data):
        """A dict with every field but messages, optionals and oneofs that are not there."""
        by_number = {field.number: field for field in self.messages[message].values()}
        values = {field.name: self.default(field) for field in by_number.values()
                  if field.is_repeated or not (field.is_optional or field.kind in self.messages)}
        for number, raw in split(data):
            if number not in by_number:
                continue  # of a newer version
            field = by_number[number]
            value = self.value(field, raw)
            if field.is_repeated:
                values[field.name].append(value)
            else:
                values[field.name] = value
        return values

    def default(self, field):
        if field.is_repeated:
            return []
        return b"" if field.kind == "bytes" else self.value(field, 0)

    def value(self, field, raw):
        if field.kind in self.messages:
            return self.decode(field.kind, raw)
        if field.kind in self.enums:
            return next((name for name, number in self.enums[field.kind].items() if number == raw), raw)
        if field.kind == "bool":
            return bool(raw)
        if field.kind in ("int32", "int64") and raw >= 1 << 63:
            return raw - (1 << 64)
        return raw


def varint(value):
    value &= (1 << 64) - 1
    encoded = bytearray()
    while value > 0x7f:
        encoded.append(value & 0x7f | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def tagged(number, value):
    """One field: a number as a varint, bytes with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def take_varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7f) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def split(data):
    """(number, value) of every field."""
    at = 0
    while at < len(data):
        tag, at = take_varint(data, at)
        value, at = take_varint(data, at)
        if tag & 7 == 2:
            length, value = value, data[at:at + value]
            if len(value) != length:
                raise ValueError("a field that is cut short")
            at += length
        elif tag & 7 != 0:
            raise ValueError(f"wire type {tag & 7}")
        yield tag >> 3, value


WIRE = Schema(WIRE_PROTO.read_text(encoding="utf-8"))
