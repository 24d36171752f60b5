#pragma once
// A small hall as a kiosk sees it, and a program around the model that answers as the real one would.

#include <deque>
#include <string>
#include <vector>

#include "kiosk/model/kiosk_model.hpp"

namespace motcua::kiosk::test {

/// `count` services "s1".. with letters from A, in two groups; every one open, with 4 waiting at the first.
KioskView hall_with_services(std::size_t count);
/// The same with names as long as real ones, for pictures.
KioskView provincial_hall(std::size_t count);

TicketDetail ticket_of(const ServiceId& service, TicketNumber number, std::int32_t people_ahead);

/// 2026-11-24 08:15 in Vietnam.
constexpr Instant morning{1795482900000};

/// Keeps what was asked for; the test answers when and how it likes.
class FakeProgram : public Port {
  public:
    struct Sent {
        RequestId id;
        Command command;
    };
    struct Printed {
        std::uint64_t job;
        TicketDetail ticket;
        std::string language;
        bool is_own;
    };
    RequestId send(Command command) override;
    RequestId ask(Command command) override;
    std::optional<RequestId> send_durably(Command command) override;
    bool can_send_durably() const override { return outbox_has_room; }
    bool keep(const Kept& kept_now) override;
    TicketToken new_token() override;
    bool print(std::uint64_t job, const TicketDetail& ticket, const std::string& language, bool is_own) override;

    std::uint8_t run = 0;  ///< in the ids it makes: those of two runs differ
    Kept kept;
    int keeps = 0;
    bool can_keep = true;
    bool outbox_has_room = true;
    bool outbox_fails = false;
    bool loses_power_at_outbox = false;  ///< nothing is written from then on
    std::vector<Sent> sent;
    std::vector<Sent> asked;  ///< for numbers of its own
    std::vector<Printed> printed;
    bool printer_takes_jobs = true;
};

/// A kiosk on a connected hall with a hand-moved clock.
class Kiosk {
  public:
    explicit Kiosk(KioskView view = hall_with_services(4));
    Kiosk(KioskView view, const Catalogues& catalogues, const std::string& language);

    Now now() const { return {ms, Instant{morning.ms + ms}}; }
    void touch(const Intent& intent) { model.touch(intent, now()); }
    void wait(std::int64_t for_ms);  ///< in steps of 100 ms, as the program advances the model
    void answer(const Reply& told) { reply(program.sent.back().id, told); }
    /// As the link tells it.
    void reply(RequestId id, const Reply& reply) {  // a copy: the list it may be from grows
        model.reply_is_coming(id, reply, now());
        model.reply_came(id, reply, now());
    }
    void answer_with_ticket(const std::string& number = "A012", std::int32_t people_ahead = 3);
    void refuse(Refusal refusal);
    void connect() { reach(Reach::Online); }
    void lose_connection() { reach(Reach::Offline); }
    void reach(Reach reach);
    const KioskScreen& screen() const { return model.screen(); }
    std::string words() const;  ///< everything on the screen, for searching
    bool shows(const std::string& text) const { return words().find(text) != std::string::npos; }
    const TileText* tile(const std::string& id) const;

    std::int64_t ms = 0;
    Catalogues catalogues;
    FakeProgram program;
    KioskView view;
    KioskModel model;
};

}  // namespace motcua::kiosk::test
