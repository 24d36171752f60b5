#pragma once
// A desk with one hall and some tickets over a journal in memory, for tests of pages.

#include <string>

#include "server/session/desk.hpp"
#include "server/settings/centre_file.hpp"
#include "server/web/router.hpp"
#include "tests/support/memory_journal.hpp"

namespace motcua::web {

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

struct WebWorld {
    test::MemoryJournal journal;
    session::Now now{Instant{1'795'400'000'000}, 1'000'000};
    HallId hall{"kon-tum"};
    session::Desk desk{{{HallId{"kon-tum"}}, "http://127.0.0.1/t/"}, journal};
    Catalogues catalogues{{std::string(MOTCUA_BINARY_DIR) + "/share/locale"}};
    std::vector<HealthLine> health{{"store", true, Problem("writes")}};
    Router router{desk, catalogues, [this](session::Now) { return health; }};

    WebWorld() {
        desk.open(now, [](Result<void>) {});
        journal.complete_all();
        const auto centre = settings::read_centre(std::string(MOTCUA_SOURCE_DIR) + "/sample/kon-tum.toml").value();
        tell(ImportSettings{centre});
    }

    Reply tell(const Command& command) {
        Reply answer;
        Actor admin;
        admin.role = Role::Admin;
        RequestId id;
        id.bytes[0] = ++last_id;
        desk.submit(hall, id, last_id, command, admin, now, [&](const Reply& reply) { answer = reply; });
        journal.complete_all();
        return answer;
    }

    TicketToken issue(int n, const std::string& language = "vi") {
        const TicketToken token{std::string(25, 'a') + static_cast<char>('a' + n)};
        CHECK(tell(IssueTicket{ServiceId{"civil-status"}, {}, token, language}).refusal == Refusal::None);
        return token;
    }

    /// The answer, or nullopt while it waits for the journal.
    std::optional<Response> get(const std::string& target, const std::string& accept = "",
                                Method method = Method::Get) {
        auto answer = std::make_shared<std::optional<Response>>();
        last = answer;
        router.handle({method, target, accept}, now, [answer](Response response) { *answer = std::move(response); });
        return *answer;
    }

    std::shared_ptr<std::optional<Response>> last;
    std::uint8_t last_id = 0;
};

}  // namespace motcua::web
