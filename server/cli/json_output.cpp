#include "server/cli/json_output.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "shared/base/text.hpp"

namespace motcua::cli {
namespace {

namespace json = boost::json;

/// null where there is none.
template <class Id>
json::value id_or_null(const Id& id) {
    return id.empty() ? json::value(nullptr) : json::value(id.value);
}

json::value time_or_null(Instant at) {
    return at.ms == 0 ? json::value(nullptr) : json::value(iso_utc(at));
}

json::object json_of(const CallRecord& call) {
    json::array passed_over;
    for (const auto& person : call.passed_over)
        passed_over.push_back(json::object{{"number", to_string(person.number)},
                                           {"arrival", iso_utc(person.arrival)},
                                           {"virtual_arrival", iso_utc(person.virtual_arrival)},
                                           {"reason", name_of(person.reason)}});
    return json::object{{"at", iso_utc(call.at)},
                        {"counter", call.counter.value},
                        {"rule", name_of(call.rule)},
                        {"virtual_arrival", iso_utc(call.virtual_arrival)},
                        {"recalls", call.recalls},
                        {"passed_over_count", call.passed_over_count},
                        {"passed_over", std::move(passed_over)}};
}

/// As a line of a list: without what a list's answer does not carry for each of its tickets.
json::object json_of(const TicketDetail& ticket) {
    return json::object{{"number", to_string(ticket.number)},
                        {"token", id_or_null(ticket.token)},
                        {"service_day", to_string(ticket.service_day)},
                        {"service", ticket.service.value},
                        {"category", id_or_null(ticket.category)},
                        {"state", name_of(ticket.state)},
                        {"issued_at", iso_utc(ticket.issued_at)},
                        {"virtual_arrival", iso_utc(ticket.virtual_arrival)},
                        {"changed_at", iso_utc(ticket.changed_at)},
                        {"counter", id_or_null(ticket.counter)},
                        {"reserved_for", id_or_null(ticket.reserved_for)},
                        {"people_ahead", ticket.people_ahead}};
}

json::object json_of_one(const TicketDetail& ticket) {
    json::array calls;
    for (const auto& call : ticket.calls)
        calls.push_back(json_of(call));
    json::object one = json_of(ticket);
    one["note"] = ticket.note;
    one["calls"] = std::move(calls);
    return one;
}

json::object json_of(const DeviceLine& device) {
    return json::object{
        {"id", id_or_null(device.id)},
        {"name", device.name},
        {"role", name_of(device.role)},
        {"counter", id_or_null(device.counter)},
        {"pairing_code", device.pairing_code.empty() ? json::value(nullptr) : json::value(device.pairing_code)},
        {"since", time_or_null(device.since)},
        {"connected", device.connected},
        {"revoked", device.revoked}};
}

json::object json_of(const StaffLine& person) {
    return json::object{
        {"login", person.login.value}, {"name", person.name}, {"at_counter", id_or_null(person.at_counter)}};
}

json::object json_of(const HealthText& line) {
    return json::object{{"name", line.name}, {"good", line.is_good}, {"detail", line.detail}};
}

json::object json_of(const Check& check) {
    return json::object{
        {"name", check.name}, {"state", name_of(check.state)}, {"detail", check.detail}, {"advice", check.advice}};
}

json::value json_of(const std::optional<store::ChainBreak>& broken) {
    if (!broken)
        return nullptr;
    json::value seen = nullptr;
    if (broken->seen)
        seen = json::object{
            {"row", broken->seen->sequence}, {"at", iso_utc(broken->seen->at)}, {"kind", broken->seen->kind}};
    return json::object{{"fault", store::name_of(broken->fault)}, {"row", broken->sequence}, {"seen", std::move(seen)}};
}

json::object json_of(const store::HallChain& hall) {
    return json::object{{"hall", hall.hall.value},
                        {"rows", hall.rows},
                        {"head", hall.head ? json::value(store::to_string(*hall.head)) : json::value(nullptr)},
                        {"broken", json_of(hall.broken)}};
}

json::object json_of(const store::RefusalRow& row) {
    return json::object{{"at", iso_utc(row.at)},
                        {"hall", row.hall.value},
                        {"from", row.refused.from},
                        {"role", name_of(row.who.role)},
                        {"device", id_or_null(row.who.device)},
                        {"staff", id_or_null(row.who.staff)},
                        {"request", row.refused.request},
                        {"about", row.refused.about},
                        {"refusal", name_of(row.refused.refusal)},
                        {"left_out", row.refused.left_out}};
}

template <class List>
json::array array_of(const List& list) {
    json::array array;
    for (const auto& item : list)
        array.push_back(json_of(item));
    return array;
}

}  // namespace

std::string json_text(const Outcome& outcome) {
    json::object object{{"ok", outcome.exit == Exit::Done}};
    if (outcome.exit == Exit::Refused)
        object["refusal"] = name_of(outcome.refusal);
    else if (outcome.exit != Exit::Done)
        object["failure"] = name_of(outcome.exit);
    if (outcome.exit != Exit::Done) {
        object["text"] = outcome.text;
        object["detail"] = outcome.detail;
    }
    if (outcome.ticket)
        object["ticket"] = json_of_one(*outcome.ticket);
    if (outcome.tickets) {
        object["tickets"] = array_of(*outcome.tickets);
        object["cut_short"] = outcome.cut_short;
    }
    if (!outcome.device.empty())
        object["device"] = outcome.device.value;
    if (outcome.devices)
        object["devices"] = array_of(*outcome.devices);
    if (outcome.staff)
        object["staff"] = array_of(*outcome.staff);
    if (outcome.health) {
        object["health"] = array_of(*outcome.health);
        object["cut_short"] = outcome.cut_short;
    }
    if (outcome.checks)
        object["checks"] = array_of(*outcome.checks);
    if (outcome.audit)
        object["audit"] = array_of(outcome.audit->halls);
    if (outcome.refusals)
        object["refusals"] = array_of(*outcome.refusals);
    if (!outcome.file.empty())
        object["file"] = outcome.file;
    if (!outcome.aside.empty())
        object["aside"] = outcome.aside;
    if (outcome.file_kind)
        object["kind"] = name_of(*outcome.file_kind);
    if (!outcome.problems.empty())
        object["problems"] = json::array(outcome.problems.begin(), outcome.problems.end());
    if (outcome.opens_at)
        object["opens_at"] = iso_utc(*outcome.opens_at);
    // A path may be any bytes; JSON is UTF-8.
    return with_bad_bytes_replaced(json::serialize(object)) + "\n";
}

}  // namespace motcua::cli
