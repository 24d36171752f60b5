#include "server/session/questions.hpp"

#include <algorithm>

#include "shared/vocabulary/limits.hpp"

namespace motcua::session {

namespace {

struct Questions {
    const hall::Hall& hall;
    const Pairing& pairing;
    const Presence& presence;
    std::int64_t steady_ms;

    Answer operator()(const ListTickets& list) const {
        Answer answer;
        std::size_t total = 0;
        answer.tickets = hall.tickets(list.open_only, list.after, motcua::limits::tickets_listed, total);
        answer.cut_short = total > answer.tickets.size();
        for (auto& ticket : answer.tickets)
            ticket.token = {};
        return answer;
    }
    Answer operator()(const ShowTicket& show) const {
        Answer answer;
        const auto ticket = show.number ? hall.ticket_by_number(*show.number) : hall.ticket_by_token(show.token);
        if (ticket)
            answer.tickets.push_back(*ticket);
        else
            answer.refusal = Refusal::UnknownTicket;
        return answer;
    }
    Answer operator()(const ListDevices&) const {
        Answer answer;
        answer.devices = pairing.lines(hall.id(), steady_ms);
        for (const auto& device : hall.devices()) {
            DeviceLine line;
            line.id = device.id;
            line.name = device.name;
            line.role = device.role;
            line.counter = device.counter;
            line.since = device.since;
            line.connected = presence.is_connected(hall.id(), device.id);
            line.revoked = device.revoked;
            answer.devices.push_back(std::move(line));
        }
        return answer;
    }
    Answer operator()(const ListStaff&) const {
        Answer answer;
        for (const auto& person : hall.staff())
            answer.staff.push_back(StaffLine{person.login, person.name, hall.counter_of(person.login)});
        return answer;
    }
    Answer operator()(const AskHealth&) const { return unsupported(); }
    Answer operator()(const BackUp&) const { return unsupported(); }

    static Answer unsupported() {
        Answer answer;
        answer.refusal = Refusal::Unsupported;
        return answer;
    }
};

}  // namespace

Answer answer_from(const hall::Hall& hall, const Query& query, const Pairing& pairing, const Presence& presence,
                   std::int64_t steady_ms) {
    return std::visit(Questions{hall, pairing, presence, steady_ms}, query);
}

bool is_backup_name(std::string_view name) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    };
    return !name.empty() && name.size() <= 64 && name.front() != '.' && std::all_of(name.begin(), name.end(), is_plain);
}

}  // namespace motcua::session
