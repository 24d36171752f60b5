#pragma once
// What the connections of one listener share. Owned by the listener, on the hall thread.

#include <openssl/types.h>

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "server/session/reception.hpp"

namespace motcua::net {

/// Tells the log of peers that were turned away, one of them for many: a flood must not fill it.
class TurnedAway {
  public:
    /// `why` is one of a few literals.
    void tell(const boost::asio::ip::address& from, std::string_view why);

  private:
    std::map<std::string_view, std::int64_t> told_at_ms_;  ///< when the log told of each reason last
};

struct Entrance {
    SSL_CTX* tls = nullptr;
    session::Reception& reception;
    std::string plain_words;  ///< said to whoever does not begin with TLS: what this port is, in every language
    TurnedAway turned_away;
};

}  // namespace motcua::net
