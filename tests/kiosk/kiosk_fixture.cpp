#include "tests/kiosk/kiosk_fixture.hpp"

namespace motcua::kiosk::test {
namespace {

LocalText both(const std::string& vietnamese, const std::string& english) {
    return {{{"vi", vietnamese}, {"en", english}}};
}

struct Named {
    const char* vietnamese;
    const char* english;
    const char* hint_vietnamese;
    const char* hint_english;
    const char* icon;
};
constexpr Named real_services[] = {
    {"Đăng ký khai sinh, kết hôn, khai tử", "Birth, marriage and death", "Mang theo giấy chứng sinh, căn cước",
     "Bring the birth notice and your ID card", "family"},
    {"Chứng thực bản sao, chữ ký", "Certified copies and signatures", "Mang theo bản chính", "Bring the original",
     "stamp"},
    {"Đất đai: cấp, đổi giấy chứng nhận quyền sử dụng đất", "Land use right certificates", "Mang theo sổ đỏ",
     "Bring the certificate", "land"},
    {"Đăng ký kinh doanh, hộ kinh doanh", "Business registration", "", "", "business"},
    {"Nộp hồ sơ, trả kết quả", "Hand in files, collect results", "Mang theo giấy hẹn", "Bring the receipt", "document"},
    {"Lao động, người có công và bảo trợ xã hội", "Labour, people of merit, social support", "", "", "people"},
    {"Giấy phép xây dựng", "Building permits", "Mang theo bản vẽ", "Bring the drawings", "house"},
    {"Giấy phép lái xe", "Driving licences", "Mang theo giấy khám sức khỏe", "Bring the health certificate", "car"},
    {"Bảo hiểm y tế, bảo hiểm xã hội", "Health and social insurance", "", "", "health"},
    {"Thuế và lệ phí", "Taxes and fees", "", "", "money"},
    {"Hộ chiếu, xuất nhập cảnh", "Passports and immigration", "", "", "card"},
    {"Giáo dục và đào tạo", "Education and training", "", "", "school"},
};

}  // namespace

KioskView hall_with_services(std::size_t count) {
    KioskView view;
    view.hall.version = 1;
    view.hall.at = morning;
    view.hall.offset_min = 7 * 60;
    view.hall.agency = both("Trung tâm Phục vụ hành chính công tỉnh Kon Tum", "Kon Tum Public Service Centre");
    view.hall.branch = both("Sảnh tầng 1", "Ground floor hall");
    view.hall.languages = {"vi", "en"};
    view.groups = {{GroupId{"people"}, both("Hộ tịch, chứng thực", "Civil status"), "family"},
                   {GroupId{"land"}, both("Đất đai, xây dựng", "Land and building"), "land"}};
    for (std::size_t i = 0; i < count; ++i) {
        KioskService service;
        const std::string number = std::to_string(i + 1);
        service.id = ServiceId{"s" + number};
        service.group = view.groups[i % 2].id;
        service.letter = static_cast<char>('A' + i);
        service.name = both("Dịch vụ " + number, "Service " + number);
        service.hint = both("Mang theo căn cước", "Bring your ID card");
        service.waiting = i == 0 ? 4 : static_cast<std::int32_t>(i) - 1;
        view.services.push_back(service);
    }
    view.categories = {{CategoryId{"elderly"}, both("Người cao tuổi", "Elderly"), 30, "elderly"},
                       {CategoryId{"disabled"}, both("Người khuyết tật", "Person with a disability"), 30, "wheelchair"},
                       {CategoryId{"pregnant"}, both("Phụ nữ mang thai", "Pregnant"), 20, "pregnant"},
                       {CategoryId{"child"}, both("Có con nhỏ đi cùng", "With a small child"), 15, "child"},
                       {CategoryId{"merit"}, both("Người có công với cách mạng", "Person of merit"), 30, "medal"}};
    view.ticket_footer = both("Vui lòng giữ phiếu và chờ gọi số. Xin cảm ơn!", "Please keep this ticket. Thank you!");
    view.ticket_url = "http://127.0.0.1:8080/t/";
    return view;
}

KioskView provincial_hall(std::size_t count) {
    KioskView view = hall_with_services(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Named& named = real_services[i % std::size(real_services)];
        view.services[i].name = both(named.vietnamese, named.english);
        view.services[i].hint = both(named.hint_vietnamese, named.hint_english);
        view.services[i].icon = named.icon;
    }
    return view;
}

TicketDetail ticket_of(const ServiceId& service, TicketNumber number, std::int32_t people_ahead) {
    TicketDetail ticket;
    ticket.id = TicketId{42};
    ticket.token = TicketToken{"abcdefghijklmnopqrstuvwx27"};
    ticket.number = number;
    ticket.service = service;
    ticket.category = CategoryId{"elderly"};
    ticket.issued_at = morning;
    ticket.people_ahead = people_ahead;
    return ticket;
}

RequestId FakeProgram::send(Command command) {
    RequestId id;
    id.bytes[0] = static_cast<std::uint8_t>(sent.size() + 1);
    id.bytes[2] = run;
    sent.push_back({id, std::move(command)});
    return id;
}

RequestId FakeProgram::ask(Command command) {
    RequestId id;
    id.bytes[0] = static_cast<std::uint8_t>(asked.size() + 1);
    id.bytes[1] = 1;
    id.bytes[2] = run;
    asked.push_back({id, std::move(command)});
    return id;
}

std::optional<RequestId> FakeProgram::send_durably(Command command) {
    if (loses_power_at_outbox) {
        can_keep = false;
        return std::nullopt;
    }
    return outbox_has_room && !outbox_fails ? std::optional(send(std::move(command))) : std::nullopt;
}

bool FakeProgram::keep(const Kept& kept_now) {
    if (can_keep)
        kept = kept_now;
    ++keeps;
    return can_keep;
}

TicketToken FakeProgram::new_token() {
    return TicketToken{"aaaaaaaaaaaaaaaaaaaaaaaaa" + std::string(1, static_cast<char>('b' + sent.size() % 20))};
}

bool FakeProgram::print(std::uint64_t job, const TicketDetail& ticket, const std::string& language, bool is_own) {
    if (printer_takes_jobs)
        printed.push_back({job, ticket, language, is_own});
    return printer_takes_jobs;
}

Kiosk::Kiosk(KioskView shown) : Kiosk(std::move(shown), Catalogues({}), "en") {}

Kiosk::Kiosk(KioskView shown, const Catalogues& texts, const std::string& language)
    : catalogues(texts), view(std::move(shown)), model(catalogues, program, language, now()) {
    connect();
    model.view_came(view, now());
}

void Kiosk::wait(std::int64_t for_ms) {
    for (std::int64_t done = 0; done < for_ms; done += 100) {
        ms += 100;
        model.advance(now());
    }
}

void Kiosk::answer_with_ticket(const std::string& number, std::int32_t people_ahead) {
    Reply reply;
    const auto& command = std::get<IssueTicket>(program.sent.back().command);
    reply.ticket = ticket_of(command.service, *parse_ticket_number(number), people_ahead);
    answer(reply);
}

void Kiosk::refuse(Refusal refusal) {
    Reply reply;
    reply.refusal = refusal;
    answer(reply);
}

void Kiosk::reach(Reach reached) {
    Connection connection;
    connection.reach = reached;
    connection.since = now().wall;
    if (reached == Reach::Pairing)
        connection.pairing_code = "123456";
    if (reached == Reach::Rejected)
        connection.refusal = Refusal::DeviceRevoked;
    model.connection_changed(connection, now());
}

std::string Kiosk::words() const {
    const KioskScreen& now_shown = screen();
    std::string all;
    const auto add = [&all](const std::string& text) { all += text + "\n"; };
    for (const auto* text :
         {&now_shown.agency,       &now_shown.branch,       &now_shown.clock,         &now_shown.date,
          &now_shown.banner,       &now_shown.title,        &now_shown.choose_title,  &now_shown.choose_text,
          &now_shown.none_title,   &now_shown.main_button,  &now_shown.code,          &now_shown.back,
          &now_shown.home,         &now_shown.page_of,      &now_shown.ticket.number, &now_shown.ticket.service,
          &now_shown.ticket.ahead, &now_shown.ticket.paper, &now_shown.ticket.valid,  &now_shown.ticket.where})
        add(*text);
    for (const auto& line : now_shown.lines)
        add(line);
    for (const auto& tile : now_shown.tiles)
        add(tile.title + "\n" + tile.subtitle + "\n" + tile.badge);
    return all;
}

const TileText* Kiosk::tile(const std::string& id) const {
    for (const auto& known : screen().tiles) {
        if (known.id == id)
            return &known;
    }
    return nullptr;
}

}  // namespace motcua::kiosk::test
