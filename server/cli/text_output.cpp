#include "server/cli/text_output.hpp"

#include <fmt/format.h>

#include "server/cli/table.hpp"
#include "shared/base/filled.hpp"
#include "shared/language/refusal_text.hpp"

namespace motcua::cli {
namespace {

class Text {
  public:
    Text(const Outcome& outcome, const Language& language, std::int32_t offset_min)
        : outcome_(outcome), language_(language), offset_min_(offset_min) {}

    std::string all(const Job& job) const {
        std::string text;
        if (outcome_.ticket && outcome_.exit == Exit::Done)
            text += ticket_text(*outcome_.ticket, outcome_.explains_calls, language_, offset_min_);
        if (outcome_.tickets)
            text += tickets();
        if (outcome_.devices)
            text += devices();
        if (outcome_.staff)
            text += staff();
        if (outcome_.health)
            text += health();
        if (outcome_.checks)
            text += checks();
        if (outcome_.audit)
            text += audit();
        if (outcome_.refusals)
            text += refusals();
        for (const auto& problem : outcome_.problems)
            text += problem + "\n";
        if (outcome_.exit == Exit::Done && (text.empty() || std::holds_alternative<RestoreBackup>(job)))
            text += done(job) + "\n";
        return text;
    }

  private:
    std::string tr(const char* text) const { return language_.tr(text); }
    std::string clock(Instant at) const { return clock_text(at, offset_min_); }

    std::string tickets() const {
        std::vector<Row> rows;
        for (const auto& ticket : *outcome_.tickets) {
            const CounterId& counter = ticket.state == TicketState::Waiting ? ticket.reserved_for : ticket.counter;
            rows.push_back(Row{to_string(ticket.number), ticket.service.value, ticket.category.value,
                               state_text(ticket.state, language_), clock(ticket.issued_at),
                               clock(ticket.virtual_arrival), counter.value});
        }
        std::string text = table(Row{tr("Number"), tr("Service"), tr("Category"), tr("State"), tr("Issued"),
                                     tr("Counted from"), tr("Counter")},
                                 rows);
        if (rows.empty())
            text = tr("There are no tickets.") + "\n";
        if (outcome_.cut_short)
            text += tr("There are more tickets than can be listed.") + "\n";
        return text;
    }

    std::string role_text(Role role) const {
        switch (role) {
            case Role::Kiosk:
                return tr("kiosk");
            case Role::Board:
                return tr("board");
            case Role::Counter:
            case Role::Staff:
                return tr("counter machine");
            default:
                return std::string(name_of(role));
        }
    }

    std::string kind_text(FileKind kind) const {
        switch (kind) {
            case FileKind::Centre:
                return tr("a centre's settings");
            case FileKind::Server:
                return tr("a server's settings");
            case FileKind::Kiosk:
                return tr("a kiosk's settings");
            case FileKind::Board:
                return tr("a board's settings");
            case FileKind::Counter:
                return tr("a counter machine's settings");
            case FileKind::Device:
                return tr("a device's settings");
            case FileKind::Theme:
                return tr("a theme");
        }
        return std::string(name_of(kind));
    }

    std::string devices() const {
        std::vector<Row> rows;
        for (const auto& device : *outcome_.devices) {
            const std::string state = !device.pairing_code.empty() ? filled(tr("waits, code {}"), device.pairing_code)
                                      : device.revoked             ? tr("revoked")
                                      : device.connected           ? tr("connected")
                                                                   : tr("not connected");
            rows.push_back(Row{device.id.empty() ? "-" : device.id.value, device.name, role_text(device.role),
                               device.counter.value, state});
        }
        if (rows.empty())
            return tr("There are no devices.") + "\n";
        return table(Row{tr("Id"), tr("Device name"), tr("Kind"), tr("Counter"), tr("State")}, rows);
    }

    std::string staff() const {
        std::vector<Row> rows;
        for (const auto& person : *outcome_.staff)
            rows.push_back(Row{person.login.value, person.name, person.at_counter.value});
        if (rows.empty())
            return tr("There are no people yet.") + "\n";
        return table(Row{tr("Login"), tr("Full name"), tr("At counter")}, rows);
    }

