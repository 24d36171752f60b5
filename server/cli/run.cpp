#include "server/cli/run.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "server/cli/credentials.hpp"
#include "server/cli/terminal.hpp"
#include "shared/base/overloaded.hpp"

namespace motcua::cli {
namespace {

Outcome outcome_of_reply(const std::variant<Reply, Outcome>& got, const Language& language) {
    if (const auto* failed = std::get_if<Outcome>(&got))
        return *failed;
    const auto& reply = std::get<Reply>(got);
    Outcome outcome = reply.refusal == Refusal::None ? Outcome{} : refused(language, reply.refusal, reply.detail);
    outcome.ticket = reply.ticket;
    outcome.device = reply.device;
    outcome.opens_at = reply.opens_at;
    return outcome;
}

/// The orders that name their ticket by an id get it from its number.
std::optional<Outcome> find_ticket(Command& command, TicketNumber number, Client& client, const Language& language) {
    auto got = client.query(ShowTicket{{}, number});
    if (auto* failed = std::get_if<Outcome>(&got))
        return *failed;
    const auto& answer = std::get<Answer>(got);
    if (answer.refusal != Refusal::None)
        return refused(language, answer.refusal, answer.detail);
    if (answer.tickets.empty())
        return refused(language, Refusal::UnknownTicket, to_string(number));
    if (auto* cancel = std::get_if<CancelTicket>(&command))
        cancel->token = answer.tickets.front().token;
    if (auto* take_back = std::get_if<TakeBack>(&command))
        take_back->ticket = answer.tickets.front().id;
    return std::nullopt;
}

Outcome give(const Order& order, Client& client, const Language& language) {
    Command command = order.command;
    if (order.ticket) {
        if (const auto failed = find_ticket(command, *order.ticket, client, language))
            return *failed;
    }
    Outcome outcome = outcome_of_reply(client.send(command), language);
    if (std::holds_alternative<RevokeDevice>(command) && outcome.refusal == Refusal::UnknownDevice)
        outcome.text = language.tr("There is no such device. See: motcua device list");
    return outcome;
}

Outcome admit(const AcceptCode& accept, Client& client, const Language& language) {
    Outcome outcome = outcome_of_reply(client.accept_pairing(accept.code, accept.name, accept.counter), language);
    if (outcome.refusal == Refusal::InvalidRequest && outcome.detail == "counter")
        outcome.text = language.tr("Only a counter machine stands at a counter. Leave out --counter for this device.");
    return outcome;
}

/// One answer holds so many tickets: asks for those after its last until there are no more. A server that does not know
/// how to go on gives the same again; then the list stays as it is, and says that it is cut short.
std::optional<Outcome> list_the_rest(ListTickets list, Answer& all, Client& client) {
    while (all.cut_short && !all.tickets.empty()) {
        list.after = all.tickets.back().id;
        auto got = client.query(list);
        if (auto* failed = std::get_if<Outcome>(&got))
            return *failed;
        auto& more = std::get<Answer>(got);
        if (more.refusal != Refusal::None || (!more.tickets.empty() && more.tickets.front().id <= list.after))
            return std::nullopt;
        all.cut_short = more.cut_short && !more.tickets.empty();
        std::move(more.tickets.begin(), more.tickets.end(), std::back_inserter(all.tickets));
    }
    return std::nullopt;
}

Outcome ask(const Question& question, Client& client, const Language& language) {
    auto got = client.query(question.query);
    if (auto* failed = std::get_if<Outcome>(&got))
        return *failed;
    auto& answer = std::get<Answer>(got);
    if (const auto* list = std::get_if<ListTickets>(&question.query)) {
        if (auto failed = list_the_rest(*list, answer, client))
            return *std::move(failed);
    }
    return outcome_of(question.query, std::move(answer), language);
}

Outcome with_server(const Arguments& arguments, const Language& language) {
    // Before anybody is asked to type anything: is there a key at all?
    auto credentials = load_credentials(arguments);
    if (!credentials)
        return failure(Exit::Failure,
                       language.tr("The administrator's key or the server's certificate cannot be read."),
                       told(credentials.error(), language.translate()));
    std::string password;
    if (const auto* person = std::get_if<AddPerson>(&arguments.job)) {
        auto typed = person->password_from_stdin ? password_from_stdin() : ask_new_password(language);
        if (!typed)
            return failure(Exit::Failure, told(typed.error(), language.translate()));
        password = std::move(*typed);
    }
    Client client(link_options(arguments), std::move(*credentials), language, arguments.timeout_ms);
    if (const auto failed = client.connect())
        return *failed;
    Outcome outcome =
        std::visit(Overloaded{
                       [&](const Order& order) { return give(order, client, language); },
                       [&](const Question& question) { return ask(question, client, language); },
                       [&](const AcceptCode& accept) { return admit(accept, client, language); },
                       [&](const AddPerson& person) {
                           return outcome_of_reply(client.add_staff(person.login, person.name, password), language);
                       },
                       [&](const MakeBackup& backup) { return make_backup(backup, arguments, client, language); },
                       [&](const auto&) { return Outcome{}; },
                   },
                   arguments.job);
    outcome.offset_min = client.offset_min();
    return outcome;
}

}  // namespace

Outcome outcome_of(const Query& query, Answer answer, const Language& language) {
    if (answer.refusal != Refusal::None)
        return refused(language, answer.refusal,
                       answer.reason.text.empty() ? answer.detail : told(answer.reason, language.translate()));
    Outcome outcome;
    std::visit(Overloaded{
                   [&](const ListTickets&) {
                       outcome.tickets = std::move(answer.tickets);
                       outcome.cut_short = answer.cut_short;
                   },
                   [&](const ShowTicket&) {
                       outcome.explains_calls = true;
                       if (answer.tickets.empty())
                           outcome = refused(language, Refusal::UnknownTicket, {});
                       else
                           outcome.ticket = std::move(answer.tickets.front());
                   },
                   [&](const ListDevices&) { outcome.devices = std::move(answer.devices); },
                   [&](const ListStaff&) { outcome.staff = std::move(answer.staff); },
                   [&](const AskHealth&) {
                       const bool is_good = std::all_of(answer.health.begin(), answer.health.end(),
                                                        [](const HealthLine& line) { return line.is_good; });
                       outcome.exit = is_good ? Exit::Done : Exit::Failure;
                       outcome.health.emplace();
                       for (const HealthLine& line : answer.health)
                           outcome.health->push_back(health_text(language, line));
                       outcome.cut_short = answer.cut_short;
                   },
                   [&](const BackUp&) { outcome.file = std::move(answer.file); },
               },
               query);
    return outcome;
}

link::LinkOptions link_options(const Arguments& arguments) {
    link::LinkOptions options;
    options.host = arguments.server.host;
    options.port = arguments.server.port;
    options.hall = arguments.hall;
    options.program = "motcua";
    return options;
}

std::string stamp_of_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const Instant at{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
    std::string stamp = iso_utc(at).substr(0, 23);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    std::replace(stamp.begin(), stamp.end(), 'T', '-');
    std::replace(stamp.begin(), stamp.end(), '.', '-');
    return stamp;
}

Outcome run(const Arguments& arguments, const Language& language) {
    if (const auto* check = std::get_if<CheckFile>(&arguments.job))
        return check_file(*check, language);
    if (const auto* restore = std::get_if<RestoreBackup>(&arguments.job))
        return restore_backup(*restore, arguments, language);
    if (const auto* audit = std::get_if<VerifyAudit>(&arguments.job))
        return verify_audit(*audit, arguments, language);
    if (const auto* refusals = std::get_if<ListRefusals>(&arguments.job))
        return list_refusals(*refusals, arguments, language);
    if (std::holds_alternative<Examine>(arguments.job))
        return examine(arguments, language);
    return with_server(arguments, language);
}

}  // namespace motcua::cli
