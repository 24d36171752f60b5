#include "server/web/http_message.hpp"

#include <utility>

namespace motcua::web {

namespace http = boost::beast::http;

namespace {

constexpr std::size_t accept_language_bytes = 200;
constexpr unsigned http_1_1 = 11;

Method method_of(http::verb verb) {
    return verb == http::verb::get ? Method::Get : verb == http::verb::head ? Method::Head : Method::Other;
}

}  // namespace

void set_limits(HttpParser& parser) {
    parser.header_limit(static_cast<std::uint32_t>(limits::header_bytes));
    parser.body_limit(limits::body_bytes);
}

Request request_of(const HttpParser::value_type& message) {
    Request request;
    request.method = method_of(message.method());
    request.target = std::string(message.target());
    request.accept_language = std::string(message[http::field::accept_language].substr(0, accept_language_bytes));
    return request;
}

std::optional<Response> answer_to_failure(boost::system::error_code failed) {
    if (failed == http::error::body_limit)
        return Response{413, "text/plain", "The request's body is too large.\n"};
    if (failed == http::error::header_limit)
        return Response{431, "text/plain", "The request is too large.\n"};
    const bool is_http_error = failed.category() == http::make_error_code(http::error::bad_method).category();
    if (is_http_error && failed != http::error::end_of_stream && failed != http::error::partial_message)
        return Response{400, "text/plain", "This port speaks HTTP.\n"};
    return std::nullopt;
}

HttpAnswer answer_of(Response response, Method method, bool keep_alive) {
    HttpAnswer answer(static_cast<http::status>(response.status), http_1_1);
    answer.set(http::field::content_type, response.content_type);
    answer.set(http::field::cache_control, "no-store");
    answer.set("Referrer-Policy", "no-referrer");
    answer.set("X-Robots-Tag", "noindex, nofollow");
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("X-Frame-Options", "DENY");
    answer.set("Content-Security-Policy",
               "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
               "frame-ancestors 'none'");
    if (response.status == 405)
        answer.set(http::field::allow, "GET, HEAD");
    if (response.status == 503)
        answer.set(http::field::retry_after, "2");
    answer.keep_alive(keep_alive);
    answer.content_length(response.body.size());
    if (method != Method::Head)
        answer.body() = std::move(response.body);
    return answer;
}

}  // namespace motcua::web