    std::string health() const {
        std::vector<Row> rows;
        for (const auto& line : *outcome_.health)
            rows.push_back(
                Row{line.is_good ? tr("good") : tr("PROBLEM"), name_text(line.name, language_), line.detail});
        std::string text = table(Row{tr("State"), tr("What"), tr("Detail")}, rows);
        if (outcome_.cut_short)
            text += tr("There are more lines than can be listed; problems come first.") + " " +
                    tr("The server's page /healthz has all of them.") + "\n";
        return text;
    }

    std::string checks() const {
        std::string text;
        for (const auto& check : *outcome_.checks) {
            const std::string state = check.state == CheckState::Good   ? tr("good")
                                      : check.state == CheckState::Note ? tr("note")
                                                                        : tr("PROBLEM");
            text += fmt::format("{}  {}: {}\n", state, name_text(check.name, language_), check.detail);
            if (!check.advice.empty())
                text += "    -> " + check.advice + "\n";
        }
        return text;
    }

    /// "23/11/2026 08:00:00, ticket_issued"
    std::string row_text(const store::RowSeen& row) const {
        const std::int32_t offset_min = row.offset_min.value_or(offset_min_);
        return fmt::format("{} {}, {}", ddmmyyyy(local_time(row.at, offset_min).date), clock_text(row.at, offset_min),
                           row.kind);
    }

    std::string broken(const std::string& hall, const store::ChainBreak& broken) const {
        if (!broken.seen)
            return filled(tr("{}: the whole log is gone, though other tables or a kept head know of it."), hall);
        const std::string row = row_text(*broken.seen);
        switch (broken.fault) {
            case store::ChainFault::Changed:
                return filled(tr("{}: row {} ({}) does not follow from the one before it: changed, put in or moved."),
                              hall, broken.sequence, row);
            case store::ChainFault::Missing:
                return filled(tr("{}: row {} was removed; the next one is row {} ({})."), hall, broken.sequence,
                              broken.seen->sequence, row);
            case store::ChainFault::EndCut:
                return filled(tr("{}: the end was cut off, row {} is gone; the last one is row {} ({})."), hall,
                              broken.sequence, broken.seen->sequence, row);
            case store::ChainFault::OtherHead:
                return filled(tr("{}: row {} ({}) has not the head that was kept: it, or a row before it, is another."),
                              hall, broken.sequence, row);
        }
        return hall;
    }

    std::string audit() const {
        std::string text;
        std::vector<Row> rows;
        for (const auto& hall : outcome_.audit->halls) {
            if (hall.broken)
                text += broken(hall.hall.value, *hall.broken) + "\n";
            else if (hall.head)
                rows.push_back(Row{hall.hall.value, std::to_string(hall.rows), store::to_string(*hall.head)});
            else
                rows.push_back(Row{hall.hall.value, "0", "-"});
        }
        if (!rows.empty())
            text += tr("Whole, from the first row to the head (keep it for --head):") + "\n" +
                    table(Row{tr("Hall"), tr("Rows"), tr("Head")}, rows);
        return text;
    }

    /// "kiosk-1", "quay-3 (an)"; in brackets with a question mark what only claimed to be it.
    std::string who_text(const Actor& who) const {
        if (who.device.empty())
            return who.role == Role::Admin ? tr("administrator") : "-";
        if (who.role == Role::Unproven)
            return "(" + who.device.value + "?)";
        return who.staff.empty() ? who.device.value : fmt::format("{} ({})", who.device.value, who.staff.value);
    }

    std::string refusals() const {
        if (outcome_.refusals->empty())
            return tr("Nobody was refused anything.") + "\n";
        std::vector<Row> rows;
        for (const auto& row : *outcome_.refusals) {
            const std::int32_t offset_min = row.offset_min.value_or(offset_min_);
            const std::string when =
                ddmmyyyy(local_time(row.at, offset_min).date) + " " + clock_text(row.at, offset_min);
            const std::string left_out =
                row.refused.left_out > 0 ? filled(tr("{} before it are not kept"), row.refused.left_out) : "";
            rows.push_back(Row{when, row.hall.value, row.refused.from, who_text(row.who), row.refused.request,
                               row.refused.about, refusal_text(language_, row.refused.refusal), left_out});
        }
        return table(Row{tr("Time"), tr("Hall"), tr("From"), tr("Who"), tr("Asked"), tr("About"), tr("Answer"), ""},
                     rows);
    }

