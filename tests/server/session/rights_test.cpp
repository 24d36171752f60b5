// The whole cross product of roles and deeds, on the table and through a real session.

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/support/session_world.hpp"

using namespace motcua;
using namespace motcua::test;
using session::Deed;
using session::Right;

namespace {

/// What each role may do, written down a second time: everything else is denied.
const std::map<Role, std::map<Deed, Right>>& allowed() {
    static const std::map<Role, std::map<Deed, Right>> rights = [] {
        std::map<Role, std::map<Deed, Right>> table;
        table[Role::Kiosk] = {{Deed::IssueTicket, Right::Any},
                              {Deed::CancelTicket, Right::Any},
                              {Deed::ReserveNumbers, Right::Any},
                              {Deed::IssueReserved, Right::Any},
                              {Deed::WatchKiosk, Right::Any}};
        table[Role::Board] = {{Deed::WatchBoard, Right::Any}};
        table[Role::Counter] = {{Deed::SignIn, Right::Own}, {Deed::WatchCounter, Right::Own}};
        const std::set<Deed> counter_work = {Deed::CloseCounter, Deed::CallNext,      Deed::Recall,
                                             Deed::StartService, Deed::FinishService, Deed::MarkNoShow,
                                             Deed::HoldTicket,   Deed::TakeBack,      Deed::TransferTicket,
                                             Deed::PauseCounter, Deed::ResumeCounter};
        table[Role::Staff] = table[Role::Counter];
        for (const Deed deed : counter_work) {
            table[Role::Staff][deed] = Right::Own;
            table[Role::Admin][deed] = Right::Any;
        }
        for (const Deed deed :
             {Deed::IssueTicket, Deed::CancelTicket, Deed::OpenCounter, Deed::RevokeDevice, Deed::RemoveStaff,
              Deed::ListTickets, Deed::ShowTicket, Deed::ListDevices, Deed::ListStaff, Deed::AskHealth, Deed::BackUp,
              Deed::AcceptPairing, Deed::AddStaffRequest, Deed::WatchKiosk, Deed::WatchBoard, Deed::WatchCounter})
            table[Role::Admin][deed] = Right::Any;
        return table;
    }();
    return rights;
}

Right expected(Role role, Deed deed) {
    const auto of_role = allowed().find(role);
    if (of_role == allowed().end())
        return Right::No;
    const auto right = of_role->second.find(deed);
    return right == of_role->second.end() ? Right::No : right->second;
}

/// Why the session says no, or None where what is said comes from behind it. `is_own`: at the asker's own counter.
Refusal denied(Role role, Deed deed, bool is_own) {
    const Right right = expected(role, deed);
    if (right == Right::Any || (right == Right::Own && is_own))
        return Refusal::None;
    if (right == Right::Own)
        return Refusal::OtherCounter;
    return role == Role::Counter && expected(Role::Staff, deed) != Right::No ? Refusal::NotSignedIn
                                                                             : Refusal::NotAllowed;
}

/// What of this answer is such a no.
Refusal denial_in(Refusal answer) {
    const bool is_denial =
        answer == Refusal::NotAllowed || answer == Refusal::NotSignedIn || answer == Refusal::OtherCounter;
    return is_denial ? answer : Refusal::None;
}

/// Every command that can travel, at this counter.
std::vector<Command> commands_at(const CounterId& c) {
    return {IssueTicket{ServiceId{"civil"}, {}, {}, ""},
            CancelTicket{TicketToken{"aaaaaaaaaaaaaaaaaaaaaaaaaa"}},
            OpenCounter{c, StaffId{"an"}, false},
            CloseCounter{c},
            CallNext{c},
            Recall{c},
            StartService{c},
            FinishService{c},
            MarkNoShow{c},
            HoldTicket{c, ""},
            TakeBack{c, TicketId{1}},
            TransferTicket{c, ServiceId{"land"}, {}, ""},
            PauseCounter{c, "break"},
            ResumeCounter{c},
            RevokeDevice{DeviceId{"nobody"}},
            RemoveStaff{StaffId{"nobody"}},
            ReserveNumbers{},
            IssueReserved{ServiceId{"civil"}, {}, {'A', 999}, TicketToken{"aaaaaaaaaaaaaaaaaaaaaaaaaa"}, {}, {}, ""}};
}

const std::vector<Query>& queries() {
    static const std::vector<Query> all = {
        ListTickets{}, ShowTicket{{}, TicketNumber{'A', 1}}, ListDevices{}, ListStaff{}, AskHealth{}, BackUp{"x.db"}};
    return all;
}

struct Cast {
    SessionWorld world;
    std::map<Role, std::unique_ptr<Peer>> peers;

