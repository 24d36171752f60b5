#pragma once
// The reception holds every session and does what their machines say: it stands between the wires, the desk and the
// password worker. Owned by the application, on the hall thread; knows no socket, timer or thread.
//
// Call protocol: opened() gives a number; received() and bad_frame() with it; closed() once, after which the wire is
// not used again. on_time() every limits::pulse_ms.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "server/session/desk.hpp"
#include "server/session/ports.hpp"
#include "server/session/refusal_notes.hpp"
#include "server/session/session_machine.hpp"

namespace motcua::session {

class Reception {
  public:
    struct Settings {
        PublicKey admin_key{};
        protocol::CertificateHash certificate{};
        std::filesystem::path backup_folder;
        RandomBytes random = fill_random;  ///< for nonces, tokens, codes: secrets
    };
    using SessionNumber = std::uint64_t;

    Reception(Settings settings, Desk& desk, PasswordWork& passwords, Now now);
    ~Reception();
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;

    /// `from` is the peer's address, for the journal.
    SessionNumber opened(Wire& wire, std::string from, Now now);
    void received(SessionNumber session, std::string_view payload, Now now);
    void bad_frame(SessionNumber session, protocol::FrameError error, Now now);
    void closed(SessionNumber session, Now now);

    void on_time(Now now);
    /// Milliseconds until on_time() has something to do. Looks at every session.
    std::int64_t next_wait(Now now) const;

    /// No new commands; what is in hand is answered, then every session gets Goodbye{ShuttingDown}.
    void drain(Now now, std::function<void()> completion);

    /// What keeps a hall from the settings in its centre's file, an empty one = nothing: told on the health page until
    /// it is good.
    void note_settings_fault(const HallId& hall, Problem fault);

    /// The desk's lines and its own.
    std::vector<HealthLine> health(Now now) const;
    std::size_t session_count() const { return sessions_.size(); }

  private:
    struct Session {
        SessionMachine machine;
        Wire& wire;
        std::string from;
        bool is_present = false;     ///< counted in presence_
        bool has_clerk = false;      ///< counted in clerks_
        bool heard_can_save = true;  ///< what it takes for true: a connection begins so
    };

    Session* session(SessionNumber number);
    void perform(SessionNumber number, Actions actions);
    void perform_one(SessionNumber number, Session& session, Send& action);
    void perform_one(SessionNumber number, Session& session, SendWhenDurable& action);
    void perform_one(SessionNumber number, Session& session, Close& action);
    void perform_one(SessionNumber number, Session& session, RaiseLimit& action);
    void perform_one(SessionNumber number, Session& session, Submit& action);
    void perform_one(SessionNumber number, Session& session, Watch& action);
    void perform_one(SessionNumber number, Session& session, CheckPassword& action);
    void perform_one(SessionNumber number, Session& session, HashPassword& action);
    void perform_one(SessionNumber number, Session& session, Ask& action);
    void perform_one(SessionNumber number, Session& session, NoteRefusal& action);
    void tell_state(SessionNumber number, Session& session);
    void back_up(SessionNumber number, JobId job, const std::string& name);
    void answer(SessionNumber number, JobId job, Answer answer);
    void took_effect(const HallId& hall, const Command& command, const Reply& reply);
    /// A completion that does nothing when the reception is gone.
    template <class F>
    auto guarded(F function);

    Settings settings_;
    Desk& desk_;
    PasswordWork& passwords_;
    Pairing pairing_;
    Presence presence_;
    Presence clerks_;  ///< a connection without its clerk is no presence of hers: it may be anybody's
    SignInGuard sign_ins_;
    Attempts codes_{limits::pairing_wrong_codes};
    RefusalNotes refusals_;
    RefusalNotes guesses_;  ///< at passwords, codes and numbers: any machine can heap up the others
    RefusalNotes knocks_;   ///< of peers that proved nothing: strangers with many addresses hide no machine of the hall
    Surroundings around_;
    std::map<SessionNumber, Session> sessions_;
    std::map<HallId, Problem> settings_faults_;
    SessionNumber last_number_ = 0;
    Now now_;  ///< latest reading
    std::shared_ptr<bool> alive_;
};

}  // namespace motcua::session
