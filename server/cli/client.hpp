#pragma once
// A server that is asked one thing after the other, each with a limit: the link, waited for. One thread.

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <variant>

#include "server/cli/outcome.hpp"
#include "shared/link/link.hpp"

namespace motcua::cli {

class Client {
  public:
    Client(link::LinkOptions options, link::Credentials credentials, const Language& language, std::int64_t timeout_ms);

    /// An Outcome says why it is not connected.
    std::optional<Outcome> connect();
    std::variant<Reply, Outcome> send(const Command& command);
    std::variant<Reply, Outcome> accept_pairing(const std::string& code, const std::string& name,
                                                const CounterId& counter);
    std::variant<Reply, Outcome> add_staff(const StaffId& login, const std::string& name, const std::string& password);
    std::variant<Answer, Outcome> query(const Query& query);
    std::int32_t offset_min() const { return status_.offset_min; }  ///< of the hall's local clock, once connected

  private:
    bool run_until(const std::function<bool()>& is_so, std::int64_t longest_ms);
    std::variant<Reply, Outcome> wait_for_reply();
    Outcome not_connected() const;

    const Language& language_;
    const std::int64_t timeout_ms_;
    link::Status status_;
    std::optional<Reply> reply_;
    std::optional<link::Unanswered> unanswered_;
    bool has_answer_ = false;
    std::optional<Answer> answer_;
    boost::asio::io_context io_;
    std::unique_ptr<link::Link> link_;  ///< after io_: goes first
};

}  // namespace motcua::cli
