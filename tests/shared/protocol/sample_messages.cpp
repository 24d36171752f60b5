#include "sample_messages.hpp"

#include <numeric>

#include "shared/protocol/convert.hpp"

namespace motcua::protocol {
namespace {

template <class Array>
Array counting_from(std::uint8_t first) {
    Array bytes{};
    std::iota(bytes.begin(), bytes.end(), first);
    return bytes;
}

const RequestId id{counting_from<std::array<std::uint8_t, 16>>(0x10)};
const TicketToken token{"abcdefghijklmnopqrstuvwxyz"};
const Instant morning{1'795'402'800'000};  // 2026-11-23T01:00:00Z, 08:00 in Kon Tum

LocalText both(const std::string& vietnamese, const std::string& english) {
    return LocalText{{{"vi", vietnamese}, {"en", english}}};
}

TicketDetail detail() {
    TicketDetail ticket;
    ticket.id = {20'780'025};
    ticket.token = token;
    ticket.number = {'B', 25};
    ticket.service_day = {20'780};
    ticket.service = {"khai-sinh"};
    ticket.category = {"cao-tuoi"};
    ticket.state = TicketState::Called;
    ticket.issued_at = morning;
    ticket.virtual_arrival = morning - 30 * minute_ms;
    ticket.changed_at = morning + 9 * minute_ms;
    ticket.counter = {"quay-3"};
    ticket.reserved_for = {"quay-4"};
    ticket.people_ahead = 7;
    ticket.note = "Thiếu bản sao giấy chứng sinh";
    const PassedOver passed{{'B', 12}, morning - minute_ms, morning - minute_ms, PassedOverReason::HeadStart};
    const PassedOver elsewhere{{'C', 1}, morning - hour_ms, morning - hour_ms, PassedOverReason::NotServedHere};
    ticket.calls.push_back({morning + minute_ms,
                            {"quay-2"},
                            CallRule::SmallestVirtualArrival,
                            ticket.virtual_arrival,
                            {elsewhere, passed},
                            2,
                            1});
    ticket.calls.push_back(
        {morning + 9 * minute_ms, {"quay-3"}, CallRule::ChosenByStaff, ticket.virtual_arrival, {}, 0, 0});
    return ticket;
}

HallHeader header() {
    return {42,
            morning,
            420,
            both("Trung tâm Phục vụ hành chính công", "Public Service Centre"),
            both("Chi nhánh Kon Tum", "Kon Tum Branch"),
            {"vi", "en"}};
}

KioskView kiosk_view() {
    KioskView view;
    view.hall = header();
    view.groups = {{{"ho-tich"}, both("Hộ tịch", "Civil status"), "family"}};
    KioskService open{{"khai-sinh"},
                      {"ho-tich"},
                      'B',
                      both("Khai sinh", "Birth"),
                      both("Giấy chứng sinh", "Papers"),
                      "baby",
                      4,
                      ServiceState::Open,
                      {},
                      morning + hour_ms};
    KioskService closed{{"ket-hon"},          {"ho-tich"},     'C', both("Kết hôn", "Marriage"), {}, "", 0,
                        ServiceState::Closed, morning + day_ms};
    view.services = {open, closed};
    view.categories = {{{"cao-tuoi"}, both("Người cao tuổi", "Elderly"), 30, "elderly"}};
    view.ticket_footer = both("Vui lòng giữ phiếu", "Please keep this ticket");
    view.ticket_url = "http://192.0.2.1:8080/t/";
    return view;
}

BoardView board_view() {
    BoardView view;
    view.hall = header();
    view.zone = "Tầng 1";
    view.calls = {{9, {'B', 25}, {"quay-3"}, "3", both("Quầy 3", "Counter 3"), morning, 1, false},
                  {8, {'A', 7}, {"quay-a1"}, "A1", both("Quầy A1", "Counter A1"), morning - minute_ms, 0, true}};
    view.missed = {{5, {'A', 3}, {"quay-3"}, "3", both("Quầy 3", "Counter 3"), morning - hour_ms, 3, false}};
    view.coming = {{'B', 26}, {'A', 8}};
    view.waiting = 31;
    view.notices = {both("Giờ làm việc: 7:00 đến 17:00", "Hours: 7:00 to 17:00")};
    return view;
}

CounterView counter_view() {
    CounterView view;
    view.hall = header();
    view.counter = {"quay-3"};
    view.label = both("Quầy 3", "Counter 3");
    view.state = CounterState::Paused;
    view.staff = {"lan"};
    view.staff_name = "Nguyễn Thị Lan";
    view.device = {"counter-7f3a"};
    view.pause_reason = "Họp giao ban";
    const CounterTicket current{{20'780'025},
                                {'B', 25},
                                {"khai-sinh"},
                                {"cao-tuoi"},
                                TicketState::Serving,
                                morning,
                                morning - 30 * minute_ms,
                                morning + minute_ms,
                                1,
                                true,
                                {"quay-2"},
                                "Chờ bổ sung"};
    CounterTicket other = current;
    other.id = {20'780'026};
    other.number = {'B', 26};
    view.current = current;
    for (auto* list : {&view.waiting, &view.held, &view.missed})
        list->push_back(other);
    view.waiting[0].state = TicketState::Waiting;
    view.held[0].state = TicketState::Held;
    view.missed[0].state = TicketState::NoShow;
    view.waiting_count = 55;
    view.served_today = 12;
    view.median_service_ms = 312'000;
    view.services = {{{"khai-sinh"}, both("Khai sinh", "Birth"), 10, true, true}};
    view.counters = {{{"quay-4"}, both("Quầy 4", "Counter 4"), CounterState::Open}};
    view.categories = {{{"cao-tuoi"}, both("Người cao tuổi", "Elderly")}};
    return view;
}

std::vector<Command> commands() {
    const CounterId here{"quay-3"};
    return {IssueTicket{{"khai-sinh"}, {"cao-tuoi"}, {}, "vi"},
            CancelTicket{token},
            OpenCounter{here, {"lan"}, true},
            CloseCounter{here},
            CallNext{here},
            Recall{here},
            StartService{here},
            FinishService{here},
            MarkNoShow{here},
            HoldTicket{here, "Đi lấy bản sao"},
            TakeBack{here, {20'780'025}},
            TransferTicket{here, {"ket-hon"}, {}, "Chuyển sang kết hôn"},
            PauseCounter{here, "Nghỉ trưa"},
            ResumeCounter{here},
            RevokeDevice{{"kiosk-1"}},
            RemoveStaff{{"lan"}},
            ReserveNumbers{},
            IssueReserved{{"khai-sinh"}, {"cao-tuoi"}, {'B', 981}, token, Date{20'780}, morning, "vi"}};
}

std::vector<Query> queries() {
    return {ListTickets{true}, ShowTicket{token, {}}, ListDevices{},
            ListStaff{},       AskHealth{},           BackUp{"before-update.db"}};
}

Answer answer() {
    Answer all;
    all.refusal = Refusal::NotAllowed;
    all.detail = "chỉ quản trị viên";
    all.tickets = {detail()};
    all.cut_short = true;
    all.devices = {{{"kiosk-1"}, "Sảnh chính", Role::Kiosk, {}, "", morning, true, false},
                   {{}, "Quầy 4", Role::Counter, {"quay-4"}, "271828", morning, false, true}};
    all.staff = {{{"lan"}, "Nguyễn Thị Lan", {"quay-3"}}};
    all.health = {{"store", false, Problem("the journal cannot be written: {}", "disk full")},
                  {"settings of hall kon-tum", false,
                   Problem("not taken: {}", Problem("{}: cannot be read ({})", "kon-tum.toml", "Permission denied"))}};
    all.file = "/var/lib/motcua/backup/before-update.db";
    all.reason = Problem("{}: the backup was stopped before it was done", "before-update.db");
    return all;
}

}  // namespace

Message worked_example() {
    return {7, CommandRequest{id, IssueTicket{{"khai-sinh"}, {"cao-tuoi"}, {}, "vi"}}};
}

std::vector<Sample> sample_messages() {
    std::vector<Sample> samples;
    const auto add = [&samples](std::uint64_t correlation, Body body, const std::string& suffix = "") {
        const std::string name = std::string(name_of(body)) + (suffix.empty() ? "" : "-" + suffix);
        samples.push_back({name, {correlation, std::move(body)}});
    };
    const HallId hall{"kon-tum"};
    add(1,
        Hello{1,
              0,
              hall,
              "motcua-kiosk",
              "0.1.0",
              {},
              Role::Counter,
              "Quầy 4",
              counting_from<PublicKey>(0x40),
              {"quay-4"}},
        "pairing");
    add(1, Hello{1, 0, hall, "motcua-board", "0.1.0", {"board-1"}, Role::Unproven, "", {}, {}}, "paired");
    add(1, Challenge{counting_from<Nonce>(0x80)});
    add(2, Proof{counting_from<Signature>(0xa0)});
    add(0, PairingCode{"314159", 300'000});
    add(0, Paired{{"kiosk-1"}});
    add(2, Welcome{0, {"counter-4"}, Role::Counter, "Quầy 4", {"quay-4"}, 5'000, morning});
    add(0, Goodbye{Refusal::DeviceRevoked, "thiết bị đã bị thu hồi"});
    add(3, Subscribe{{ViewKind::Counter, "Tầng 1", {"quay-3"}}});
    for (const Command& command : commands())
        add(7, CommandRequest{id, command}, std::string(name_of(command)));
    add(7, CommandRequest{id, TransferTicket{{"quay-3"}, {}, {"quay-4"}, ""}}, "transfer_to_counter");
    add(7, CommandRequest{id, FinishService{{"quay-3"}, {20'780'025}}}, "finish_this_ticket");
    add(7, CommandRequest{id, HoldTicket{{"quay-3"}, "", {20'780'025}}}, "hold_this_ticket");
    add(7, CommandRequest{id, TransferTicket{{"quay-3"}, {}, {"quay-4"}, "", {20'780'025}}}, "transfer_this_ticket");
    add(7, CommandReply{id, {Refusal::None, detail(), {"kiosk-1"}, {}, ""}}, "granted");
    add(7, CommandReply{id, {Refusal::ServiceClosed, {}, {}, morning + day_ms, "khai-sinh"}}, "refused");
    Reply reserved;
    reserved.reserved = {{Date{20'780}, {"khai-sinh"}, 'B', 980, 999}, {Date{20'780}, {"ket-hon"}, 'C', 7, 7}};
    add(7, CommandReply{id, reserved}, "reserved");
    add(8, SignIn{id, {"lan"}, "mật khẩu 123", {"quay-3"}, true});
    add(9, AcceptPairing{id, "314159", "Quầy 4", {"quay-4"}});
    add(9, AddStaffRequest{id, {"lan"}, "Nguyễn Thị Lan", "mật khẩu 123"});
    for (const Query& query : queries())
        add(11, QueryRequest{query}, std::string(name_of(query)));
    add(11, QueryRequest{ShowTicket{{}, TicketNumber{'B', 25}}}, "show_ticket_by_number");
    add(11, QueryAnswer{answer()});
    add(0, ViewPush{kiosk_view()}, "kiosk");
    add(0, ViewPush{board_view()}, "board");
    add(0, ViewPush{counter_view()}, "counter");
    add(0, Ping{1'234'567});
    add(0, Pong{1'234'567});
    add(12, Unsupported{99});
    add(0, ServerState{true});
    return samples;
}

}  // namespace motcua::protocol
