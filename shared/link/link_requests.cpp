// The machine's requests and questions: sent, sent again, answered, given up.
#include <algorithm>
#include <limits>

#include "shared/base/assert.hpp"
#include "shared/base/broken.hpp"
#include "shared/link/limits.hpp"
#include "shared/link/link_machine.hpp"

namespace motcua::link {
namespace {

RequestId id_of(const protocol::Body& body) {
    if (const auto* command = std::get_if<protocol::CommandRequest>(&body))
        return command->id;
    if (const auto* sign_in = std::get_if<protocol::SignIn>(&body))
        return sign_in->id;
    if (const auto* accept = std::get_if<protocol::AcceptPairing>(&body))
        return accept->id;
    const auto* add = std::get_if<protocol::AddStaffRequest>(&body);
    MOTCUA_ASSERT(add != nullptr);
    return add->id;
}

}  // namespace

void LinkMachine::subscribe(std::int64_t now_ms, const Subscription& subscription) {
    subscription_ = subscription;
    if (phase_ == Phase::Online)
        send_subscription(now_ms);
}

void LinkMachine::send_subscription(std::int64_t now_ms) {
    status_.subscription_refusal = Refusal::None;
    ask_for_views(now_ms);
}

void LinkMachine::ask_for_views(std::int64_t now_ms) {
    subscribe_again_at_ms_ = 0;
    subscription_correlation_ = next_correlation_++;
    say(now_ms, protocol::Subscribe{subscription_}, subscription_correlation_);
}

Keep keep_of_outbox(const Command& command) {
    // A number that a person holds is told until the hall has it, or has said why not; one that nobody wants, until
    // nobody is called by it.
    const bool is_until_done =
        std::holds_alternative<IssueReserved>(command) || std::holds_alternative<CancelTicket>(command);
    return is_until_done ? Keep::UntilDone : Keep::UntilAnswered;
}

bool LinkMachine::has_room() const {
    return requests_.size() < requests_unanswered;
}

void LinkMachine::request(std::int64_t now_ms, protocol::Body body, Keep keep) {
    Request request{id_of(body), std::move(body), keep, std::numeric_limits<std::int64_t>::max()};
    if (keep != Keep::UntilAnswered && keep != Keep::UntilDone)
        request.give_up_at_ms = now_ms + request_limit_ms;
    if (!has_room()) {
        Reply reply;
        reply.refusal = Refusal::TooBusy;
        actions_.emplace_back(GiveReply{request.id, std::move(reply)});
        return;
    }
    if (phase_ != Phase::Online && keep == Keep::OnlyNow) {
        actions_.emplace_back(GiveUp{request.id, Unanswered::NotSent});
        return;
    }
    requests_.push_back(std::move(request));
    count_unanswered();
    if (phase_ == Phase::Online)
        send(now_ms, requests_.back());
}

void LinkMachine::send(std::int64_t now_ms, Request& request) {
    request.correlation = next_correlation_++;
    if (MOTCUA_BROKEN(ResentUnderNewId) && request.was_sent)
        ++std::get<protocol::CommandRequest>(request.body).id.bytes[0];
    request.was_sent = true;
    say(now_ms, request.body, request.correlation);
}

void LinkMachine::withdraw(const RequestId& id) {
    std::erase_if(requests_, [&](const Request& request) { return request.id == id; });
    count_unanswered();
}

/// A request that the server could not read is answered without its id.
RequestId LinkMachine::id_of_reply(std::uint64_t correlation, const protocol::CommandReply& reply) const {
    if (reply.id != RequestId{} || correlation == 0)
        return reply.id;
    const auto found = std::find_if(requests_.begin(), requests_.end(),
                                    [&](const Request& request) { return request.correlation == correlation; });
    return found == requests_.end() ? reply.id : found->id;
}

void LinkMachine::send_again(std::int64_t now_ms) {
    if (subscribe_again_at_ms_ > 0 && subscribe_again_at_ms_ <= now_ms)
        ask_for_views(now_ms);  // what is shown of the last answer stays until the next
    for (auto& request : requests_) {
        if (request.again_at_ms > 0 && request.again_at_ms <= now_ms && request.correlation == 0) {
            request.again_at_ms = 0;
            send(now_ms, request);
        }
    }
}

void LinkMachine::replied(std::int64_t now_ms, const RequestId& id, std::uint64_t correlation, const Reply& reply) {
    const auto found =
        std::find_if(requests_.begin(), requests_.end(), [&](const Request& request) { return request.id == id; });
    if (found == requests_.end()) {
        if (correlation != 0 && correlation == subscription_correlation_) {
            status_.subscription_refusal = reply.refusal;
            if (reply.refusal == Refusal::UnknownCounter)
                subscribe_again_at_ms_ = now_ms + subscribe_again_ms;
        }
        Answer answer;
        answer.refusal = reply.refusal;
        answer.detail = reply.detail;
        return answered(correlation, answer);
    }
    // The server is about to go and has not done it; the same request follows it to its next life.
    if (reply.refusal == Refusal::ShuttingDown && found->keep != Keep::OnlyNow) {
        found->correlation = 0;
        return;
    }
    // Who is let go while it asks may be accepted again, and still has to tell it.
    const bool is_no_answer = reply.refusal == Refusal::TooBusy || reply.refusal == Refusal::StoreUnavailable ||
                              reply.refusal == Refusal::DeviceRevoked;
    if (is_no_answer && found->keep == Keep::UntilDone && !MOTCUA_BROKEN(HeldNumberGivenUp)) {
        found->correlation = 0;
        found->again_at_ms = now_ms + ask_again_ms;
        return;
    }
    const auto* command = std::get_if<protocol::CommandRequest>(&found->body);
    if (reply.refusal == Refusal::None && std::holds_alternative<protocol::SignIn>(found->body))
        status_.role = Role::Staff;
    if (reply.refusal == Refusal::None && command && std::holds_alternative<CloseCounter>(command->command) &&
        status_.role == Role::Staff)
        status_.role = Role::Counter;
    requests_.erase(found);
    count_unanswered();
    actions_.emplace_back(GiveReply{id, reply});
}

void LinkMachine::unsupported(std::int64_t now_ms, std::uint64_t correlation) {
    if (correlation == 0)
        return;
    for (const auto& request : requests_) {
        if (request.correlation != correlation)
            continue;
        Reply reply;
        reply.refusal = Refusal::Unsupported;
        return replied(now_ms, RequestId(request.id), correlation, reply);
    }
    if (correlation == subscription_correlation_)
        status_.subscription_refusal = Refusal::Unsupported;
    Answer answer;
    answer.refusal = Refusal::Unsupported;
    answered(correlation, answer);
}

QueryId LinkMachine::query(std::int64_t now_ms, Query query) {
    const QueryId id = next_query_++;
    if (phase_ != Phase::Online || questions_.size() >= queries_unanswered) {
        actions_.emplace_back(GiveAnswer{id, std::nullopt});
        return id;
    }
    const std::int64_t limit_ms = std::holds_alternative<BackUp>(query) ? backup_limit_ms : query_limit_ms;
    questions_.push_back(Question{id, next_correlation_++, now_ms + limit_ms});
    say(now_ms, protocol::QueryRequest{std::move(query)}, questions_.back().correlation);
    return id;
}

void LinkMachine::answered(std::uint64_t correlation, const Answer& answer) {
    const auto found = std::find_if(questions_.begin(), questions_.end(),
                                    [&](const Question& question) { return question.correlation == correlation; });
    if (found == questions_.end())
        return;
    actions_.emplace_back(GiveAnswer{found->id, answer});
    questions_.erase(found);
}

}  // namespace motcua::link
