#include "random_message.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "shared/base/text.hpp"
#include "shared/protocol/limits.hpp"

namespace motcua::protocol {
namespace {

/// Draws valid values; `some` may also draw the empty one.
class Draw {
  public:
    explicit Draw(Random& random) : random_(random) {}

    bool yes() { return random_.chance(50); }
    template <class Enum>
    Enum one_of(Enum first, Enum last) {
        const auto span = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) + 1;
        return static_cast<Enum>(static_cast<std::uint64_t>(first) + random_.below(span));
    }
    std::int32_t count() { return static_cast<std::int32_t>(random_.below(yes() ? 3 : 1'000'000)); }
    Instant instant() { return {static_cast<std::int64_t>(random_.below(4'000'000'000'000)) - 1'000'000'000'000}; }
    template <class Id>
    Id key() {
        return {of("abcdefghijklmnopqrstuvwxyz0123456789", 1) + of("abcxyz0189-", random_.below(max_key_bytes))};
    }
    template <class Id>
    Id some_key() {
        return yes() ? key<Id>() : Id{};
    }
    TicketToken token() { return {of("abcdefghijklmnopqrstuvwxyz234567", ticket_token_characters)}; }
    std::string digits() { return of("0123456789", limits::pairing_code_digits); }
    std::string line(std::size_t max_bytes) {
        constexpr std::array<std::string_view, 8> words = {
            "Khai sinh ", "Quầy ", "Ủy ban nhân dân ", "ô̆ ê̆ ơ̆ ", "đường ", "€ 漢字 ", "😀 ", "\"<&>\\ "};
        std::string text;
        for (std::uint64_t left = random_.below(8); left > 0; --left)
            text += words[random_.below(words.size())];
        return cut_to_bytes(text, random_.below(max_bytes + 1));
    }
    std::string any_bytes(std::size_t max) {
        std::string text(random_.below(max + 1), '\0');
        for (char& c : text)
            c = static_cast<char>(random_.below(256));
        return text;
    }
    /// Short enough for the wire, as sentences of the catalogue are.
    Problem sentence(int depth = 3) {
        if (depth == 0 || yes())
            return Problem::verbatim("a " + line(40));
        std::vector<Problem> parts;
        for (std::uint64_t left = random_.below(3); left > 0; --left)
            parts.push_back(sentence(depth - 1));
        return Problem::of("of {} b", std::move(parts));
    }
    LocalText local(std::size_t max_bytes) {
        LocalText text;
        for (std::uint64_t left = random_.below(limits::languages + 1); left > 0; --left)
            text.by_language.emplace_back(of("abcdvei", 1 + random_.below(limits::language_tag_bytes)),
                                          line(max_bytes));
        return text;
    }
    template <class Array>
    Array bytes() {
        Array made{};
        for (auto& byte : made)
            byte = static_cast<std::uint8_t>(random_.below(256));
        return made;
    }
    RequestId request_id() { return {bytes<std::array<std::uint8_t, 16>>()}; }
    TicketNumber number() {
        return {static_cast<char>('A' + random_.below(26)), static_cast<std::int32_t>(1 + random_.below(999))};
    }
    TicketId ticket_id() { return {1 + random_.next() / 2}; }
    template <class MakeOne>
    auto list(std::size_t max, MakeOne make_one) {
        std::vector<decltype(make_one())> made;
        for (std::uint64_t left = random_.below(std::min<std::size_t>(max, 5) + 1); left > 0; --left)
            made.push_back(make_one());
        return made;
    }
    template <class Variant, std::size_t... index>
    Variant alternative(std::uint64_t chosen, std::index_sequence<index...>) {
        Variant made;
        ((chosen == index ? static_cast<void>(made.template emplace<index>()) : static_cast<void>(0)), ...);
        return made;
    }
    std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
    std::uint64_t any() { return yes() ? random_.next() : random_.below(3); }

  private:
    std::string of(std::string_view letters, std::uint64_t size) {
        std::string text;
        while (text.size() < size)
            text += letters[random_.below(letters.size())];
        return text;
    }

