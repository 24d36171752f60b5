#include "server/cli/client.hpp"

#include <algorithm>
#include <chrono>

#include "server/cli/limits.hpp"
#include "shared/link/status_text.hpp"

namespace motcua::cli {

using link::LinkState;
using link::Trouble;

Client::Client(link::LinkOptions options, link::Credentials credentials, const Language& language,
               std::int64_t timeout_ms)
    : language_(language), timeout_ms_(timeout_ms) {
    link::Listener listener;
    listener.on_status = [this](const link::Status& status) { status_ = status; };
    listener.on_reply = [this](const RequestId&, const Reply& reply) { reply_ = reply; };
    listener.on_unanswered = [this](const RequestId&, link::Unanswered why) { unanswered_ = why; };
    listener.on_answer = [this](link::QueryId, const std::optional<Answer>& answer) {
        has_answer_ = true;
        answer_ = answer;
    };
    link_ = link::Link::with_credentials(io_, std::move(options), std::move(credentials), std::move(listener));
}

bool Client::run_until(const std::function<bool()>& is_so, std::int64_t longest_ms) {
    const std::int64_t end_ms = link::Link::now_ms() + longest_ms;
    while (!is_so()) {
        const std::int64_t left_ms = end_ms - link::Link::now_ms();
        if (left_ms <= 0)
            return false;
        io_.restart();
        io_.run_one_for(std::chrono::milliseconds(left_ms));
    }
    return true;
}

std::optional<Outcome> Client::connect() {
    link_->start();
    // A server that is just starting or stopping may be there in a moment; an address where nobody is will not.
    const auto is_decided = [this] {
        return status_.is_online() || status_.state == LinkState::Rejected || status_.trouble == Trouble::Unreachable ||
               status_.trouble == Trouble::NotUnderstood;
    };
    run_until(is_decided, std::min(timeout_ms_, usual_timeout_ms));  // a backup may take long, reaching its server not
    if (status_.is_online())
        return std::nullopt;
    return not_connected();
}

Outcome Client::not_connected() const {
    if (status_.trouble == Trouble::Refused) {
        if (status_.refusal != Refusal::NotAllowed)
            return refused(language_, status_.refusal, status_.detail);
        Outcome outcome = refused(language_, status_.refusal, {});
        outcome.text = language_.tr("This is not the administrator's key of that server. Check --data or --admin-key.");
        return outcome;
    }
    if (status_.trouble == Trouble::IdentityChanged)
        return failure(Exit::Failure,
                       language_.tr("The server's certificate is not the one that was expected. Check --server, --data "
                                    "and --identity."),
                       status_.detail);
    if (status_.trouble == Trouble::NotUnderstood)
        return failure(Exit::Unreachable, link::status_text(language_, status_), status_.detail);
    return failure(Exit::Unreachable,
                   language_.tr("The server cannot be reached. Is it running, and is --server right?"), status_.detail);
}

std::variant<Reply, Outcome> Client::wait_for_reply() {
    const bool is_answered = run_until([this] { return reply_ || unanswered_; }, timeout_ms_);
    if (reply_)
        return *std::exchange(reply_, std::nullopt);
    if (is_answered && unanswered_ == link::Unanswered::NotSent)
        return not_connected();
    return failure(Exit::Unreachable,
                   language_.tr("The server did not answer in time. The request may have been done: look before you "
                                "repeat it."),
                   status_.detail);
}

std::variant<Reply, Outcome> Client::send(const Command& command) {
    link_->send(command, link::Keep::WhileRunning);
    return wait_for_reply();
}

std::variant<Reply, Outcome> Client::accept_pairing(const std::string& code, const std::string& name,
                                                    const CounterId& counter) {
    link_->accept_pairing(code, name, counter);
    return wait_for_reply();
}

std::variant<Reply, Outcome> Client::add_staff(const StaffId& login, const std::string& name,
                                               const std::string& password) {
    link_->add_staff(login, name, password);
    return wait_for_reply();
}

std::variant<Answer, Outcome> Client::query(const Query& query) {
    has_answer_ = false;
    link_->query(query);
    run_until([this] { return has_answer_; }, timeout_ms_);
    if (has_answer_ && answer_)
        return *answer_;
    return failure(Exit::Unreachable, language_.tr("The server did not answer in time."), status_.detail);
}

}  // namespace motcua::cli
