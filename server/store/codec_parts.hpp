#pragma once
// Pieces that the codecs of this folder share. Included by their .cpp files only: it brings in generated code.

#include <string>
#include <string_view>

#include "journal.pb.h"
#include "server/store/row_seal.hpp"
#include "shared/vocabulary/centre.hpp"
#include "shared/vocabulary/commands.hpp"

namespace motcua::store {

namespace pb = motcua::journal;

// write() fills a fresh message. read() is false when the message cannot be what write() made.
void write(const CentreSettings& centre, pb::Centre& message);
bool read(const pb::Centre& message, CentreSettings& centre);

void write(const Reply& reply, pb::Reply& message);
bool read(const pb::Reply& message, Reply& reply);

void write(TicketNumber number, pb::Number& message);
bool read(const pb::Number& message, TicketNumber& number);

void write(const PassedOver& passed, pb::PassedOver& message);
bool read(const pb::PassedOver& message, PassedOver& passed);

bool read_letter(std::uint32_t code, char& letter);

/// Only the enumerators from `first` to `last`.
template <class Enum>
bool read_enum(std::uint32_t number, Enum first, Enum last, Enum& value) {
    if (number < static_cast<std::uint32_t>(first) || number > static_cast<std::uint32_t>(last))
        return false;
    value = static_cast<Enum>(number);
    return true;
}

}  // namespace motcua::store