    Random& random_;
};

TicketDetail ticket(Draw& draw) {
    TicketDetail made;
    made.id = draw.ticket_id();
    made.token = draw.yes() ? draw.token() : TicketToken{};
    made.number = draw.number();
    made.service_day.days = static_cast<std::int32_t>(draw.below(40'000)) - 1000;
    made.service = draw.key<ServiceId>();
    made.category = draw.some_key<CategoryId>();
    made.state = draw.one_of(TicketState::Waiting, TicketState::Cancelled);
    made.issued_at = draw.instant();
    made.virtual_arrival = draw.instant();
    made.changed_at = draw.instant();
    made.counter = draw.some_key<CounterId>();
    made.reserved_for = draw.some_key<CounterId>();
    made.people_ahead = draw.count();
    made.note = draw.line(limits::note_bytes);
    made.calls = draw.list(limits::legs_per_ticket, [&draw] {
        CallRecord call{draw.instant(),
                        draw.key<CounterId>(),
                        draw.one_of(CallRule::SmallestVirtualArrival, CallRule::ChosenByStaff),
                        draw.instant(),
                        {},
                        draw.count(),
                        draw.count()};
        call.passed_over = draw.list(limits::passed_over_listed, [&draw] {
            return PassedOver{draw.number(), draw.instant(), draw.instant(),
                              draw.one_of(PassedOverReason::HeadStart, PassedOverReason::ChosenByStaff)};
        });
        return call;
    });
    return made;
}

HallHeader header(Draw& draw) {
    const auto languages = draw.local(1);
    HallHeader made{draw.any(),
                    draw.instant(),
                    static_cast<std::int32_t>(draw.below(1441)) - 720,
                    draw.local(limits::short_text_bytes),
                    draw.local(limits::short_text_bytes),
                    {}};
    for (const auto& [tag, text] : languages.by_language)
        made.languages.push_back(tag);
    return made;
}

void fill(Draw& draw, KioskView& view) {
    view.hall = header(draw);
    view.groups = draw.list(limits::groups, [&draw] {
        return GroupSettings{draw.key<GroupId>(), draw.local(limits::name_bytes), draw.line(limits::icon_bytes)};
    });
    view.services = draw.list(limits::services, [&draw] {
        KioskService made{draw.key<ServiceId>(),
                          draw.key<GroupId>(),
                          draw.number().letter,
                          draw.local(limits::name_bytes),
                          draw.local(limits::hint_bytes),
                          draw.line(limits::icon_bytes),
                          draw.count(),
                          draw.one_of(ServiceState::Open, ServiceState::NumbersOut),
                          {}};
        if (draw.yes())
            made.opens_at = draw.instant();
        if (draw.yes())
            made.closes_at = draw.instant();
        return made;
    });
    view.categories = draw.list(limits::categories, [&draw] {
        return CategorySettings{draw.key<CategoryId>(), draw.local(limits::name_bytes),
                                static_cast<std::int32_t>(draw.below(limits::head_start_min + 1)),
                                draw.line(limits::icon_bytes)};
    });
    view.ticket_footer = draw.local(limits::short_text_bytes);
    view.ticket_url = draw.line(limits::url_bytes);
}

void fill(Draw& draw, BoardView& view) {
    const auto call = [&draw] {
        return BoardCall{draw.any(),
                         draw.number(),
                         draw.key<CounterId>(),
                         draw.line(limits::name_bytes),
                         draw.local(limits::name_bytes),
                         draw.instant(),
                         draw.count(),
                         draw.yes()};
    };
    view.hall = header(draw);
    view.zone = draw.line(limits::name_bytes);
    view.is_zone_unknown = draw.yes();
    view.calls = draw.list(limits::board_calls, call);
    view.missed = draw.list(limits::board_missed, call);
    view.coming = draw.list(limits::board_coming, [&draw] { return draw.number(); });
    view.waiting = draw.count();
    view.notices = draw.list(limits::notices, [&draw] { return draw.local(limits::short_text_bytes); });
}

CounterTicket counter_ticket(Draw& draw) {
    return {draw.ticket_id(),
            draw.number(),
            draw.key<ServiceId>(),
            draw.some_key<CategoryId>(),
            draw.one_of(TicketState::Waiting, TicketState::Cancelled),
            draw.instant(),
            draw.instant(),
            draw.instant(),
            draw.count(),
            draw.yes(),
            draw.some_key<CounterId>(),
            draw.line(limits::note_bytes)};
}

void fill(Draw& draw, CounterView& view) {
    const auto listed = [&draw] { return counter_ticket(draw); };
    view.hall = header(draw);
    view.counter = draw.key<CounterId>();
    view.label = draw.local(limits::name_bytes);
    view.state = draw.one_of(CounterState::Closed, CounterState::Paused);
    view.staff = draw.some_key<StaffId>();
    view.staff_name = draw.line(limits::name_bytes);
    view.device = draw.some_key<DeviceId>();
    view.pause_reason = draw.line(limits::note_bytes);
    if (draw.yes())
        view.current = counter_ticket(draw);
    view.waiting = draw.list(limits::counter_listed, listed);
    view.waiting_count = draw.count();
    view.held = draw.list(limits::counter_listed, listed);
    view.missed = draw.list(limits::counter_listed, listed);
    view.served_today = draw.count();
    view.median_service_ms = draw.count();
    view.services = draw.list(limits::services, [&draw] {
        return NamedService{draw.key<ServiceId>(), draw.local(limits::name_bytes), draw.count(), draw.yes(),
                            draw.yes()};
    });
    view.counters = draw.list(limits::counters, [&draw] {
        return NamedCounter{draw.key<CounterId>(), draw.local(limits::name_bytes),
                            draw.one_of(CounterState::Closed, CounterState::Paused)};
    });
    view.categories = draw.list(limits::categories, [&draw] {
        return NamedCategory{draw.key<CategoryId>(), draw.local(limits::name_bytes)};
    });
}

/// Fills whatever alternative a variant holds.
struct Fill {
    Draw& draw;

    template <class AtCounter>
    requires requires(AtCounter& of) { of.counter; }
    void operator()(AtCounter& to) const {
        to.counter = draw.key<CounterId>();
        if constexpr (requires { to.note; })
            to.note = draw.line(limits::note_bytes);
        if constexpr (requires { to.reason; })
            to.reason = draw.line(limits::note_bytes);
        if constexpr (requires { to.take_over; })
            to.take_over = draw.yes();
        if constexpr (requires { to.staff; })
            to.staff = draw.key<StaffId>();
        if constexpr (requires { to.ticket; })
            to.ticket = draw.ticket_id();
        if constexpr (requires { to.to_service; }) {
            if (draw.yes())
                to.to_service = draw.key<ServiceId>();
            else
                to.to_counter = draw.key<CounterId>();
        }
    }
    void operator()(IssueTicket& to) const {
        to = {draw.key<ServiceId>(), draw.some_key<CategoryId>(), {}, draw.yes() ? "vi" : ""};
    }
    void operator()(ReserveNumbers&) const {}
    void operator()(IssueReserved& to) const {
        to = {draw.key<ServiceId>(), draw.some_key<CategoryId>(), draw.number(), draw.token(), Date{20'780},
              draw.instant(),        draw.yes() ? "vi" : ""};
    }
    void operator()(CancelTicket& to) const { to.token = draw.token(); }
    void operator()(RevokeDevice& to) const { to.device = draw.key<DeviceId>(); }
    void operator()(RemoveStaff& to) const { to.login = draw.key<StaffId>(); }
    void operator()(ImportSettings&) const {}
    void operator()(AddStaff&) const {}
    void operator()(AcceptDevice&) const {}
    void operator()(Tick&) const {}

    void operator()(ListTickets& to) const {
        to.open_only = draw.yes();
        to.after = TicketId{draw.yes() ? 0U : 41U};
    }
    void operator()(ShowTicket& to) const {
        if (draw.yes())
            to.token = draw.token();
        else
            to.number = draw.number();
    }
    void operator()(ListDevices&) const {}
    void operator()(ListStaff&) const {}
    void operator()(AskHealth&) const {}
    void operator()(BackUp& to) const { to.file_name = draw.key<HallId>().value + ".db"; }

    void operator()(Hello& to) const {
        to.minor = static_cast<std::uint32_t>(draw.below(9));
        to.hall = draw.key<HallId>();
        to.program = draw.line(limits::program_bytes);
        to.version = draw.line(limits::version_bytes);
        to.pairing_name = draw.line(limits::name_bytes);
        to.pairing_key = draw.bytes<PublicKey>();
        to.device = draw.some_key<DeviceId>();
        to.pairing_role = draw.one_of(to.device.empty() ? Role::Kiosk : Role::Unproven, Role::Counter);
        if (to.pairing_role == Role::Counter)
            to.pairing_counter = draw.some_key<CounterId>();
    }
    void operator()(Challenge& to) const { to.nonce = draw.bytes<Nonce>(); }
    void operator()(Proof& to) const { to.signature = draw.bytes<Signature>(); }
    void operator()(PairingCode& to) const { to = {draw.digits(), draw.count() % 80'000}; }
    void operator()(Paired& to) const { to.device = draw.key<DeviceId>(); }
    void operator()(Welcome& to) const {
        to = {static_cast<std::uint32_t>(draw.below(9)),
              draw.some_key<DeviceId>(),
              draw.one_of(Role::Unproven, Role::Admin),
              draw.line(limits::name_bytes),
              draw.some_key<CounterId>(),
              1 + draw.count(),
              draw.instant()};
    }
    void operator()(Goodbye& to) const {
        to = {draw.one_of(Refusal::None, Refusal{255}), draw.line(limits::detail_bytes)};
    }
    void operator()(Subscribe& to) const {
        to.subscription = {draw.one_of(ViewKind::None, ViewKind::Counter), draw.line(limits::name_bytes),
                           draw.some_key<CounterId>()};
    }
    void operator()(CommandRequest& to) const {
        constexpr std::size_t count = std::variant_size_v<Command>;
        to.id = draw.request_id();
        do
            to.command = draw.alternative<Command>(draw.below(count), std::make_index_sequence<count>());
        while (std::holds_alternative<Tick>(to.command) || std::holds_alternative<ImportSettings>(to.command) ||
               std::holds_alternative<AcceptDevice>(to.command) || std::holds_alternative<AddStaff>(to.command));
        std::visit(*this, to.command);
    }
    void operator()(CommandReply& to) const {
        to.id = draw.request_id();
        to.reply.refusal = draw.one_of(Refusal::None, Refusal{255});
        if (draw.yes())
            to.reply.ticket = ticket(draw);
        to.reply.device = draw.some_key<DeviceId>();
        if (draw.yes())
            to.reply.opens_at = draw.instant();
        to.reply.detail = draw.line(limits::detail_bytes);
        while (draw.yes())
            to.reply.reserved.push_back({Date{20'780}, draw.key<ServiceId>(), 'B', 980, draw.yes() ? 980 : 999});
    }
    void operator()(SignIn& to) const {
        to = {draw.request_id(), draw.key<StaffId>(), draw.any_bytes(limits::password_bytes), draw.key<CounterId>(),
              draw.yes()};
    }
    void operator()(AcceptPairing& to) const {
        to = {draw.request_id(), draw.digits(), draw.line(limits::name_bytes), draw.some_key<CounterId>()};
    }
    void operator()(AddStaffRequest& to) const {
        to = {draw.request_id(), draw.key<StaffId>(), draw.line(limits::name_bytes),
              draw.any_bytes(limits::password_bytes)};
    }
    void operator()(QueryRequest& to) const {
        constexpr std::size_t count = std::variant_size_v<Query>;
        to.query = draw.alternative<Query>(draw.below(count), std::make_index_sequence<count>());
        std::visit(*this, to.query);
    }
    void operator()(QueryAnswer& to) const;
    void operator()(ViewPush& to) const {
        to.view = draw.alternative<View>(draw.below(3), std::make_index_sequence<3>());
        std::visit([this](auto& view) { fill(draw, view); }, to.view);
    }
    void operator()(Ping& to) const { to.value = draw.any(); }
    void operator()(Pong& to) const { to.value = draw.any(); }
    void operator()(ServerState& to) const { to.can_save = draw.yes(); }
    void operator()(Unsupported& to) const { to.field = static_cast<std::uint32_t>(draw.below(1u << 29)); }
};

void Fill::operator()(QueryAnswer& to) const {
    Answer& answer = to.answer;
    answer.refusal = draw.one_of(Refusal::None, Refusal{255});
    answer.detail = draw.line(limits::detail_bytes);
    answer.tickets = draw.list(5, [this] { return ticket(draw); });
    if (answer.tickets.size() > 1)
        for (TicketDetail& listed : answer.tickets) {
            listed.note.clear();
            listed.calls.clear();
        }
    answer.cut_short = draw.yes();
    answer.devices = draw.list(5, [this] {
        return DeviceLine{draw.some_key<DeviceId>(),
                          draw.line(limits::name_bytes),
                          draw.one_of(Role::Unproven, Role::Admin),
                          draw.some_key<CounterId>(),
                          draw.yes() ? draw.digits() : "",
                          draw.instant(),
                          draw.yes(),
                          draw.yes()};
    });
    answer.staff = draw.list(5, [this] {
        return StaffLine{draw.key<StaffId>(), draw.line(limits::name_bytes), draw.some_key<CounterId>()};
    });
    answer.health = draw.list(5, [this] {
        return HealthLine{draw.line(limits::name_bytes), draw.yes(), draw.sentence()};
    });
    answer.file = draw.line(limits::path_bytes);
    if (draw.yes())
        answer.reason = draw.sentence();
}

}  // namespace

Message random_message(Random& random, std::size_t kind) {
    Draw draw(random);
    Message message;
    message.correlation = draw.any();
    message.body = draw.alternative<Body>(kind, std::make_index_sequence<std::variant_size_v<Body>>());
    std::visit(Fill{draw}, message.body);
    return message;
}

}  // namespace motcua::protocol