    std::string done(const Job& job) const {
        if (std::holds_alternative<CheckFile>(job))
            return filled(tr("{}: no mistakes ({})."), outcome_.file,
                          outcome_.file_kind ? kind_text(*outcome_.file_kind) : std::string());
        if (std::holds_alternative<MakeBackup>(job))
            return filled(tr("The backup is {}"), outcome_.file);
        if (std::holds_alternative<RestoreBackup>(job)) {
            const std::string where =
                filled(outcome_.is_new_folder ? tr("The backup is in place in {}. That folder was not there before.")
                                              : tr("The backup is in place in {}."),
                       outcome_.file);
            return outcome_.aside.empty() ? where
                                          : where + " " + filled(tr("The former data lie in {}."), outcome_.aside);
        }
        if (!outcome_.device.empty())
            return filled(tr("Accepted as {}."), outcome_.device.value);
        return tr("Done.");
    }

    const Outcome& outcome_;
    const Language& language_;
    const std::int32_t offset_min_;
};

constexpr const char* whole_names[] = {MOTCUA_N("store"),    MOTCUA_N("queue"),   MOTCUA_N("clock"), MOTCUA_N("server"),
                                       MOTCUA_N("sessions"), MOTCUA_N("pairing"), MOTCUA_N("data"),  MOTCUA_N("key"),
                                       MOTCUA_N("health"),   MOTCUA_N("fonts"),   MOTCUA_N("voice")};
constexpr std::string_view of_health = "health.";
constexpr std::pair<std::string_view, const char*> names_of_halls[] = {
    {"hall ", MOTCUA_N("hall {}")},
    {"settings of hall ", MOTCUA_N("settings of hall {}")},
    {"boards of hall ", MOTCUA_N("boards of hall {}")}};

TicketState next_of(TicketState state) {
    return static_cast<TicketState>(static_cast<int>(state) + 1);
}

/// The states of a ticket are told by their stable names.
std::string detail_text(const Outcome& outcome, const Language& language) {
    if (outcome.refusal != Refusal::WrongState)
        return outcome.detail;
    for (auto state = TicketState::Waiting; state <= TicketState::Cancelled; state = next_of(state))
        if (outcome.detail == name_of(state))
            return state_text(state, language);
    return outcome.detail;
}

}  // namespace

std::string text_of(const Outcome& outcome, const Job& job, const Language& language, std::int32_t offset_min) {
    std::string text = Text(outcome, language, offset_min).all(job);
    if (outcome.opens_at && outcome.exit == Exit::Refused) {
        const LocalTime local = local_time(*outcome.opens_at, offset_min);
        text += filled(language.tr("Numbers are given again on {} at {}."), ddmmyyyy(local.date),
                       hhmm(local.minute_of_day)) +
                "\n";
    }
    return text;
}

std::string failure_text(const Outcome& outcome, const Language& language) {
    if (outcome.exit == Exit::Done || (outcome.text.empty() && outcome.detail.empty()))
        return {};
    const std::string detail = detail_text(outcome, language);
    std::string text = "motcua: " + outcome.text;
    if (!detail.empty())
        text += (outcome.text.empty() ? "" : " ") + std::string("(") + detail + ")";
    return text + "\n";
}

std::string name_text(const std::string& name, const Language& language) {
    for (const char* known : whole_names)
        if (name == known)
            return language.tr(known);
    if (name.starts_with(of_health))
        return filled(language.tr("health ({})"), name_text(name.substr(of_health.size()), language));
    for (const auto& [before, text] : names_of_halls)
        if (name.starts_with(before))
            return filled(language.tr(text), name.substr(before.size()));
    return name;
}

}  // namespace motcua::cli
