#include "tests/simulation/checker.hpp"

#include "shared/base/assert.hpp"

namespace motcua::simulation {

namespace {

Reply without_token(Reply reply) {
    if (reply.ticket)
        reply.ticket->token = {};
    return reply;
}

/// The ticket that an event changes at a counter, by a clerk; {} = none.
TicketId ticket_at_counter(const hall::Event& event) {
    return std::visit(
        [](const auto& each) -> TicketId {
            using Kind = std::decay_t<decltype(each)>;
            if constexpr (requires { each.day_end; })
                if (each.day_end)
                    return {};
            if constexpr (std::is_same_v<Kind, hall::TicketIssued> || std::is_same_v<Kind, hall::TicketCancelled>)
                return {};
            else if constexpr (requires { each.ticket; })
                return each.ticket;
            else
                return {};
        },
        event);
}

/// `wanted` is made of the durable events for the moment that the view names; only the count of them is not its own.
template <class OneView>
bool says(const OneView& seen, OneView wanted) {
    wanted.hall.version = seen.hall.version;
    return seen == wanted;
}

}  // namespace

bool is_passing(Refusal refusal) {
    switch (refusal) {
        case Refusal::StoreUnavailable:
        case Refusal::TooBusy:
        case Refusal::ShuttingDown:
        case Refusal::DeviceRevoked:
        case Refusal::NotAllowed:
        case Refusal::NotSignedIn:
        case Refusal::OtherCounter:
        case Refusal::SignInFailed:
        case Refusal::TooManyAttempts:
        case Refusal::PairingCodeUnknown:
        case Refusal::PairingCodeExpired:
            return true;
        default:
            return false;
    }
}

Checker::Book& Checker::book(const HallId& id) {
    const auto found = books_.find(id);
    if (found != books_.end())
        return found->second;
    const auto complain = [this, id](const std::string& what) { world_.fail(id.value + ": " + what); };
    return books_.emplace(id, Book(id, complain)).first->second;
}

void Checker::expect(bool holds, std::string_view what) {
    if (!holds)
        world_.fail(std::string(what));
}

// --- the disk

void Checker::committed(const store::Entry& entry) {
    Book& one = book(entry.hall);
    for (const hall::EventRecord& record : entry.events) {
        one.ledger.see(record);
        if (!one.shadow.apply(record))
            world_.fail("a durable event cannot follow the ones before it: " +
                        std::string(hall::name_of(record.event)));
        ++one.sequence;
        ++world_.statistics.events[record.event.index()];
        if (std::holds_alternative<hall::TicketIssued>(record.event)) {
            ++world_.statistics.tickets;
            expect(entry.outcome && one.presses.contains(entry.outcome->id), "a ticket that nobody asked for");
            if (entry.outcome)
                one.issued.emplace(entry.outcome->id, std::get<hall::TicketIssued>(record.event).ticket);
        }
        if (std::holds_alternative<hall::TicketCalled>(record.event))
            ++world_.statistics.calls;
    }
    if (const auto deed = entry.outcome ? one.deeds.find(entry.outcome->id) : one.deeds.end(); deed != one.deeds.end())
        check_deed(one, deed->second, entry);
    if (!entry.outcome)
        return;
    const RequestId& id = entry.outcome->id;
    if (one.told_undone.contains(id))
        world_.fail("request " + to_hex(id) + " was told as not done, and is done all the same");
    if (!one.outcomes.emplace(id, entry.outcome->reply).second)
        world_.fail("request " + to_hex(id) + " was applied twice");
}

/// One key does one thing, and to the person whom the clerk saw when it was pressed.
void Checker::check_deed(Book& one, const Deed& deed, const store::Entry& entry) {
    const std::string name(name_of(deed.command));
    bool is_done = false;
    for (const hall::EventRecord& record : entry.events) {
        const TicketId whom = ticket_at_counter(record.event);
        if (whom.value == 0)
            continue;
        is_done = true;
        const Ledger::Issue* issue = one.ledger.issue(whom);
        const bool is_seen = issue != nullptr && deed.seen.find(to_string(issue->number)) != std::string::npos;
        expect(is_seen || std::holds_alternative<CallNext>(deed.command),
               "a clerk's key (" + name + ") was pressed for \"" + deed.seen + "\" and acted on " +
                   (issue == nullptr ? "nobody" : to_string(issue->number)));
    }
    if (is_done)
        expect(one.done.emplace(deed.client, deed.press, deed.command.index()).second,
               "a clerk's key (" + name + ") acted twice");
}

// --- the wire

void Checker::leaves_server(const HallId& id, const std::shared_ptr<const protocol::Message>& leaving) {
    const protocol::Message& message = *leaving;
    Book& one = book(id);
    if (const auto* reply = std::get_if<protocol::CommandReply>(&message.body))
        check_reply(one, *reply);
    else if (const auto* push = std::get_if<protocol::ViewPush>(&message.body)) {
        if (one.checked_view != leaving || one.checked_at != one.sequence)  // one view goes to many screens
            check_view(one, push->view);
        one.checked_view = leaving;
        one.checked_at = one.sequence;
    } else if (const auto* answer = std::get_if<protocol::QueryAnswer>(&message.body))
        for (const TicketDetail& ticket : answer->answer.tickets) {
            expect_issued(one, ticket);
            expect(ticket.changed_at <= one.shadow.time(), "a list tells of what is not durable");
        }
}

void Checker::check_reply(Book& one, const protocol::CommandReply& reply) {
    if (reply.id == RequestId{} || is_passing(reply.reply.refusal))
        return;
    const auto durable = one.outcomes.find(reply.id);
    if (durable == one.outcomes.end())
        return world_.fail("an answer left the server before it was durable: " +
                           std::string(name_of(reply.reply.refusal)));
    expect(without_token(durable->second) == without_token(reply.reply),
           "an answer differs from the one that is durable under its request id");
}

void Checker::check_view(Book& one, const View& view) {
    const std::uint64_t version = header_of(view).version;
    if (version > one.sequence)
        world_.fail("a view of version " + std::to_string(version) + " left when only " + std::to_string(one.sequence) +
                    " was durable");
    if (version != one.sequence)
        return;
    ++world_.statistics.views_checked;
    const Instant at = header_of(view).at;
    expect(at >= one.shadow.time(), "a view was made before what happened last");
    if (const auto* board = std::get_if<BoardView>(&view))
        expect(says(*board, one.shadow.board_view(board->zone, at)),
               "a board's view is not what the durable events say");
    if (const auto* kiosk = std::get_if<KioskView>(&view)) {
        KioskView wanted = one.shadow.kiosk_view(at);
        wanted.ticket_url = kiosk->ticket_url;
        expect(says(*kiosk, std::move(wanted)), "a kiosk's view is not what the durable events say");
    }
    if (const auto* counter = std::get_if<CounterView>(&view)) {
        auto wanted = one.shadow.counter_view(counter->counter, at);
        if (!wanted)
            wanted = one.shadow.missing_counter_view(counter->counter, at);
        expect(says(*counter, *std::move(wanted)), "a counter's view is not what the durable events say");
        check_line(one, *counter);
    }
}

/// Against the ledger, which shares no code with the hall that made the view.
void Checker::check_line(const Book& one, const CounterView& view) {
    const Ledger::AtCounter there = one.ledger.at(view.counter);
    const CounterTicket nobody;
    const CounterTicket& current = view.current ? *view.current : nobody;
    expect(there.ticket == current.id && (there.ticket.value == 0 || there.state == current.state),
           "a counter's view shows somebody else, or in another state, than its events say");
    const std::vector<TicketId> line = one.ledger.line(view.counter);
    bool is_same = static_cast<std::size_t>(view.waiting_count) == line.size() && view.waiting.size() <= line.size();
    for (std::size_t i = 0; is_same && i < view.waiting.size(); ++i)
        is_same = view.waiting[i].id == line[i];
    expect(is_same, "a counter's view shows another line than its events say");
}

void Checker::arrives(const HallId& id, const protocol::Message& message) {
    if (const auto* reply = std::get_if<protocol::CommandReply>(&message.body))
        saw_reply(book(id), *reply);
}

void Checker::saw_reply(Book& one, const protocol::CommandReply& reply) {
    if (reply.id == RequestId{} || is_passing(reply.reply.refusal))
        return;
    const auto [first, is_first] = one.first_answers.emplace(reply.id, reply.reply);
    expect(is_first || first->second == reply.reply, "one request got two answers");
    if (!reply.reply.ticket)
        return;
    expect_issued(one, *reply.reply.ticket);
    one.acknowledged.emplace(reply.reply.ticket->id, *reply.reply.ticket);
}

void Checker::expect_issued(const Book& one, const TicketDetail& ticket) {
    const Ledger::Issue* issue = one.ledger.issue(ticket.id);
    if (issue == nullptr)
        return world_.fail("ticket " + to_string(ticket.number) + " was told and is not durable");
    expect(issue->number == ticket.number && issue->day == ticket.service_day && issue->category == ticket.category &&
               issue->issued_at == ticket.issued_at && issue->virtual_arrival == ticket.virtual_arrival &&
               (ticket.token.empty() || issue->token == ticket.token),
           "ticket " + to_string(ticket.number) + " was told with other fields than are durable");
    expect(ticket.changed_at >= ticket.issued_at, "a ticket changed before it was issued");
}

void Checker::shown(std::size_t client, const HallId& id, const View& view, int server_life) {
    Book& one = book(id);
    Seen& seen = seen_[client];
    const HallHeader& header = header_of(view);
    if (header.version < seen.version)
        world_.fail("a screen went back from version " + std::to_string(seen.version) + " to " +
                    std::to_string(header.version));
    // The hall's time begins anew where the server does: behind a clock that was set back, with what is durable.
    expect(header.at >= seen.at || server_life > seen.server_life, "a screen went back in time");
    seen = Seen{header.version, header.at, server_life};
    if (const auto* board = std::get_if<BoardView>(&view)) {
        std::set<CounterId> counters;
        std::set<TicketNumber> numbers;
        for (const BoardCall& call : board->calls)
            expect(counters.insert(call.counter).second && numbers.insert(call.number).second,
                   "a board shows a counter or a number twice");
    }
    const auto* counter = std::get_if<CounterView>(&view);
    if (counter == nullptr)
        return;
    expect(counter->median_service_ms >= 0, "a negative duration");
    if (one.owners_version != header.version) {
        one.owners_version = header.version;
        one.owners.clear();
    }
    if (!counter->current)
        return;
    const auto [owner, is_first] = one.owners.emplace(counter->current->id, counter->counter);
    expect(is_first || owner->second == counter->counter, "two counters have one ticket");
}

// --- people

void Checker::pressed(const HallId& id, const RequestId& request) {
    ++world_.statistics.presses;
    book(id).presses.insert(request);
}

Checker::Touched* Checker::touch_of(Book& one, const RequestId& id) {
    const auto found = one.touch_of.find(id);
    return found == one.touch_of.end() ? nullptr : &one.touches.at(found->second);
}

void Checker::touched(const HallId& id, const RequestId& request, Touch touch) {
    Book& one = book(id);
    one.touch_of.emplace(request, touch);
    one.touches[touch].requests.push_back(request);
}

void Checker::gone(const HallId& id, const RequestId& request) {
    if (Touched* touch = touch_of(book(id), request))
        touch->has_gone = true;
}

void Checker::forgive(const HallId& id, const RequestId& request) {
    if (Touched* touch = touch_of(book(id), request))
        touch->is_forgiven = true;
}

void Checker::handed_out(const HallId& id, const TicketDetail& ticket, const RequestId& from, const DeviceId& own_of) {
    Book& one = book(id);
    const auto [owner, is_first] = one.on_paper.emplace(std::pair(ticket.service_day, ticket.number), ticket.token);
    expect(is_first || owner->second == ticket.token,
           "two people hold the number " + to_string(ticket.number) + " of one day");
    if (Touched* touch = touch_of(one, from)) {
        // The same again: where that the answer came could not be written down, it comes again after a restart.
        expect(!touch->paper || (*touch->paper == from && touch->is_forgiven),
               "one touch gave two numbers, the second is " + to_string(ticket.number));
        expect(!touch->has_gone, "the number " + to_string(ticket.number) + " is shown for somebody who has gone");
        touch->paper = from;
    }
    if (!own_of.empty()) {
        one.own.emplace_back(ticket, own_of);
        ++world_.statistics.own_numbers;
    }
}

void Checker::expect_no_promises() {
    for (const auto& [client, requests] : promised_)
        expect(requests.empty(), "client " + std::to_string(client) + " still waits for " +
                                     std::to_string(requests.size()) + " requests of its outbox");
}

// --- from time to time

void Checker::compare(const hall::Hall& hall) {
    const Book& one = book(hall.id());
    expect(hall.fingerprint() == one.shadow.fingerprint(),
           "hall " + hall.id().value + " is not what its durable events say");
    for (const auto& [id, told] : one.acknowledged) {
        if (told.service_day != hall.service_day())
            continue;
        const auto found = hall.ticket(id);
        expect(found && found->number == told.number && found->issued_at == told.issued_at,
               "the acknowledged ticket " + to_string(told.number) + " is lost");
    }
}

void Checker::expect_own_numbers(const hall::Hall& hall) {
    const Book& one = book(hall.id());
    for (const auto& [held, device] : one.own) {
        if (held.service_day != hall.service_day() || one.ledger.is_let_go(device))
            continue;
        const auto found = hall.ticket_by_token(held.token);
        if (!found || found->number != held.number) {
            world_.fail("the number " + to_string(held.number) + ", given out without a server, is lost");
            continue;
        }
        const Ledger::Issue* issue = one.ledger.issue(found->id);
        // Of a kiosk whose clock is wrong the hall believes no time before it reserved, and none that is to come.
        expect(issue != nullptr && issue->service == held.service && issue->category == held.category &&
                   issue->issued_at == std::clamp(held.issued_at, issue->reserved_since, issue->merged_at),
               "the number " + to_string(held.number) + ", given out without a server, was taken as another ticket");
    }
}

void Checker::expect_one_ticket_a_touch(const HallId& id) {
    Book& one = book(id);
    for (const auto& [key, touch] : one.touches) {
        std::size_t tickets = 0;
        std::size_t waiting = 0;
        for (const RequestId& request : touch.requests) {
            const auto issued = one.issued.find(request);
            if (issued == one.issued.end() || touch.is_forgiven)
                continue;
            const Ledger::Issue& issue = *one.ledger.issue(issued->second);
            const std::string number = to_string(issue.number);
            const auto state = one.ledger.state_of(issued->second);
            const bool is_over = !state || *state == TicketState::Cancelled || one.given_back.contains(issue.token);
            if (!is_over)  // also where somebody was called, or served, with it
                expect(++tickets <= 1, "ticket " + number + " is the second of one touch");
            if (!one.ledger.waits_uncalled(issued->second))
                continue;
            expect(!touch.has_gone, "ticket " + number + " waits for somebody who has gone");
            expect(!touch.paper || *touch.paper == request,
                   "ticket " + number + " waits for somebody who has another number");
            expect(++waiting <= 1, "ticket " + number + " is the second that waits of one touch");
        }
    }
    one.touches.clear();
    one.touch_of.clear();
}

void Checker::replay(const HallId& id, const std::vector<hall::EventRecord>& history) {
    hall::Hall again(id);
    for (const hall::EventRecord& record : history)
        expect(again.apply(record), "the history cannot be replayed");
    expect(again.fingerprint() == book(id).shadow.fingerprint(), "the replayed history gives another state");
}

}  // namespace motcua::simulation
