#pragma once
// HTTP/1.1 messages without a socket: how much of a request is read, what the router is asked, how its answer looks on
// the wire. Pure; any thread.

#include <boost/beast/core/flat_static_buffer.hpp>
#include <boost/beast/http.hpp>
#include <optional>

#include "server/web/limits.hpp"
#include "server/web/router.hpp"

namespace motcua::web {

using HttpBuffer = boost::beast::flat_static_buffer<limits::header_bytes + limits::body_bytes>;
using HttpParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using HttpAnswer = boost::beast::http::response<boost::beast::http::string_body>;

/// Before the first byte of a request.
void set_limits(HttpParser& parser);

Request request_of(const HttpParser::value_type& message);

/// What a request that cannot be read is answered; nullopt: nothing, the connection is closed.
std::optional<Response> answer_to_failure(boost::system::error_code failed);

/// With every header; of a HEAD request without the body, whose length is told all the same.
HttpAnswer answer_of(Response response, Method method, bool keep_alive);

}  // namespace motcua::web
