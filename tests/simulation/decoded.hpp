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
        std::string bytes(payload);
        if (const auto found = kept_.find(bytes); found != kept_.end())
            return found->second;
        auto message = protocol::decode(payload);
        if (message.has_error())
            return message.error();
        if (kept_.size() >= most)
            kept_.clear();
        auto made = std::make_shared<const protocol::Message>(*std::move(message));
        kept_.emplace(std::move(bytes), made);
        return std::shared_ptr<const protocol::Message>(made);
    }

  private:
    static constexpr std::size_t most = 256;
    std::unordered_map<std::string, std::shared_ptr<const protocol::Message>> kept_;
};

}  // namespace motcua::simulation
