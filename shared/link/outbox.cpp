#include "shared/link/outbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "shared/base/secrets.hpp"
#include "shared/link/limits.hpp"

namespace motcua::link {
namespace {

constexpr std::string_view magic = "MOTCUAO1";
constexpr std::size_t record_head_bytes = 4 + 8;
constexpr std::size_t id_bytes = 16;
constexpr std::size_t shortest_body_bytes = 1 + id_bytes;
constexpr std::size_t longest_body_bytes = shortest_body_bytes + outbox_payload_bytes;
constexpr char put_mark = 'p';
constexpr char done_mark = 'd';

void write_number(std::string& to, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        to += static_cast<char>((value >> shift) & 0xff);
}

std::uint64_t read_number(std::string_view from) {
    std::uint64_t value = 0;
    for (const char c : from)
        value = (value << 8) | static_cast<std::uint8_t>(c);
    return value;
}

std::string record(char mark, const RequestId& id, std::string_view payload) {
    std::string body(1, mark);
    body.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
    body += payload;
    std::string bytes;
    write_number(bytes, body.size(), 4);
    write_number(bytes, digest64(body), 8);
    return bytes + body;
}

bool is_all_zeros(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

/// Of the record that the bytes begin with; nullopt: there is none, or it is not whole.
std::optional<std::string_view> next_body(std::string_view bytes) {
    if (bytes.size() < record_head_bytes)
        return std::nullopt;
    const std::uint64_t length = read_number(bytes.substr(0, 4));
    if (length < shortest_body_bytes || length > longest_body_bytes || bytes.size() < record_head_bytes + length)
        return std::nullopt;
    const std::string_view body = bytes.substr(record_head_bytes, length);
    return digest64(body) == read_number(bytes.substr(4, 8)) ? std::optional(body) : std::nullopt;
}

/// Applies one body; false when it is none.
bool apply(std::string_view body, std::vector<OutboxEntry>& waiting) {
    RequestId id;
    std::copy_n(body.begin() + 1, id_bytes, reinterpret_cast<char*>(id.bytes.data()));
    const auto same = [&](const OutboxEntry& entry) { return entry.id == id; };
    if (body.front() == done_mark && body.size() == shortest_body_bytes) {
        std::erase_if(waiting, same);
        return true;
    }
    if (body.front() != put_mark || body.size() == shortest_body_bytes || waiting.size() >= outbox_requests ||
        std::any_of(waiting.begin(), waiting.end(), same))
        return false;
    waiting.push_back(OutboxEntry{id, std::string(body.substr(shortest_body_bytes))});
    return true;
}

}  // namespace

OutboxContent read_outbox(std::string_view bytes) {
    OutboxContent content;
    if (bytes.size() <= outbox_file_bytes && bytes.substr(0, magic.size()) == magic) {
        content.whole_bytes = magic.size();
        while (const auto body = next_body(bytes.substr(content.whole_bytes))) {
            if (!apply(*body, content.waiting))
                break;
            content.whole_bytes += record_head_bytes + body->size();
        }
    }
    content.is_damaged = bytes.size() > outbox_file_bytes || !is_all_zeros(bytes.substr(content.whole_bytes));
    return content;
}

Outbox::Outbox(std::unique_ptr<OutboxFile> file) : file_(std::move(file)) {
    const auto bytes = file_->read(outbox_file_bytes);
    if (!bytes) {
        trouble_ = bytes.error().text;
        to_set_aside_ = "the outbox could not be read, what it holds is not sent; it lies in {}";
        must_rewrite_ = true;
        return;
    }
    OutboxContent content = read_outbox(*bytes);
    waiting_ = std::move(content.waiting);
    file_bytes_ = content.whole_bytes;  // what follows is written over, or cut off
    must_rewrite_ = content.whole_bytes != bytes->size() || bytes->empty();
    if (!content.is_damaged)
        return;
    to_set_aside_ = fmt::format("the outbox was damaged, {} requests were saved; it lies in {{}}", waiting_.size());
    if (const auto written = rewrite(); !written)
        trouble_ = written.error().text;
}

Result<void> Outbox::set_aside() {
    const auto aside = file_->set_aside();
    if (!aside)
        return aside.error();
    has_two_names_ = !aside->empty();
    if (!aside->empty())
        damage_ += (damage_.empty() ? "" : "; ") + fmt::format(fmt::runtime(to_set_aside_), *aside);
    to_set_aside_.clear();
    return {};
}

Result<void> Outbox::rewrite() {
    must_rewrite_ = true;
    if (!to_set_aside_.empty()) {
        if (auto aside = set_aside(); !aside)
            return aside;
    }
    std::string bytes(magic);
    for (const auto& entry : waiting_)
        bytes += record(put_mark, entry.id, entry.payload);
    if (auto written = file_->replace(bytes); !written)
        return written;
    must_rewrite_ = false;
    has_two_names_ = false;
    file_bytes_ = bytes.size();
    return {};
}

/// Needs no room on the disk. What must lie aside first, or does so under a second name, stays whole.
bool Outbox::could_empty() {
    const bool may_cut = to_set_aside_.empty() && !has_two_names_ && file_bytes_ >= magic.size();
    if (!may_cut || !file_->shorten(magic.size()))
        return false;
    must_rewrite_ = false;
    file_bytes_ = magic.size();
    return true;
}

Result<void> Outbox::write(std::string_view bytes) {
    if (must_rewrite_ || file_bytes_ + bytes.size() > outbox_file_bytes)
        return rewrite();
    if (auto written = file_->append(bytes); !written) {
        must_rewrite_ = true;
        return written;
    }
    file_bytes_ += bytes.size();
    return {};
}

bool Outbox::has_room() const {
    return waiting_.size() < outbox_requests;
}

Result<void> Outbox::put(const RequestId& id, const std::string& payload) {
    if (!has_room())
        return Problem("the outbox is full ({} requests)", outbox_requests);
    if (std::any_of(waiting_.begin(), waiting_.end(), [&](const OutboxEntry& entry) { return entry.id == id; }))
        return {};
    if (payload.empty() || payload.size() > outbox_payload_bytes)
        return Problem("a request of {} bytes does not fit the outbox", payload.size());
    waiting_.push_back(OutboxEntry{id, payload});
    if (auto written = write(record(put_mark, id, payload)); !written) {
        waiting_.pop_back();
        trouble_ = written.error().text;
        return written;
    }
    trouble_.clear();
    return {};
}

void Outbox::cannot_read(const std::vector<RequestId>& ids) {
    const std::size_t count = std::erase_if(
        waiting_, [&](const OutboxEntry& entry) { return std::find(ids.begin(), ids.end(), entry.id) != ids.end(); });
    if (count == 0)
        return;
    to_set_aside_ = fmt::format("{} requests of another version in the outbox are not sent; it lies in {{}}", count);
    const auto written = rewrite();
    trouble_ = written ? std::string() : written.error().text;
}

void Outbox::done(RequestId id) {
    const bool was_waiting = std::erase_if(waiting_, [&](const OutboxEntry& entry) { return entry.id == id; }) != 0;
    const bool may_be_in_file = must_rewrite_ && to_set_aside_.empty();  // of a put that failed
    if (!was_waiting && !may_be_in_file)
        return;
    const bool is_worth_compacting = waiting_.empty() && file_bytes_ > outbox_file_bytes / 8;
    auto written = is_worth_compacting ? rewrite() : write(record(done_mark, id, {}));
    if (!written && waiting_.empty() && could_empty())
        written = {};
    trouble_ = written ? std::string() : written.error().text;
}

}  // namespace motcua::link
