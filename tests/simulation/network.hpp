#pragma once
// Connections as two streams of bytes in virtual time: delayed, cut into pieces, cut off at any byte, dead without a
// word, held back for a while. TLS is not simulated: its identity check is one constant on both sides.

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "tests/simulation/world.hpp"

namespace motcua::simulation {

/// Who holds one end of a line. May let go of the line inside any of these.
class LineEnd {
  public:
    virtual ~LineEnd() = default;
    virtual void received(std::string_view bytes) = 0;
    /// The other side, or the network, has closed it.
    virtual void ended() = 0;
    /// Bytes of this end have arrived over there.
    virtual void has_room() {}
};

class Line : public std::enable_shared_from_this<Line> {
  public:
    enum class Side : std::uint8_t { Client, Server };

    Line(World& world, std::size_t client_number) : world_(world), client_number_(client_number) {}

    void take_end(Side side, LineEnd* end) { end_[index(side)] = end; }
    void send(Side from, std::string_view bytes);
    /// What was sent still arrives, then the other side hears of it. This end hears nothing any more.
    void close(Side by);
    /// The network cuts it: of what is under way some bytes arrive, in each direction.
    void cut();
    /// The same with the next bytes that are sent: the last frame arrives in part.
    void cut_next() { cuts_next_ = true; }
    /// From now on nothing arrives, and nobody is told.
    void go_dead() { is_dead_ = true; }
    void hold_back(bool is_held);
    /// Each piece takes this much longer, while things fail.
    void slow_down(std::int64_t ms) { slower_by_ms_ = ms; }
    std::size_t under_way(Side from) const { return pipe_[index(from)].bytes; }
    std::size_t client_number() const { return client_number_; }
    bool is_over() const { return is_dead_ || (end_[0] == nullptr && end_[1] == nullptr); }

  private:
    struct Pipe {
        std::deque<std::string> chunks;
        std::size_t bytes = 0;
        std::int64_t last_arrival_ms = 0;
        int owed = 0;  ///< arrivals that were held back
        bool will_end = false;
    };
    static std::size_t index(Side side) { return static_cast<std::size_t>(side); }
    void add(Side from, std::string chunk);
    void schedule_arrival(Side from);
    void arrive(Side from);
    void end_soon(Side from);
    std::int64_t delay();

    World& world_;
    std::size_t client_number_;
    LineEnd* end_[2] = {nullptr, nullptr};
    Pipe pipe_[2];  ///< by sender
    bool is_dead_ = false;
    bool is_held_ = false;
    bool cuts_next_ = false;
    std::int64_t slower_by_ms_ = 0;
};

class Network {
  public:
    using Accept = std::function<bool(const std::shared_ptr<Line>&)>;  ///< false: nobody listens there

    explicit Network(World& world) : world_(world) {}

    void listen(Accept accept) { accept_ = std::move(accept); }
    /// `done` gets the line, or nullptr when nobody listens; it is not called at all when the network is silent.
    void connect(std::size_t client_number, std::function<void(std::shared_ptr<Line>)> done);

    void cut_one();
    void kill_one_silently();
    void part(std::size_t client_number);
    void heal(std::size_t client_number);
    void heal_all();

  private:
    std::shared_ptr<Line> any_line();

    World& world_;
    Accept accept_;
    std::vector<std::weak_ptr<Line>> lines_;
    std::set<std::size_t> parted_;
};

}  // namespace motcua::simulation
