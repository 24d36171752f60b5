#include "tests/counter-client/screens/scenes.hpp"

#include "counter-client/model/limits.hpp"

namespace motcua::counter::test {
namespace {

LocalText both(const char* vi, const char* en) {
    return {{{"vi", vi}, {"en", en}}};
}

CounterTicket waits(CounterScript& hall, char letter, int serial, const char* service, int minutes,
                    const char* category = "", bool is_reserved = false) {
    CounterTicket ticket = CounterScript::ticket(serial, TicketState::Waiting, hall.at - minutes * minute_ms);
    ticket.id = TicketId{static_cast<std::uint64_t>(letter * 1'000 + serial)};
    ticket.number.letter = letter;
    ticket.service = ServiceId{service};
    ticket.category = CategoryId{category};
    ticket.is_reserved = is_reserved;
    return ticket;
}

void sits_down(CounterScript& hall) {
    hall.view = provincial_counter();
    hall.signed_in();
}

void crowd(CounterScript& hall) {
    hall.view.waiting = {waits(hall, 'C', 7, "citizen", 41, "disabled", true),
                         waits(hall, 'A', 12, "land", 25, "elderly"), waits(hall, 'A', 13, "land", 23),
                         waits(hall, 'B', 4, "birth", 19, "pregnant")};
    for (int i = 0; i < 16; ++i)
        hall.view.waiting.push_back(waits(hall, 'A', 14 + i, "land", 18 - i, i % 5 == 0 ? "merit" : ""));
    hall.view.waiting_count = 57;
    hall.view.held = {waits(hall, 'A', 3, "land", 50), waits(hall, 'B', 1, "birth", 62, "elderly")};
    hall.view.missed = {waits(hall, 'A', 9, "land", 31), waits(hall, 'C', 5, "citizen", 33),
                        waits(hall, 'C', 2, "citizen", 64)};
    hall.view.served_today = 23;
    hall.view.median_service_ms = 7 * minute_ms;
    hall.show();
}

/// Signed in, with people waiting.
void works(CounterScript& hall) {
    sits_down(hall);
    crowd(hall);
}

void has(CounterScript& hall, TicketState state, int minutes) {
    CounterTicket current = waits(hall, 'A', 11, "land", 34, "elderly");
    current.state = state;
    current.changed_at = hall.at - minutes * minute_ms - 12 * second_ms;
    hall.view.current = current;
    hall.show();
}

}  // namespace

CounterView provincial_counter() {
    CounterView view;
    view.hall.offset_min = 420;
    view.hall.languages = {"vi", "en"};
    view.counter = CounterId{"3"};
    view.label = both("Quầy 3", "Counter 3");
    const auto service = [&](const char* id, const char* vi, const char* en, int norm_min) {
        view.services.push_back({ServiceId{id}, both(vi, en), norm_min, true});
    };
    service("land", "Đăng ký đất đai, tài sản gắn liền với đất", "Registration of land and property on it", 20);
    service("birth", "Khai sinh, khai tử, kết hôn", "Births, deaths, marriages", 15);
    service("citizen", "Chứng thực bản sao, chữ ký", "Certified copies and signatures", 5);
    service("tax", "Thuế và lệ phí trước bạ", "Taxes and registration fees", 10);
    service("business", "Đăng ký hộ kinh doanh", "Registration of a family business", 20);
    service("building", "Cấp phép xây dựng", "Building permits", 25);
    service("social", "Bảo trợ xã hội, người có công", "Social support, people of merit", 15);
    service("results", "Nhận kết quả hồ sơ", "Collect a result", 3);
    service("advice", "Hướng dẫn, hỏi đáp", "Advice and questions", 10);
    for (int i = 1; i <= 12; ++i) {
        const std::string id = std::to_string(i);
        view.counters.push_back({CounterId{id}, both(("Quầy " + id).c_str(), ("Counter " + id).c_str()),
                                 i % 4 == 0   ? CounterState::Closed
                                 : i % 5 == 0 ? CounterState::Paused
                                              : CounterState::Open});
    }
    view.categories = {
        {CategoryId{"elderly"}, both("Người cao tuổi", "Elderly person")},
        {CategoryId{"disabled"}, both("Người khuyết tật", "Person with a disability")},
        {CategoryId{"pregnant"}, both("Phụ nữ mang thai, có con nhỏ", "Expecting, or with a small child")},
        {CategoryId{"merit"}, both("Người có công", "Person of merit")},
        {CategoryId{"remote"}, both("Người ở xa đến", "From far away")}};
    return view;
}

Act shape_act(const WindowShape& shape) {
    return shape.asked == WindowSize::Full      ? Act::FullWindow
           : shape.asked == WindowSize::Compact ? Act::CompactWindow
                                                : Act::MinimalWindow;
}

const std::vector<Scene>& scenes() {
    static const std::vector<Scene> all = {
        {"starting", [](CounterScript&) {}},
        {"pairing",
         [](CounterScript& hall) {
             hall.connection.pairing_code = "482913";
             hall.reach(Reach::Pairing);
         }},
        {"other server", [](CounterScript& hall) { hall.reach(Reach::IdentityChanged); }},
        {"not let in",
         [](CounterScript& hall) {
             hall.connection.refusal = Refusal::DeviceRevoked;
             hall.reach(Reach::Rejected);
         }},
        {"sign in",
         [](CounterScript& hall) {
             hall.view = provincial_counter();
             hall.reach(Reach::Online);
             hall.show();
         }},
        {"sign in, taken",
         [](CounterScript& hall) {
             hall.view = provincial_counter();
             hall.view.state = CounterState::Open;
             hall.view.staff_name = "Nguyễn Thị Hương Lan";
             hall.reach(Reach::Online);
             hall.show();
         }},
        {"nobody", sits_down},
        {"crowd", works},
        {"two aside",
         [](CounterScript& hall) {
             sits_down(hall);
             hall.view.held = {waits(hall, 'A', 3, "land", 50, "elderly")};
             hall.view.missed = {waits(hall, 'A', 9, "land", 31)};
             hall.view.waiting = {waits(hall, 'A', 12, "land", 25), waits(hall, 'A', 13, "land", 23)};
             hall.view.waiting_count = 2;
             hall.show();
         }},
        {"many aside",
         [](CounterScript& hall) {
             works(hall);
             hall.view.waiting.clear();
             hall.view.waiting_count = 0;
             hall.show();
         }},
        {"called",
         [](CounterScript& hall) {
             works(hall);
             has(hall, TicketState::Called, 0);
         }},
        {"called again",
         [](CounterScript& hall) {
             works(hall);
             has(hall, TicketState::Called, 1);
             hall.view.current->recalls = 2;
             hall.show();
         }},
        {"serving",
         [](CounterScript& hall) {
             works(hall);
             has(hall, TicketState::Serving, 4);
         }},
        {"too long",
         [](CounterScript& hall) {
             works(hall);
             has(hall, TicketState::Serving, 27);
             hall.view.current->note = "Từ quầy 3: thiếu bản sao căn cước, đã photo xong, chờ ký lại tờ khai số 2";
             hall.show();
         }},
        {"undo",
         [](CounterScript& hall) {
             works(hall);
             has(hall, TicketState::Called, 3);
             hall.wish(Act::NoShow);
             hall.view.current.reset();
             hall.show();
             hall.reply(Refusal::None, CounterScript::detail(11));
         }},
        {"break",
         [](CounterScript& hall) {
             works(hall);
             hall.view.state = CounterState::Paused;
             hall.view.pause_reason = "lunch";
             hall.show();
         }},
        {"refused",
         [](CounterScript& hall) {
             works(hall);
             hall.wish(Act::Next);
             hall.reply(Refusal::NobodyWaiting);
         }},
        {"offline",
         [](CounterScript& hall) {
             works(hall);
             has(hall, TicketState::Serving, 4);
             hall.reach(Reach::Offline, Role::Staff);
         }},
        {"slow",
         [](CounterScript& hall) {
             works(hall);
             hall.wish(Act::Next);
             hall.pass(limits::late_reply_ms + 1);
         }},
        {"sheet transfer",
         [](CounterScript& hall) {
             works(hall);
             has(hall, TicketState::Serving, 4);
             hall.wish(Act::OpenTransfer);
         }},
        {"sheet take back",
         [](CounterScript& hall) {
             works(hall);
             hall.wish(Act::OpenTakeBack);
         }},
        {"sheet break",
         [](CounterScript& hall) {
             sits_down(hall);
             hall.wish(Act::OpenPause);
         }},
        {"sheet sign out",
         [](CounterScript& hall) {
             sits_down(hall);
             hall.wish(Act::OpenSignOut);
         }},
        {"sheet keys",
         [](CounterScript& hall) {
             sits_down(hall);
             hall.wish(Act::OpenKeys);
         }},
    };
    return all;
}

}  // namespace motcua::counter::test