    Cast() {
        world.add_staff("an", "a long password");
        peers[Role::Kiosk] = world.device(world.pair(Role::Kiosk));
        peers[Role::Board] = world.device(world.pair(Role::Board));
        peers[Role::Counter] = world.device(world.pair(Role::Counter, "c1"));
        peers[Role::Staff] = world.device(world.pair(Role::Counter, "c2"));
        CHECK(peers[Role::Staff]->sign_in("an", "a long password", "c2") == Refusal::None);
        peers[Role::Admin] = world.admin();
    }

    /// In the action log, of want of rights.
    std::ptrdiff_t refusals_kept() {
        world.settle();
        std::ptrdiff_t kept = 0;
        for (const auto& batch : world.journal.batches)
            for (const auto& entry : batch.entries)
                kept += std::count_if(entry.events.begin(), entry.events.end(), [](const auto& record) {
                    const auto* refused = std::get_if<hall::RequestRefused>(&record.event);
                    return refused != nullptr && denial_in(refused->refusal) != Refusal::None;
                });
        return kept;
    }
};

}  // namespace

TEST_CASE("rights: every cell of the table is what is written down, and nothing else is allowed") {
    for (std::size_t role = 0; role < session::role_count; ++role)
        for (std::size_t deed = 0; deed < session::deed_count; ++deed) {
            CAPTURE(role);
            CAPTURE(deed);
            CHECK(session::right_of(static_cast<Role>(role), static_cast<Deed>(deed)) ==
                  expected(static_cast<Role>(role), static_cast<Deed>(deed)));
        }
}

TEST_CASE("rights: FORMAT.md, which clients are written from, has the table as it is") {
    // In the order of Deed; "": the server's own, never asked for.
    const std::vector<std::string> names = {"issue_ticket",
                                            "cancel_ticket",
                                            "open_counter",
                                            "close_counter",
                                            "call_next",
                                            "recall",
                                            "start_service",
                                            "finish_service",
                                            "mark_no_show",
                                            "hold_ticket",
                                            "take_back",
                                            "transfer_ticket",
                                            "pause_counter",
                                            "resume_counter",
                                            "",
                                            "",
                                            "revoke_device",
                                            "",
                                            "remove_staff",
                                            "reserve_numbers",
                                            "issue_reserved",
                                            "",
                                            "list_tickets",
                                            "show_ticket",
                                            "list_devices",
                                            "list_staff",
                                            "ask_health",
                                            "back_up",
                                            "sign_in",
                                            "accept_pairing",
                                            "add_staff",
                                            "view 1 (kiosk)",
                                            "view 2 (board)",
                                            "view 3 (counter)"};
    REQUIRE(names.size() == session::deed_count);
    std::ifstream document(MOTCUA_SOURCE_DIR "/shared/protocol/FORMAT.md");
    std::map<std::string, std::vector<std::string>> rows;
    bool is_in_table = false;
    for (std::string line; std::getline(document, line);) {
        is_in_table = is_in_table ? line.rfind("| ", 0) == 0 : line.rfind("| asked | kiosk |", 0) == 0;
        if (!is_in_table || line.find("---") != std::string::npos)
            continue;
        std::vector<std::string> cells;
        std::istringstream text(line.substr(1));
        for (std::string cell; std::getline(text, cell, '|');) {
            cell.erase(0, cell.find_first_not_of(' '));
            cell.erase(cell.find_last_not_of(' ') + 1);
            cells.push_back(cell);
        }
        REQUIRE(cells.size() == session::role_count);  // the deeds, and every role but Unproven
        std::istringstream deeds(cells[0]);
        for (std::string deed; std::getline(deeds >> std::ws, deed, ',');)
            rows[deed] = cells;
    }
    for (std::size_t deed = 0; deed < names.size(); ++deed)
        for (std::size_t role = 1; role < session::role_count; ++role) {
            CAPTURE(names[deed]);
            CAPTURE(role);
            const Right right = session::right_of(static_cast<Role>(role), static_cast<Deed>(deed));
            const std::string told = right == Right::No ? "" : right == Right::Own ? "own" : "yes";
            CHECK((names[deed].empty() ? std::string() : rows.at(names[deed]).at(role)) == told);
        }
    rows.erase("asked");
    CHECK(rows.size() == names.size() - static_cast<std::size_t>(std::count(names.begin(), names.end(), "")));
}

