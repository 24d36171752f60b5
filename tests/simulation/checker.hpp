#pragma once
// Watches from outside: what became durable, what left the server, what clients saw and did. Complains through
// World::fail; changes nothing.

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "server/hall/hall.hpp"
#include "server/store/journal.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/simulation/ledger.hpp"
#include "tests/simulation/world.hpp"

namespace motcua::simulation {

/// Said by a session or the desk before a hall was asked: kept for no retry.
bool is_passing(Refusal refusal);

class Checker {
  public:
    explicit Checker(World& world) : world_(world) {}

    // --- the disk
    void committed(const store::Entry& entry);

    // --- the wire
    /// Before it is on the wire: nothing may leave that is not durable.
    void leaves_server(const HallId& hall, const std::shared_ptr<const protocol::Message>& message);
    /// As it arrives, before the client's own machine judges it.
    void arrives(const HallId& hall, const protocol::Message& message);
    /// As the client's machine lets it through to the screen.
    /// `server_life`: which start of the server its connection was made to.
    void shown(std::size_t client, const HallId& hall, const View& view, int server_life);

    // --- people
    /// A person asked for a number, once: at most one ticket may come of it.
    void pressed(const HallId& hall, const RequestId& id);
    /// A request that is durable in its client's outbox: it must be answered in the end.
    void promised(std::size_t client, const RequestId& id) { promised_[client].insert(id); }
    void settled(std::size_t client, const RequestId& id) { promised_[client].erase(id); }

    /// One touch of a person who wants a number: of all that its kiosk asks for it, one ticket may count.
    using Touch = std::pair<std::size_t, std::uint64_t>;  ///< client, and which of its touches
    void touched(const HallId& hall, const RequestId& id, Touch touch);
    /// That person went away, and the kiosk has written it down.
    void gone(const HallId& hall, const RequestId& id);
    /// A kiosk asked to cancel it, or a person did.
    void given_back(const HallId& hall, const TicketToken& token) { book(hall).given_back.insert(token); }
    /// A client was told that this could not be done now, and asks no more: it must stay undone.
    void told_undone(const HallId& hall, const RequestId& id) { book(hall).told_undone.insert(id); }
    /// It was asked all the same.
    void asked_again(const HallId& hall, const RequestId& id) { book(hall).told_undone.erase(id); }
    /// A power cut or a failed disk may have kept the kiosk from giving a ticket of this touch back.
    void forgive(const HallId& hall, const RequestId& id);
    /// A kiosk showed or printed this number; `own_of`: without a server, from the reserve of that device.
    void handed_out(const HallId& hall, const TicketDetail& ticket, const RequestId& from, const DeviceId& own_of);

    /// What a clerk asked with one key, and whom the screen said that it was about ("" = nobody).
    struct Deed {
        std::size_t client = 0;
        std::uint64_t press = 0;
        Command command;
        std::string seen;
    };
    void clerk_asked(const HallId& hall, const RequestId& id, Deed deed) { book(hall).deeds[id] = std::move(deed); }

    // --- from time to time
    /// A hall that was rebuilt and has nothing in flight.
    void compare(const hall::Hall& hall);
    /// In peace: the hall has every number of its day that a kiosk gave out without it, and nobody let go since.
    void expect_own_numbers(const hall::Hall& hall);
    /// In peace: nothing waits for a person who has another ticket, or has gone.
    void expect_one_ticket_a_touch(const HallId& hall);
    /// What must be done before everybody has been served; "" = nothing.
    std::string what_is_left(const HallId& hall) { return book(hall).ledger.what_is_left(); }
    /// Every promise was kept.
    void expect_no_promises();
    /// The whole history, replayed at once, gives the state that grew event by event.
    void replay(const HallId& hall, const std::vector<hall::EventRecord>& history);

  private:
    struct Touched {
        std::vector<RequestId> requests;
        std::optional<RequestId> paper;  ///< the one whose number the person got
        bool has_gone = false;
        bool is_forgiven = false;
    };
    struct Book {  ///< of one hall
        explicit Book(const HallId& id, Ledger::Complain complain) : shadow(id), ledger(std::move(complain)) {}
        hall::Hall shadow;  ///< what the durable events say
        std::uint64_t sequence = 0;
        std::shared_ptr<const protocol::Message> checked_view;  ///< the last one
        std::uint64_t checked_at = 0;                           ///< when so many events were durable
        Ledger ledger;
        std::unordered_map<RequestId, Reply> outcomes;
        std::unordered_map<RequestId, Reply> first_answers;  ///< as clients saw them
        std::set<RequestId> presses;
        std::set<RequestId> told_undone;
        std::unordered_map<RequestId, Deed> deeds;
        std::set<std::tuple<std::size_t, std::uint64_t, std::size_t>> done;  ///< client, press, kind of command
        std::map<std::pair<Date, TicketNumber>, TicketToken> on_paper;
        std::vector<std::pair<TicketDetail, DeviceId>> own;  ///< given out without the server, and from whose reserve
        std::map<Touch, Touched> touches;                    ///< since the last peace
        std::unordered_map<RequestId, Touch> touch_of;
        std::set<TicketToken> given_back;
        std::unordered_map<RequestId, TicketId> issued;  ///< by whose request
        std::map<TicketId, TicketDetail> acknowledged;
        std::uint64_t owners_version = 0;
        std::map<TicketId, CounterId> owners;  ///< as counters' views of that version said
    };
    struct Seen {  ///< by one client
        std::uint64_t version = 0;
        Instant at;
        int server_life = 0;
    };

    Book& book(const HallId& id);
    void expect(bool holds, std::string_view what);  // asked so often that no text is made where it holds
    void check_deed(Book& book, const Deed& deed, const store::Entry& entry);
    void check_reply(Book& book, const protocol::CommandReply& reply);
    void check_view(Book& book, const View& view);
    void saw_reply(Book& book, const protocol::CommandReply& reply);
    void check_line(const Book& book, const CounterView& view);
    Touched* touch_of(Book& book, const RequestId& id);
    void expect_issued(const Book& book, const TicketDetail& ticket);

    World& world_;
    std::map<HallId, Book> books_;
    std::map<std::size_t, Seen> seen_;
    std::map<std::size_t, std::set<RequestId>> promised_;
};

}  // namespace motcua::simulation
