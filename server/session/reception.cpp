#include "server/session/reception.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/session/network.hpp"
#include "server/session/questions.hpp"
#include "shared/base/translate.hpp"
#include "shared/protocol/convert.hpp"

namespace motcua::session {

namespace {

bool is_guess(Refusal refusal) {
    return refusal == Refusal::SignInFailed || refusal == Refusal::TooManyAttempts ||
           refusal == Refusal::PairingCodeUnknown || refusal == Refusal::PairingCodeExpired ||
           refusal == Refusal::NotReserved;
}

}  // namespace

Reception::Reception(Settings settings, Desk& desk, PasswordWork& passwords, Now now)
    : settings_(std::move(settings)),
      desk_(desk),
      passwords_(passwords),
      pairing_(settings_.random),
      presence_(now.steady_ms),
      clerks_(now.steady_ms),
      around_{desk_,           pairing_, clerks_, sign_ins_, codes_, settings_.admin_key, settings_.certificate,
              settings_.random},
      now_(now),
      alive_(std::make_shared<bool>(true)) {
    desk_.watch_state([this] {
        for (auto& [number, session] : sessions_)
            tell_state(number, session);
    });
}

Reception::~Reception() {
    *alive_ = false;
    desk_.watch_state([] {});
    for (const auto& [number, session] : sessions_)
        desk_.unsubscribe(number);
}

template <class F>
auto Reception::guarded(F function) {
    return [alive = alive_, function = std::move(function)](auto&&... arguments) {
        if (*alive)
            function(std::forward<decltype(arguments)>(arguments)...);
    };
}

Reception::Session* Reception::session(SessionNumber number) {
    const auto found = sessions_.find(number);
    return found == sessions_.end() ? nullptr : &found->second;
}

Reception::SessionNumber Reception::opened(Wire& wire, std::string from, Now now) {
    now_ = now;
    const SessionNumber number = ++last_number_;
    const auto [place, is_new] = sessions_.try_emplace(
        number, Session{SessionMachine(number, network_of(from), around_), wire, std::move(from)});
    perform(number, place->second.machine.start(now));
    return number;
}

void Reception::received(SessionNumber number, std::string_view payload, Now now) {
    now_ = now;
    if (Session* one = session(number))
        perform(number, one->machine.frame(payload, now));
}

void Reception::bad_frame(SessionNumber number, protocol::FrameError error, Now now) {
    now_ = now;
    if (Session* one = session(number))
        perform(number, one->machine.bad_frame(error));
}

void Reception::closed(SessionNumber number, Now now) {
    now_ = now;
    Session* one = session(number);
    if (!one)
        return;
    if (one->is_present)
        presence_.left(one->machine.hall(), one->machine.device(), now.steady_ms);
    if (one->has_clerk)
        clerks_.left(one->machine.hall(), one->machine.device(), now.steady_ms);
    pairing_.remove(number);
    desk_.unsubscribe(number);
    sessions_.erase(number);
}

void Reception::on_time(Now now) {
    now_ = now;
    desk_.on_time(now);
    std::vector<SessionNumber> numbers;
    numbers.reserve(sessions_.size());
    for (const auto& [number, one] : sessions_)
        numbers.push_back(number);
    for (const SessionNumber number : numbers)
        if (Session* one = session(number))
            perform(number, one->machine.time(now));
}

/// Screens say that nothing can be saved before somebody finds out.
void Reception::tell_state(SessionNumber number, Session& session) {
    if (!desk_.is_subscribed(number) || std::exchange(session.heard_can_save, desk_.serves()) == desk_.serves())
        return;
    session.wire.send(std::make_shared<const std::string>(
        protocol::encode_frame(protocol::Message{0, protocol::ServerState{desk_.serves()}})));
}

std::int64_t Reception::next_wait(Now now) const {
    std::int64_t wait = desk_.next_wait(now);
    for (const auto& [number, one] : sessions_)
        wait = std::min(wait, one.machine.next_wait(now));
    return wait;
}

void Reception::drain(Now now, std::function<void()> completion) {
    now_ = now;
    desk_.drain(guarded([this, completion = std::move(completion)] {
        std::vector<SessionNumber> numbers;
        for (const auto& [number, one] : sessions_)
            numbers.push_back(number);
        for (const SessionNumber number : numbers)
            if (Session* one = session(number))
                perform(number, one->machine.end(Refusal::ShuttingDown));
        completion();
    }));
}

void Reception::note_settings_fault(const HallId& hall, Problem fault) {
    if (fault.text.empty())
        settings_faults_.erase(hall);
    else
        settings_faults_[hall] = std::move(fault);
}

std::vector<HealthLine> Reception::health(Now now) const {
    std::vector<HealthLine> lines = desk_.health(now);
    for (const auto& [hall, fault] : settings_faults_)
        lines.push_back({"settings of hall " + hall.value, false, Problem("not taken: {}", fault)});
    const auto proven = std::count_if(sessions_.begin(), sessions_.end(),
                                      [](const auto& one) { return one.second.machine.is_proven(); });
    lines.push_back({"sessions", true, Problem("{} proven of {} connected", proven, sessions_.size())});
    // Anybody may ask to be paired: a full list is told, but does not make the server unfit to serve.
    const bool has_room = pairing_.size() < motcua::limits::pairing_waiting;
    lines.push_back({"pairing", true,
                     has_room ? Problem("{} devices wait to be accepted", pairing_.size())
                              : Problem("{} devices wait to be accepted, no more are taken", pairing_.size())});
    return lines;
}

// --- actions

void Reception::perform(SessionNumber number, Actions actions) {
    for (Action& action : actions) {
        Session* one = session(number);
        if (!one)
            return;
        std::visit([&](auto& what) { perform_one(number, *one, what); }, action);
    }
    Session* one = session(number);
    if (one && one->machine.is_seated() && !std::exchange(one->has_clerk, true))
        clerks_.arrived(one->machine.hall(), one->machine.device());
}

void Reception::perform_one(SessionNumber, Session& session, Send& action) {
    session.wire.send(std::make_shared<const std::string>(protocol::encode_frame(action.message)));
}

void Reception::perform_one(SessionNumber number, Session&, SendWhenDurable& action) {
    desk_.when_durable(guarded([this, number, held = std::move(action)](Refusal refusal) {
        if (Session* one = session(number))
            perform(number, one->machine.durable(held, refusal));
    }));
}

void Reception::perform_one(SessionNumber number, Session& session, Close&) {
    desk_.unsubscribe(number);
    pairing_.remove(number);
    session.wire.close_after_flush();
}

void Reception::perform_one(SessionNumber, Session& session, RaiseLimit&) {
    presence_.arrived(session.machine.hall(), session.machine.device());
    session.is_present = true;
    session.wire.raise_limit();
}

void Reception::perform_one(SessionNumber number, Session& session, Submit& action) {
    const HallId hall = session.machine.hall();
    // The copy keeps what the effects need; a password's hash is not among it.
    Command command = std::holds_alternative<AddStaff>(action.command) ? Command{Tick{}} : action.command;
    desk_.submit(hall, action.id, action.digest, action.command, action.actor, now_,
                 guarded([this, number, hall, job = action.job, command = std::move(command)](const Reply& reply) {
                     if (reply.refusal == Refusal::None)
                         took_effect(hall, command, reply);
                     if (Session* one = this->session(number))
                         perform(number, one->machine.replied(job, reply, now_));
                 }));
}

void Reception::took_effect(const HallId& hall, const Command& command, const Reply& reply) {
    if (std::holds_alternative<AcceptDevice>(command)) {
        const hall::Hall* state = desk_.hall(hall);
        const hall::DeviceRecord* record = state ? state->device(reply.device) : nullptr;
        if (!record || record->revoked)  // the answer of a request that is repeated may be an old one
            return;
        for (const SessionNumber waiting : pairing_.accepted(hall, record->key))
            if (Session* one = session(waiting))
                perform(waiting, one->machine.paired(reply.device, now_));
    } else if (const auto* revoke = std::get_if<RevokeDevice>(&command)) {
        std::vector<SessionNumber> its;
        for (const auto& [number, one] : sessions_)
            if (one.machine.hall() == hall && one.machine.device() == revoke->device)
                its.push_back(number);
        for (const SessionNumber number : its)
            if (Session* one = session(number))
                perform(number, one->machine.end(Refusal::DeviceRevoked, revoke->device.value));
    }
}

void Reception::perform_one(SessionNumber number, Session& session, Watch& action) {
    session.wire.show(nullptr);
    const bool is_taken = desk_.subscribe(number, session.machine.hall(), action.what, now_,
                                          [wire = &session.wire](const Frame& frame) { wire->show(frame); });
    if (!is_taken)
        spdlog::warn("a subscription was refused: {} are served already", limits::subscribers);
    tell_state(number, session);
}

void Reception::perform_one(SessionNumber number, Session& session, CheckPassword& action) {
    const bool is_taken = passwords_.check(std::move(action.password), std::move(action.hash),
                                           guarded([this, number, job = action.job](bool is_right) {
                                               if (Session* one = this->session(number))
                                                   perform(number, one->machine.password_checked(job, is_right, now_));
                                           }));
    if (!is_taken)
        perform(number, session.machine.password_refused(action.job));
}

void Reception::perform_one(SessionNumber number, Session& session, HashPassword& action) {
    const bool is_taken =
        passwords_.hash(std::move(action.password), guarded([this, number, job = action.job](std::string hash) {
                            if (Session* one = this->session(number))
                                perform(number, one->machine.password_hashed(job, std::move(hash)));
                        }));
    if (!is_taken)
        perform(number, session.machine.password_refused(action.job));
}

void Reception::perform_one(SessionNumber number, Session& session, Ask& action) {
    if (const auto* what = std::get_if<BackUp>(&action.query))
        return back_up(number, action.job, what->file_name);
    Answer found;
    if (std::holds_alternative<AskHealth>(action.query)) {
        found.health = health(now_);
        // An answer holds so many lines, from the first on: what is cut off must not be all that is wrong.
        std::stable_partition(found.health.begin(), found.health.end(),
                              [](const HealthLine& line) { return !line.is_good; });
        return answer(number, action.job, std::move(found));
    }
    const hall::Hall* hall = desk_.hall(session.machine.hall());
    if (hall)
        found = answer_from(*hall, action.query, pairing_, presence_, now_.steady_ms);
    desk_.when_durable(guarded([this, number, job = action.job, found = std::move(found)](Refusal refusal) {
        Answer told = found;
        if (refusal != Refusal::None) {
            told = Answer{};
            told.refusal = refusal;
        }
        answer(number, job, std::move(told));
    }));
}

void Reception::perform_one(SessionNumber, Session& session, NoteRefusal& action) {
    const HallId& named = session.machine.hall();
    if (!desk_.serves() || desk_.halls().empty())
        return;  // nothing can be kept now: no turn is spent, and what is counted stays
    const HallId& hall =
        named.empty() ? desk_.halls().front() : named;  // who is refused before naming one is seen, too
    const bool is_knock = action.actor.role == Role::Unproven;
    const std::string knock = is_knock ? std::string(name_of(action.refusal)) + " " + action.about : "";
    RefusalNotes& notes = is_knock ? knocks_ : is_guess(action.refusal) ? guesses_ : refusals_;
    const auto left_out = notes.take_turn(hall, session.from, knock, now_.steady_ms);
    if (!left_out)
        return;
    hall::RequestRefused refused{std::move(action.request), action.refusal, std::move(action.about), session.from,
                                 *left_out};
    desk_.note(hall, std::move(refused), action.actor, now_);
}

void Reception::back_up(SessionNumber number, JobId job, const std::string& name) {
    Answer refused;
    refused.refusal = Refusal::InvalidRequest;
    refused.detail = name;
    if (!is_backup_name(name))
        return answer(number, job, std::move(refused));
    const std::filesystem::path file = settings_.backup_folder / name;
    desk_.back_up(file, guarded([this, number, job, file](const Result<void>& result) {
                      Answer done;
                      if (result.has_error()) {
                          done.refusal = Refusal::StoreUnavailable;
                          done.detail = result.error().text;
                          done.reason = result.error();
                      } else {
                          done.file = file.string();
                      }
                      answer(number, job, std::move(done));
                  }));
}

void Reception::answer(SessionNumber number, JobId job, Answer answer) {
    if (Session* one = session(number))
        perform(number, one->machine.answered(job, std::move(answer)));
}

}  // namespace motcua::session