TEST_CASE("rights: numbers that name no role or deed are denied") {
    CHECK(session::right_of(static_cast<Role>(99), Deed::IssueTicket) == Right::No);
    CHECK(session::right_of(Role::Admin, static_cast<Deed>(200)) == Right::No);
}

TEST_CASE("rights: every command of every role at its own and at another counter, through a session") {
    for (const Role role : {Role::Kiosk, Role::Board, Role::Counter, Role::Staff, Role::Admin})
        for (const char* counter : {"c1", "c2"}) {
            for (std::size_t i = 0; i < commands_at(CounterId{counter}).size(); ++i) {
                Cast cast;  // a new hall each time: what one command does must not allow the next
                const Command command = commands_at(CounterId{counter})[i];
                const bool is_own = std::string(counter) == "c2" || session::counter_of(command).empty();
                CAPTURE(name_of(role));
                CAPTURE(name_of(command));
                CAPTURE(counter);
                const Reply reply = cast.peers[role]->ask(command);
                const Refusal denial = denied(role, session::deed_of(command), is_own);
                CHECK(denial_in(reply.refusal) == denial);
                CHECK(cast.refusals_kept() == (denial == Refusal::None ? 0 : 1));
            }
        }
}

TEST_CASE("rights: every query and every subscription of every role, through a session") {
    Cast cast;
    for (const Role role : {Role::Kiosk, Role::Board, Role::Counter, Role::Staff, Role::Admin}) {
        Peer& peer = *cast.peers[role];
        CAPTURE(name_of(role));
        for (const Query& query : queries()) {
            CAPTURE(name_of(query));
            const Answer answer = peer.query(query);
            CHECK(denial_in(answer.refusal) == denied(role, session::deed_of(query), true));
            CHECK((answer.refusal == Refusal::NotAllowed) == (answer.detail == "admin"));
        }
        const CounterId own{role == Role::Counter ? "c1" : "c2"};
        const CounterId other{role == Role::Counter ? "c2" : "c1"};
        for (const Subscription& what :
             {Subscription{ViewKind::Kiosk, "", {}}, Subscription{ViewKind::Board, "", {}},
              Subscription{ViewKind::Counter, "", own}, Subscription{ViewKind::Counter, "", other}}) {
            const Refusal why = denied(role, session::deed_of(what.kind), what.counter == own);
            CAPTURE(static_cast<int>(what.kind));
            peer.wire.views.clear();
            peer.watch(what);
            cast.world.settle();
            CHECK(peer.wire.views.empty() == (why != Refusal::None));
            if (why != Refusal::None)
                CHECK(peer.expect<protocol::CommandReply>().reply.refusal == why);
        }
    }
}

TEST_CASE("rights: signing in, accepting a device and adding a person, by every role") {
    Cast cast;
    for (const Role role : {Role::Kiosk, Role::Board, Role::Counter, Role::Staff, Role::Admin}) {
        Peer& peer = *cast.peers[role];
        CAPTURE(name_of(role));
        for (const char* counter : {"c1", "c2"}) {
            CAPTURE(counter);
            const std::string own = role == Role::Counter ? "c1" : "c2";
            CHECK(denial_in(peer.sign_in("nobody", "wrong password", counter)) ==
                  denied(role, Deed::SignIn, counter == own));
        }
        peer.say(protocol::AcceptPairing{cast.world.new_id(), "000000", "x", {}});
        cast.world.settle();
        CHECK((peer.expect<protocol::CommandReply>().reply.refusal != Refusal::NotAllowed) == (role == Role::Admin));
        peer.say(protocol::AddStaffRequest{cast.world.new_id(), StaffId{"binh"}, "Binh", "a long password"});
        cast.world.settle();
        CHECK((peer.expect<protocol::CommandReply>().reply.refusal != Refusal::NotAllowed) == (role == Role::Admin));
    }
}
