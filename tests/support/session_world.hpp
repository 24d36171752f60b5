#pragma once
// A whole server without sockets and threads: halls, desk and reception over a journal in memory, a clock that is set
// by hand, and peers that say and expect messages. A journal call is done when the test says so (settle()).

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/session/reception.hpp"
#include "shared/protocol/convert.hpp"
#include "tests/support/memory_server.hpp"
#include "tests/support/open_centre.hpp"

namespace motcua::test {

inline const CounterId c1{"c1"};
inline const std::string long_password = "a long password";

const HallId first_hall{"first"};
const HallId second_hall{"second"};

RequestId request_id(std::uint64_t n);

/// What a peer got, and whether its connection is to be closed.
class FakeWire : public session::Wire {
  public:
    void send(session::Frame frame) override { inbox.push_back(message_of(*frame)); }
    void show(session::Frame view) override {
        waiting_view = view;
        if (view)
            views.push_back(view);
    }
    void raise_limit() override { is_limit_raised = true; }
    void close_after_flush() override { is_closing = true; }

    static protocol::Message message_of(const std::string& frame);
    /// The latest view; throws when none came.
    View last_view() const;

    std::deque<protocol::Message> inbox;
    std::vector<session::Frame> views;
    session::Frame waiting_view;  ///< what would leave behind everything in the inbox
    bool is_limit_raised = false;
    bool is_closing = false;
};

/// Does password work when told to.
class FakePasswords : public session::PasswordWork {
  public:
    bool check(std::string password, std::string hash, std::function<void(bool)> completion) override;
    bool hash(std::string password, std::function<void(std::string)> completion) override;
    void work();  ///< everything that waits

    std::deque<std::function<void()>> jobs;
    bool is_full = false;
    int checks = 0;
};

class SessionWorld;

/// One connection as a script.
class Peer {
  public:
    Peer(SessionWorld& world, HallId hall, const std::string& from = "10.0.0.9");
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    /// Sends; answers that need the journal wait for settle().
    void say(protocol::Body body, std::uint64_t correlation = 1);
    void say_raw(std::string_view payload);
    /// The next message, which must be of this kind. Fails the test and throws when it is not.
    template <class Kind>
    Kind expect() {
        return std::get<Kind>(next(Kind{}).body);
    }
    void expect_nothing();
    void expect_goodbye(Refusal reason);

    /// Hello, challenge, proof, welcome.
    protocol::Welcome greet(const DeviceId& device, const SigningKey& key);
    /// A command and, after settle(), its reply.
    Reply ask(Command command, std::optional<RequestId> id = std::nullopt);
    Answer query(Query query);
    Refusal sign_in(const std::string& login, const std::string& password, const std::string& counter,
                    bool take_over = false);
    void watch(Subscription subscription) { say(protocol::Subscribe{std::move(subscription)}); }
    void close();

    FakeWire wire;
    HallId hall;

  private:
    protocol::Message next(const protocol::Body& wanted);
    SessionWorld& world_;
    session::Reception::SessionNumber number_ = 0;
};

class SessionWorld : public MemoryServer {
  public:
    explicit SessionWorld(std::vector<HallId> halls = {first_hall});
    ~SessionWorld();

    /// Journal and password work, until nothing waits.
    void settle();
    /// Time passes in pulses, with settle() in between.
    void pass(std::int64_t ms);
    /// The server dies and starts again over what the journal acknowledged.
    void restart();

    /// Pairs a device through an administrator; its key is remembered under the device's id.
    DeviceId pair(Role role, const std::string& counter = "", const HallId& hall = first_hall);
    /// With a key that it has already: a machine that was let go.
    DeviceId pair_with(const SigningKey& key, Role role, const std::string& counter = "",
                       const HallId& hall = first_hall);
    void add_staff(const std::string& login, const std::string& password, const HallId& hall = first_hall);
    const SigningKey& key_of(const DeviceId& device) const { return keys_.at(device); }
    std::unique_ptr<Peer> admin(const HallId& hall = first_hall);
    std::unique_ptr<Peer> device(const DeviceId& device, const HallId& hall = first_hall);
    /// A new request id each time.
    RequestId new_id() { return request_id(++last_id_); }

    FakePasswords passwords;
    SigningKey admin_key = SigningKey::generate();

  private:
    void start();
    void import_settings();

    std::vector<HallId> halls_;
    std::map<DeviceId, SigningKey> keys_;
    std::uint64_t last_id_ = 0;
};

}  // namespace motcua::test
