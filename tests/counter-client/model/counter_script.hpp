#pragma once
// A script for the counter's model: a clock that moves when told, a port that remembers what was asked.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "counter-client/model/counter_model.hpp"

namespace motcua::counter {

class FakePort : public Port {
  public:
    struct Asked {
        RequestId id;
        std::optional<Command> command;  ///< nullopt: a sign-in
        StaffId login;
        bool take_over = false;
    };
    RequestId send(Command command) override { return note({{}, std::move(command), {}, false}); }
    RequestId sign_in(const StaffId& login, const std::string&, const CounterId&, bool take_over) override {
        return note({{}, std::nullopt, login, take_over});
    }
    std::vector<Asked> asked;

  private:
    RequestId note(Asked what) {
        what.id.bytes[0] = static_cast<std::uint8_t>(asked.size() + 1);
        asked.push_back(std::move(what));
        return asked.back().id;
    }
};

struct CounterScript {
    FakePort port;
    Catalogues catalogues;
    Now now{1'000'000};
    Instant at{1'800'000'000'000};  ///< the hall's time, 15:00 on its clock
    CounterModel model;
    Connection connection;
    CounterView view;

    explicit CounterScript(const std::string& language = "en", const std::vector<std::filesystem::path>& folders = {})
        : catalogues(folders), model(catalogues, port, CounterId{"3"}, language, now) {
        view.hall.languages = {"vi", "en"};
        view.hall.offset_min = 420;
        view.counter = CounterId{"3"};
        view.label.by_language = {{"vi", "Quầy 3"}, {"en", "Counter 3"}};
        for (const char* id : {"land", "civil"})
            view.services.push_back(
                {ServiceId{id}, {{{"en", std::string("Service ") + id}}}, 10, true, id != std::string("land")});
        for (const char* id : {"3", "4"})
            view.counters.push_back({CounterId{id}, {{{"en", std::string("Counter ") + id}}}, CounterState::Open});
        view.categories.push_back({CategoryId{"elderly"}, {{{"en", "Elderly person"}}}});
    }

    void pass(std::int64_t ms) {
        now.steady_ms += ms;
        at = at + ms;
        model.advance(now);
    }
    void reach(Reach reach, Role role = Role::Counter) {
        connection.reach = reach;
        connection.role = role;
        connection.since_ms = now.steady_ms;
        connection.server_time = reach == Reach::Online ? std::optional(at) : std::nullopt;
        connection.device = DeviceId{"counter-1"};
        model.connection_changed(connection, now);
    }
    /// As the hall makes a view when something has happened.
    void show() {
        view.hall.at = at;
        ++view.hall.version;
        model.view_came(view, now);
    }
    void wish(const Intent& intent) { model.wish(intent, now); }
    void reply(Refusal refusal = Refusal::None, std::optional<TicketDetail> ticket = std::nullopt) {
        Reply answer;
        answer.refusal = refusal;
        answer.ticket = std::move(ticket);
        model.reply_came(port.asked.back().id, answer, now);
    }
    const CounterScreen& screen() const { return model.screen(); }
    const ActionText& action(const std::string& id) const {
        for (const auto& action : screen().actions) {
            if (action.id == id)
                return action;
        }
        throw std::runtime_error("no action " + id);
    }
    template <class Wanted>
    bool last_is() const {
        return !port.asked.empty() && port.asked.back().command &&
               std::holds_alternative<Wanted>(*port.asked.back().command);
    }

    /// Online, signed in, nobody there.
    void signed_in() {
        reach(Reach::Online, Role::Staff);
        view.state = CounterState::Open;
        view.staff = StaffId{"lan"};
        view.staff_name = "Lan";
        view.device = DeviceId{"counter-1"};
        show();
    }
    static CounterTicket ticket(int serial, TicketState state, Instant since) {
        CounterTicket ticket;
        ticket.id = TicketId{static_cast<std::uint64_t>(serial)};
        ticket.number = {'A', serial};
        ticket.service = ServiceId{"land"};
        ticket.state = state;
        ticket.issued_at = since;
        ticket.changed_at = since;
        return ticket;
    }
    void waits(int serial) {
        view.waiting.push_back(ticket(serial, TicketState::Waiting, at));
        view.waiting_count = static_cast<std::int32_t>(view.waiting.size());
        show();
    }
    void has(int serial, TicketState state) {
        view.current = ticket(serial, state, at);
        show();
    }
    /// The clerk says that nobody came, and the hall agrees: the view is first, as it is on the wire.
    void did_not_come(int serial) {
        has(serial, TicketState::Called);
        wish(Act::NoShow);
        view.current.reset();
        view.missed.push_back(ticket(serial, TicketState::NoShow, at));
        show();
        reply(Refusal::None, detail(serial));
    }
    static TicketDetail detail(int serial) {
        TicketDetail detail;
        detail.id = TicketId{static_cast<std::uint64_t>(serial)};
        detail.number = {'A', serial};
        return detail;
    }
};

}  // namespace motcua::counter
