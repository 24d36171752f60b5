#include "kiosk/app/own_numbers_file.hpp"

#include <boost/json.hpp>

#include "shared/link/data_file.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::kiosk {
namespace {

namespace json = boost::json;

constexpr std::size_t file_bytes = 256 * 1024;

Problem damaged() {
    return Problem::verbatim(
        "the file of the kiosk's own numbers is damaged; none of them is given out until the server is back");
}

/// A file of an earlier version names no owner: what it lists is nobody's.
std::string text_or_none(const json::object& from, const char* key) {
    const auto* value = from.if_contains(key);
    return value ? std::string(value->as_string()) : std::string();
}

/// Throws what is not as it should be.
ReservedNumbers run_of(const json::object& from) {
    const auto number = parse_ticket_number(std::string(from.at("first").as_string()));
    const auto last = from.at("last").to_number<std::int32_t>();
    std::string service(from.at("service").as_string());
    if (!number || last < number->serial || last > motcua::limits::numbers_per_letter || !is_key(service))
        throw std::runtime_error("run");
    return {Date{from.at("day").to_number<std::int32_t>()}, ServiceId{std::move(service)}, number->letter,
            number->serial, last};
}

}  // namespace

std::string to_json(const Kept& kept) {
    const OwnNumbers& numbers = kept.own;
    json::array runs;
    for (const ReservedNumbers& run : numbers.runs())
        runs.push_back({{"day", run.service_day.days},
                        {"service", run.service.value},
                        {"first", to_string(TicketNumber{run.letter, run.first})},
                        {"last", run.last}});
    json::array spent;
    for (const TicketNumber number : numbers.spent())
        spent.emplace_back(to_string(number));
    json::array abandoned;
    for (const RequestId& id : kept.abandoned)
        abandoned.emplace_back(to_hex(id));
    return json::serialize(json::object{{"device", numbers.owner().device.value},
                                        {"server", numbers.owner().server},
                                        {"runs", std::move(runs)},
                                        {"spent_day", numbers.spent_day().days},
                                        {"spent", std::move(spent)},
                                        {"abandoned", std::move(abandoned)}});
}

Result<Kept> parse_own_numbers(std::string_view text) {
    try {
        const json::object root = json::parse(json::string_view(text.data(), text.size())).as_object();
        std::vector<ReservedNumbers> runs;
        for (const auto& run : root.at("runs").as_array())
            runs.push_back(run_of(run.as_object()));
        std::set<TicketNumber> spent;
        for (const auto& each : root.at("spent").as_array()) {
            const auto number = parse_ticket_number(std::string(each.as_string()));
            if (!number)
                return damaged();
            spent.insert(*number);
        }
        Owner owner{DeviceId{text_or_none(root, "device")}, text_or_none(root, "server")};
        Kept kept;
        kept.own = OwnNumbers(std::move(owner), std::move(runs), Date{root.at("spent_day").to_number<std::int32_t>()},
                              std::move(spent));
        if (const auto* abandoned = root.if_contains("abandoned")) {
            for (const auto& each : abandoned->as_array()) {
                const auto id = request_id_from_hex(std::string(each.as_string()));
                if (!id)
                    return damaged();
                kept.abandoned.push_back(*id);
            }
        }
        return kept;
    } catch (const std::exception&) {
        return damaged();
    }
}

Result<Kept> read_own_numbers(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed) && !failed)
        return Kept{};  // the first start
    const auto bytes = link::read_data_file(file, file_bytes);
    if (!bytes)
        return bytes.error();
    if (bytes->size() > file_bytes)
        return damaged();
    return parse_own_numbers(*bytes);
}

Result<void> write_own_numbers(const std::filesystem::path& file, const Kept& kept) {
    return link::replace_data_file(file, to_json(kept));
}

}  // namespace motcua::kiosk
