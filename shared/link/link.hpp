#pragma once
// A client's connection to its server: connects, proves itself (or pairs), comes back by itself, subscribes again and
// sends unanswered requests again under the same id. Decisions are in link_machine.hpp; this is the shell around it.
//
// Owned by a program; lives on the one thread that runs the given io_context. A window program calls
// io.run_for(a few ms) or io.poll() in its loop. Callbacks run inside that call, never inside a method of Link. The
// listener must outlive the link or stop() must have been called. Destroy the link before the io_context.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/secrets.hpp"
#include "shared/link/status.hpp"
#include "shared/vocabulary/commands.hpp"
#include "shared/vocabulary/views.hpp"

namespace boost::asio {
class io_context;
}

namespace motcua::link {

/// How long a request is worth sending.
enum class Keep : std::uint8_t {
    UntilDone,  ///< as the next; "too busy", "the store is unavailable", "let go" are no answer: see keep_of_outbox()
    UntilAnswered,  ///< written to the outbox before it is sent; sent again after a restart of this program too
    WhileRunning,   ///< sent again after a reconnect, given up request_limit_ms after it was made
    OnlyNow,        ///< sent if online; given up when the connection ends first
};

/// A request that got no reply and will not be sent again.
enum class Unanswered : std::uint8_t {
    NotSent,          ///< the server has not seen it
    MayHaveHappened,  ///< it was sent; the view that follows tells
};

/// Made in an earlier run of this program, and without an answer when that ended.
struct EarlierRequest {
    RequestId id;
    Command command;
};

/// Names one question of this program's life.
using QueryId = std::uint64_t;

/// Empty functions are allowed.
struct Listener {
    std::function<void(const Status&)> on_status;  ///< each change, and once after start()
    std::function<void(const View&)> on_view;      ///< never older than the one before, but after a reconnect
    /// The reply that on_reply gets next, before its request is struck out of the outbox: what must not be lost with it
    /// is sent here.
    std::function<void(const RequestId&, const Reply&)> on_reply_coming;
    /// Also for requests of an earlier run of this program, which were found in the outbox.
    std::function<void(const RequestId&, const Reply&)> on_reply;
    std::function<void(const RequestId&, Unanswered)> on_unanswered;
    std::function<void(QueryId, const std::optional<Answer>&)> on_answer;  ///< nullopt: link lost, or too late
};

struct LinkOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 7400;
    HallId hall;
    std::string program;                            ///< "motcua-kiosk"
    Role role = Role::Unproven;                     ///< to pair as: Kiosk, Board, Counter
    std::string name;                               ///< what the device calls itself for the administrator
    CounterId counter;                              ///< to pair as; may be empty
    std::optional<ServerIdentity> server_identity;  ///< pinned beforehand; else trusted when pairing
};

/// Who we are without a data folder: an administrator's command.
struct Credentials {
    DeviceId device;
    SigningKey key;
    ServerIdentity server{};
};

class Link {
  public:
    /// Uses (and makes) `data` for device.key, device.toml and outbox.bin, and locks it: a second program with the same
    /// folder is a Problem. The key file unreadable is a Problem; a damaged outbox is not (see Status).
    static Result<std::unique_ptr<Link>> open(boost::asio::io_context& io, const LinkOptions& options,
                                              const std::filesystem::path& data, Listener listener);
    static std::unique_ptr<Link> with_credentials(boost::asio::io_context& io, LinkOptions options,
                                                  Credentials credentials, Listener listener);
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    /// Of the outbox as it was found; they are sent again by themselves.
    const std::vector<EarlierRequest>& earlier_requests() const;
    /// When the outbox was last written then, by the wall clock of that moment: none of them is younger. nullopt: not
    /// known.
    std::optional<Instant> earlier_requests_at() const;

    void start();
    /// Closes at once, waits for nothing, calls no callback any more. Unanswered requests stay in the outbox.
    void stop();

    const Status& status() const;
    static std::int64_t now_ms();  ///< the clock of Status

    /// Replaces the one before; sent again after every reconnect.
    void subscribe(const Subscription& subscription);
    /// Always answered through on_reply or on_unanswered. Too many unanswered: a reply TooBusy made here. What is kept
    /// until it is answered may be kept longer, as keep_of_outbox() says.
    RequestId send(Command command, Keep keep);
    /// Keep::UntilDone for what a person is about to hold in their hand: durable in the outbox when it returns.
    /// nullopt: it cannot be kept, and is not sent.
    std::optional<RequestId> send_durably(Command command);
    /// Whether it would be taken, as long as the disk does not fail.
    bool can_send_durably() const;
    /// A person waits no longer: not sent again. What was sent may have happened.
    void withdraw(const RequestId& id);

    /// Answered like a command. The password is sent once or never and kept nowhere. After a reconnect the server knows
    /// this machine's clerk again: Status.role is Staff then, or Counter when a new sign-in is needed.
    RequestId sign_in(const StaffId& login, const std::string& password, const CounterId& counter, bool take_over);

    /// For an administrator; answered like a command, sent once or never.
    RequestId accept_pairing(const std::string& code, const std::string& name, const CounterId& counter);
    RequestId add_staff(const StaffId& login, const std::string& name, const std::string& password);
    QueryId query(Query query);

    /// Forgets the pairing and the pinned server and begins anew with a pairing code: for a service menu.
    void pair_again();

  private:
    class Impl;
    explicit Link(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace motcua::link
