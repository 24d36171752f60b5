#pragma once
// The checkers read a frame when it leaves the server, and each client reads it again when it arrives. Reading is a
// pure function of the bytes, and was a third of a run's time: the newest messages are kept.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/protocol/convert.hpp"

namespace motcua::simulation {

class Decoded {
  public:
    /// A Problem is told anew each time.
    boost::system::result<std::shared_ptr<const protocol::Message>, protocol::DecodeProblem> read(
        std::string_view payload) {
        if (const auto found = kept_.find(payload); found != kept_.end())
            return found->second;
        auto message = protocol::decode(payload);
        if (message.has_error())
            return message.error();
        if (kept_.size() >= most)
            kept_.clear();
        auto made = std::make_shared<const protocol::Message>(*std::move(message));
        kept_.emplace(payload, made);
        return std::shared_ptr<const protocol::Message>(made);
    }

  private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    static constexpr std::size_t most = 256;
    std::unordered_map<std::string, std::shared_ptr<const protocol::Message>, Hash, std::equal_to<>> kept_;
};

}  // namespace motcua::simulation
