// Any bytes from a browser, in two pieces: read as the server reads them, asked of the router, answered as it answers.
// The first byte says where the bytes are cut.
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <cstdint>
#include <cstring>
#include <sstream>
#include <string>
#include <string_view>

#include "server/settings/centre_file.hpp"
#include "server/web/http_message.hpp"
#include "shared/base/assert.hpp"
#include "tests/support/memory_journal.hpp"

using namespace motcua;
using namespace motcua::web;
namespace http = boost::beast::http;

namespace {

constexpr int most_requests = 16;  ///< of one input
const HallId hall_id{"hall"};
const session::Now now{Instant{1'795'400'000'000}, 1'000'000};

/// A hall with one ticket, whose token the seeds hold. Pages change nothing: one world serves every input.
class World {
  public:
    World() {
        desk.open(now, [](Result<void> opened) { MOTCUA_ASSERT(opened.has_value()); });
        journal.complete_all();
        tell(ImportSettings{settings::read_centre(MOTCUA_SOURCE_DIR "/sample/kon-tum.toml").value()});
        tell(IssueTicket{ServiceId{"civil-status"}, {}, TicketToken{std::string(26, 'a')}, "vi"});
    }

    test::MemoryJournal journal;
    session::Desk desk{{{hall_id}, "http://127.0.0.1/t/"}, journal};
    Catalogues catalogues{{}};
    Router router{desk, catalogues, [this](session::Now at) { return desk.health(at); }};

  private:
    void tell(const Command& command) {
        desk.submit_own(hall_id, command, now,
                        [](const Reply& reply) { MOTCUA_ASSERT(reply.refusal == Refusal::None); });
        journal.complete_all();
    }
};

void check_answer(const Request* request, const HttpAnswer& answer) {
    const int status = answer.result_int();
    MOTCUA_ASSERT(status == 200 || status == 400 || status == 404 || status == 405 || status == 413 || status == 431);
    MOTCUA_ASSERT(answer[http::field::cache_control] == "no-store" && answer["Referrer-Policy"] == "no-referrer");
    std::ostringstream bytes;
    bytes << answer;
    const std::string text = bytes.str();
    // Nothing of what a browser sent becomes a line of the header.
    const std::size_t head = text.find("\r\n\r\n");
    MOTCUA_ASSERT(head != std::string::npos && std::count(text.begin(), text.begin() + head, '\n') < 16);
    if (request == nullptr)
        return;
    MOTCUA_ASSERT((request->method == Method::Other) == (status == 405));
    MOTCUA_ASSERT(answer.body().empty() == (request->method == Method::Head));
    // No page repeats what it was asked with: tags that the pages themselves do not use stay out.
    MOTCUA_ASSERT(answer.body().find("<script") == std::string::npos);
    MOTCUA_ASSERT(answer.body().find("<img") == std::string::npos);
    // Without the ticket's token nobody sees its page.
    const bool has_token = request->target.find(std::string(26, 'a')) != std::string::npos;
    MOTCUA_ASSERT(has_token || answer.body().find("class=\"number\"") == std::string::npos);
}

/// As http_server.cpp does with a socket. False: the connection is over.
bool read_one(World& world, HttpBuffer& buffer, std::string_view& rest) {
    HttpParser parser;
    set_limits(parser);
    parser.eager(true);
    boost::system::error_code failed;
    while (!parser.is_done()) {
        if (buffer.size() > 0) {
            buffer.consume(parser.put(buffer.data(), failed));
            if (!failed)
                continue;
        }
        if (failed && failed != http::error::need_more)
            break;
        failed = {};
        if (buffer.size() == buffer.max_size()) {
            failed = http::error::buffer_overflow;
            break;
        }
        if (rest.empty() && !parser.got_some())
            return false;
        if (rest.empty()) {
            parser.put_eof(failed);
            if (!failed && !parser.is_done())
                return false;
            break;
        }
        const std::size_t piece = std::min(rest.size(), buffer.max_size() - buffer.size());
        buffer.commit(boost::asio::buffer_copy(buffer.prepare(piece), boost::asio::buffer(rest.data(), piece)));
        rest.remove_prefix(piece);
    }
    if (failed) {
        if (auto answer = answer_to_failure(failed))
            check_answer(nullptr, answer_of(std::move(*answer), Method::Get, /*keep_alive=*/false));
        return false;
    }
    const Request request = request_of(parser.get());
    int answers = 0;
    world.router.handle(request, now, [&](Response response) {
        ++answers;
        check_answer(&request, answer_of(std::move(response), request.method, parser.get().keep_alive()));
    });
    MOTCUA_ASSERT(answers == 1);
    return parser.get().keep_alive();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static World world;
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    // A piece ends before the bytes do: the parser sees half a request first.
    const std::size_t cut = std::min<std::size_t>(data[0], bytes.size());
    HttpBuffer buffer;
    std::string_view first = bytes.substr(0, cut);
    buffer.commit(boost::asio::buffer_copy(buffer.prepare(cut), boost::asio::buffer(first.data(), cut)));
    std::string_view rest = bytes.substr(cut);
    for (int requests = 0; requests < most_requests && read_one(world, buffer, rest); ++requests) {
    }
    return 0;
}
