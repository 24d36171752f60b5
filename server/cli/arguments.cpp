#include "server/cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>

#include "server/cli/limits.hpp"
#include "server/cli/outcome.hpp"
#include "shared/base/filled.hpp"
#include "shared/base/text.hpp"
#include "shared/language/command_line.hpp"
#include "shared/language/help.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::cli {
namespace {

/// A mistake in the words that the parser itself cannot see.
struct BadWord {
    std::string text;
};

/// What CLI11 fills. One set of strings serves all commands: only one of them is given.
struct Words {
    std::string server = "127.0.0.1:7400";
    std::string hall;
    std::string data;
    std::string admin_key;
    std::string identity;
    std::string language;
    bool json = false;
    std::int64_t timeout_s = 0;

    std::string subject;    ///< the command's own word: a service, a number, a code, a file
    std::string code_rest;  ///< the screens show a code with a gap
    std::string category;
    std::string ticket_language;
    std::string counter;
    std::string staff;
    std::string name;
    std::string note;
    std::string reason;
    std::string to_service;
    std::string to_counter;
    bool open_only = false;
    bool take_over = false;
    bool password_from_stdin = false;
    std::vector<std::string> heads;
    std::size_t last = refusals_listed;
};

class Parser {
  public:
    Parser(const Language& language, const std::vector<std::string>& known)
        : language_(language),
          known_(known),
          app_(MOTCUA_N("Administrators' command of a public service hall"), "motcua") {
        app_.require_subcommand(1);
        app_.fallthrough();
        app_.set_version_flag("--version", std::string("motcua ") + MOTCUA_VERSION);
        app_.footer(MOTCUA_N("Options of every command, such as --data and --json: motcua --help"));
        tell_help_in(app_, language);
        add_common();
        add_tickets();
        add_counter();
        add_devices();
        add_staff();
        add_local();
        add_audit();
        app_.footer(MOTCUA_N("Exit status: 0 done, 1 failure, 2 usage, 3 unreachable, 4 refused."));
    }

    std::variant<Arguments, Leave> parse(std::vector<std::string> words) {
        const Output output = wants_json(words) ? Output::Json : Output::Text;
        try {
            help_ = help_for(words);
            need_known_options_before_the_command(words);
            need_known_commands(words);
            std::reverse(words.begin(), words.end());  // as CLI11 wants them
            app_.parse(words);
            return arguments();
        } catch (const CLI::CallForVersion& version) {
            return Leave{0, std::string(version.what()) + "\n", Output::Text};
        } catch (const CLI::CallForHelp&) {
            return Leave{0, app_.help(), Output::Text};  // of the command that was being read
        } catch (const CLI::CallForAllHelp&) {
            return Leave{0, app_.help(), Output::Text};
        } catch (const CLI::ParseError& error) {
            return Leave{static_cast<int>(Exit::Usage), mistake_text(app_, error, language_), output, help_};
        } catch (const BadWord& bad) {
            return Leave{static_cast<int>(Exit::Usage), bad.text, output, help_};
        }
    }

  private:
    std::string tr(const char* text) const { return language_.tr(text); }

    static std::vector<CLI::App*> commands_of(CLI::App& of) {
        return of.get_subcommands([](const CLI::App*) { return true; });
    }

    static CLI::App* command_named(CLI::App& of, const std::string& word) {
        for (CLI::App* command : commands_of(of)) {
            if (command->get_name() == word)
                return command;
        }
        return nullptr;
    }

    /// Those of the words that are no options, nor an option's value.
    std::vector<std::string> without_options(const std::vector<std::string>& words) const {
        std::vector<std::string> left;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (!words[i].starts_with('-')) {
                left.push_back(words[i]);
                continue;
            }
            const auto* option = app_.get_option_no_throw(words[i]);
            i += option != nullptr && option->get_items_expected_min() > 0 ? 1 : 0;
        }
        return left;
    }

    /// Of the command that the words name, as far as it is known.
    std::string help_for(const std::vector<std::string>& words) {
        std::string help = "motcua";
        CLI::App* named = &app_;
        for (const std::string& word : without_options(words)) {
            named = command_named(*named, word);
            if (named == nullptr)
                break;
            help += " " + word;
        }
        return help + " --help";
    }

    /// What follows an option that nobody knows may be its value: the option is the mistake, not a command of that
    /// name.
    void need_known_options_before_the_command(const std::vector<std::string>& words) const {
        for (std::size_t i = 0; i < words.size() && words[i].starts_with('-'); ++i) {
            const std::string name = words[i].substr(0, words[i].find('='));
            const auto* option = app_.get_option_no_throw(name);
            if (option == nullptr)
                throw BadWord{unknown_word_text(app_, name, language_)};
            i += option->get_items_expected_min() > 0 && name == words[i] ? 1 : 0;
        }
    }

    /// A mistyped command gets the nearest known one; one that is only a group is told what may follow.
    void need_known_commands(const std::vector<std::string>& words) {
        CLI::App* group_app = &app_;
        for (const std::string& word : without_options(words)) {
            CLI::App* chosen = command_named(*group_app, word);
            if (chosen == nullptr) {
                std::vector<std::string> known;
                for (const auto* next : commands_of(*group_app))
                    known.push_back(next->get_name());
                throw BadWord{filled(tr("There is no command \"{}\"."), shown(word)) +
                              did_you_mean(word, known, language_)};
            }
            if (commands_of(*chosen).empty())
                return;  // its own words follow
            group_app = chosen;
        }
        const auto asks = [](const std::string& word) {
            return word == "-h" || word == "--help" || word == "--version";
        };
        if (std::any_of(words.begin(), words.end(), asks))
            return;
        std::string known;
        for (const auto* next : commands_of(*group_app))
            known += (known.empty() ? "" : ", ") + next->get_name();
        throw BadWord{filled(tr("A command is missing. There are: {}."), known)};
    }

    CLI::App* command(CLI::App* parent, const char* name, const char* what) {
        auto* made = parent->add_subcommand(name, what);
        made->fallthrough();
        return made;
    }
    CLI::App* group(const char* name, const char* what) {
        auto* made = command(&app_, name, what);
        made->require_subcommand(1);
        return made;
    }
    /// The job is made when all words are read.
    void when(CLI::App* command_app, std::function<Job()> make) {
        command_app->callback([this, make = std::move(make)] { make_job_ = make; });
    }
    void needs(CLI::App* command_app, const char* name, const char* what) {
        command_app->add_option(name, words_.subject, what)->type_name("")->required();
    }

    void add_common() {
        app_.add_option("--server", words_.server, MOTCUA_N("Address of the server"))
            ->type_name("HOST:PORT")
            ->capture_default_str()
            ->envname("MOTCUA_SERVER");
        app_.add_option("--hall", words_.hall, MOTCUA_N("Id of the hall"))->type_name("ID")->envname("MOTCUA_HALL");
        app_.add_option("--data", words_.data, MOTCUA_N("The server's data folder (holds admin.key and server.crt)"))
            ->type_name("DIR")
            ->envname("MOTCUA_DATA");
        app_.add_option("--admin-key", words_.admin_key,
                        MOTCUA_N("The server's admin.key, where there is no data folder"))
            ->type_name("FILE");
        app_.add_option("--identity", words_.identity, MOTCUA_N("SHA-256 of the server's certificate, 64 hex digits"))
            ->type_name("HEX");
        app_.add_option("--lang", words_.language, MOTCUA_N("Language of the answers"))
            ->type_name(fmt::to_string(fmt::join(known_, "|")));
        app_.add_flag("--json", words_.json, MOTCUA_N("One line of JSON for scripts"));
        app_.add_option("--timeout", words_.timeout_s, MOTCUA_N("Seconds to wait for the server"))
            ->type_name("1..3600")
            ->check(CLI::Range(std::int64_t{1}, longest_timeout_s).description(""));
        // A script that wraps this command gives its own first; what follows wins.
        for (auto* option : app_.get_options([](const CLI::Option* option) { return !option->get_positional(); }))
            option->take_last();
    }

    void add_tickets() {
        auto* tickets = group("ticket", MOTCUA_N("Tickets of the day"));
        auto* issue = command(tickets, "issue", MOTCUA_N("Give a number"));
        needs(issue, "SERVICE", MOTCUA_N("Id of the service"));
        issue->add_option("--category", words_.category, MOTCUA_N("Id of the category"))->type_name("ID");
        issue->add_option("--language", words_.ticket_language, MOTCUA_N("Language of the ticket"))->type_name("TAG");
        when(issue, [this] {
            return Order{IssueTicket{key<ServiceId>(words_.subject, "SERVICE"),
                                     optional_key<CategoryId>(words_.category, "--category"),
                                     {},
                                     known_language(words_.ticket_language)},
                         std::nullopt};
        });
        auto* list = command(tickets, "list", MOTCUA_N("List the tickets of the day"));
        list->add_flag("--open", words_.open_only, MOTCUA_N("Only those that are not over"));
        when(list, [this] { return Question{ListTickets{words_.open_only, {}}}; });
        auto* show = command(tickets, "show", MOTCUA_N("Tell a ticket's story, and who was passed over and why"));
        needs(show, "TICKET", MOTCUA_N("Number (A025) or token"));
        when(show, [this] {
            ShowTicket query;
            query.number = parse_ticket_number(words_.subject);
            if (!query.number)
                query.token = token(words_.subject);
            return Question{query};
        });
        auto* cancel = command(tickets, "cancel", MOTCUA_N("Cancel a waiting ticket"));
        needs(cancel, "TICKET", MOTCUA_N("Number (A025) or token"));
        when(cancel, [this] {
            const auto number = parse_ticket_number(words_.subject);
            return Order{CancelTicket{number ? TicketToken{} : token(words_.subject)}, number};
        });
    }

    /// A command that says nothing but which counter.
    template <class Kind>
    void add_plain(CLI::App* counters, const char* name, const char* what) {
        auto* made = command(counters, name, what);
        with_counter(made);
        when(made, [this] {
            Kind order;
            order.counter = counter();
            return Order{order, std::nullopt};
        });
    }
    void with_counter(CLI::App* made) {
        made->add_option("--counter", words_.counter, MOTCUA_N("Id of the counter"))->required()->type_name("ID");
    }

    void add_counter() {
        auto* counters = group("counter", MOTCUA_N("What a counter does"));
        add_plain<CallNext>(counters, "next", MOTCUA_N("Call the next ticket"));
        add_plain<Recall>(counters, "recall", MOTCUA_N("Call the present ticket again"));
        add_plain<StartService>(counters, "start", MOTCUA_N("The citizen has come"));
        add_plain<FinishService>(counters, "finish", MOTCUA_N("The citizen was served"));
        add_plain<MarkNoShow>(counters, "no-show", MOTCUA_N("The citizen did not come"));
        add_plain<ResumeCounter>(counters, "resume", MOTCUA_N("End the break"));
        add_plain<CloseCounter>(counters, "close", MOTCUA_N("Close the counter"));
        add_counter_with_words(counters);
        auto* transfer = command(counters, "transfer", MOTCUA_N("Send the ticket to another service or counter"));
        with_counter(transfer);
        transfer->add_option("--to-service", words_.to_service, MOTCUA_N("Id of the service"))->type_name("ID");
        transfer->add_option("--to-counter", words_.to_counter, MOTCUA_N("Id of the counter"))->type_name("ID");
        transfer->add_option("--note", words_.note, MOTCUA_N("Why, for the next clerk"))->type_name("TEXT");
        when(transfer, [this] {
            if (words_.to_service.empty() == words_.to_counter.empty())
                throw BadWord{tr("Give either --to-service or --to-counter.")};
            return Order{TransferTicket{counter(), optional_key<ServiceId>(words_.to_service, "--to-service"),
                                        optional_key<CounterId>(words_.to_counter, "--to-counter"),
                                        line(words_.note, "--note", limits::note_bytes)},
                         std::nullopt};
        });
    }

    void add_counter_with_words(CLI::App* counters) {
        auto* open = command(counters, "open", MOTCUA_N("Open the counter"));
        with_counter(open);
        open->add_option("--staff", words_.staff, MOTCUA_N("Login of the person who serves there"))->type_name("LOGIN");
        open->add_flag("--take-over", words_.take_over, MOTCUA_N("End another person's sign-in there"));
        when(open, [this] {
            return Order{OpenCounter{counter(), optional_key<StaffId>(words_.staff, "--staff"), words_.take_over},
                         std::nullopt};
        });
        auto* hold = command(counters, "hold", MOTCUA_N("Put the ticket aside"));
        with_counter(hold);
        hold->add_option("--note", words_.note, MOTCUA_N("Why, for the next clerk"))->type_name("TEXT");
        when(hold, [this] {
            return Order{HoldTicket{counter(), line(words_.note, "--note", limits::note_bytes)}, std::nullopt};
        });
        auto* take_back =
            command(counters, "take-back", MOTCUA_N("Call a chosen ticket: held, missed, or waiting out of turn"));
        needs(take_back, "NUMBER", MOTCUA_N("Number of the ticket (A025)"));
        with_counter(take_back);
        when(take_back, [this] {
            const auto number = parse_ticket_number(words_.subject);
            if (!number)
                throw BadWord{filled(tr("\"{}\" is not a ticket's number."), shown(words_.subject))};
            return Order{TakeBack{counter(), {}}, number};
        });
        auto* pause = command(counters, "pause", MOTCUA_N("Begin a break"));
        pause
            ->add_option("REASON", words_.reason,
                         MOTCUA_N("Reason of the break: lunch, short-break, meeting, files, other, or any words"))
            ->type_name("");
        with_counter(pause);
        when(pause, [this] {
            return Order{PauseCounter{counter(), line(words_.reason, "REASON", limits::note_bytes)}, std::nullopt};
        });
    }

    void add_devices() {
        auto* devices = group("device", MOTCUA_N("Kiosks, boards and counter machines"));
        when(command(devices, "list", MOTCUA_N("List devices, and those that wait to be accepted")),
             [] { return Question{ListDevices{}}; });
        auto* accept = command(devices, "accept", MOTCUA_N("Accept the device that shows this code"));
        needs(accept, "CODE", MOTCUA_N("The six digits on its screen"));
        accept->add_option("REST", words_.code_rest, MOTCUA_N("Its last three digits, where they stand apart"))
            ->type_name("");
        accept->add_option("--name", words_.name, MOTCUA_N("Name of the device"))->type_name("TEXT");
        accept->add_option("--counter", words_.counter, MOTCUA_N("Id of the counter where it stands"))->type_name("ID");
        when(accept, [this] {
            std::string code = words_.subject + words_.code_rest;
            std::erase_if(code, [](char c) { return c == ' ' || c == '-'; });
            if (code.size() != 6 || !std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; }))
                throw BadWord{tr("A pairing code has six digits.")};
            return AcceptCode{code, line(words_.name, "--name", limits::name_bytes),
                              optional_key<CounterId>(words_.counter, "--counter")};
        });
        auto* revoke = command(devices, "revoke", MOTCUA_N("Never let this device in again"));
        needs(revoke, "ID", MOTCUA_N("Id of the device"));
        when(revoke, [this] { return Order{RevokeDevice{key<DeviceId>(words_.subject, "ID")}, std::nullopt}; });
    }

    void add_staff() {
        auto* staff = group("staff", MOTCUA_N("People who serve at counters"));
        auto* add = command(staff, "add", MOTCUA_N("Add a person; the password is asked for"));
        needs(add, "LOGIN", MOTCUA_N("What the person signs in with"));
        add->add_option("--name", words_.name, MOTCUA_N("The person's name"))->type_name("TEXT")->required();
        add->add_flag("--password-stdin", words_.password_from_stdin,
                      MOTCUA_N("Read the password from the first line of standard input"));
        when(add, [this] {
            return AddPerson{key<StaffId>(words_.subject, "LOGIN"), line(words_.name, "--name", limits::name_bytes),
                             words_.password_from_stdin};
        });
        when(command(staff, "list", MOTCUA_N("List people, and where they serve now")),
             [] { return Question{ListStaff{}}; });
        auto* remove = command(staff, "remove", MOTCUA_N("Remove a person"));
        needs(remove, "LOGIN", MOTCUA_N("What the person signs in with"));
        when(remove, [this] { return Order{RemoveStaff{key<StaffId>(words_.subject, "LOGIN")}, std::nullopt}; });
    }

    void add_local() {
        auto* config = group("config", MOTCUA_N("Settings files"));
        auto* check = command(
            config, "check",
            MOTCUA_N("Check the settings file of a centre, a server, a kiosk, a board or a counter, or a theme"));
        needs(check, "FILE", MOTCUA_N("The settings file"));
        when(check, [this] { return CheckFile{words_.subject}; });
        auto* backup = command(&app_, "backup", MOTCUA_N("Write a copy of the data while the server runs"));
        needs(backup, "FILE", MOTCUA_N("A plain name (in the server's backup folder) or a path on this machine"));
        when(backup, [this] {
            if (words_.subject.empty())
                throw BadWord{tr("A backup needs a name.")};
            return MakeBackup{words_.subject};
        });
        auto* restore = command(&app_, "restore", MOTCUA_N("Put a backup into --data while no server runs"));
        needs(restore, "FILE", MOTCUA_N("The backup"));
        when(restore, [this] {
            if (words_.data.empty())
                throw BadWord{tr("Give the server's data folder with --data.")};
            return RestoreBackup{words_.subject};
        });
        when(command(&app_, "doctor", MOTCUA_N("Look for what is wrong, and say what to do")),
             [] { return Examine{}; });
        when(command(&app_, "health", MOTCUA_N("What the server says of itself")),
             [] { return Question{AskHealth{}}; });
    }

    void add_audit() {
        auto* audit = group("audit", MOTCUA_N("The action log"));
        auto* verify = command(audit, "verify", MOTCUA_N("Prove that no row of the action log was changed or removed"));
        verify->add_option("FILE", words_.subject, MOTCUA_N("A data file or a backup; else the one in --data"))
            ->type_name("");
        verify->add_option("--head", words_.heads, MOTCUA_N("A head from an earlier run: it must still be in the log"))
            ->type_name("HALL:ROW:HEX")
            ->allow_extra_args(false);
        when(verify, [this] {
            if (words_.subject.empty() && words_.data.empty())
                throw BadWord{tr("Give the server's data folder with --data, or a file.")};
            VerifyAudit job{words_.subject, {}};
            for (const std::string& word : words_.heads) {
                const auto head = store::parse_chain_head(word);
                if (!head)
                    throw BadWord{filled(tr("--head: \"{}\" is not HALL:ROW:HEX, as the command prints it."),
                                         escaped_for_log(word, 128))};
                job.kept.push_back(*head);
            }
            return job;
        });
        auto* refusals =
            command(audit, "refusals", MOTCUA_N("Who asked for what they may not do, or did not prove who they are"));
        refusals->add_option("FILE", words_.subject, MOTCUA_N("A data file or a backup; else the one in --data"))
            ->type_name("");
        refusals->add_option("--last", words_.last, MOTCUA_N("So many of the latest"))
            ->type_name(fmt::format("1..{}", most_refusals_listed))
            ->check(CLI::Range(std::size_t{1}, most_refusals_listed).description(""));
        when(refusals, [this] {
            if (words_.subject.empty() && words_.data.empty())
                throw BadWord{tr("Give the server's data folder with --data, or a file.")};
            return ListRefusals{words_.subject, words_.last};
        });
    }

    // --- words that must be of a form --------------------------------------------------------------------------------

    static std::string shown(const std::string& word) { return escaped_for_log(word, 64); }

    template <class Id>
    Id key(const std::string& word, const char* name) const {
        if (!is_key(word))
            throw BadWord{filled(tr("{}: \"{}\" is not an id (1 to 32 of a-z, 0-9 and '-')."), name, shown(word))};
        return Id{word};
    }
    template <class Id>
    Id optional_key(const std::string& word, const char* name) const {
        return word.empty() ? Id{} : key<Id>(word, name);
    }
    CounterId counter() const { return key<CounterId>(words_.counter, "--counter"); }
    TicketToken token(const std::string& word) const {
        if (!is_ticket_token(word))
            throw BadWord{filled(tr("\"{}\" is neither a ticket's number nor its token."), shown(word))};
        return TicketToken{word};
    }
    std::string line(const std::string& word, const char* name, std::size_t most_bytes) const {
        const auto text = nfc(word);
        if (!text || !is_clean_line(*text, most_bytes))
            throw BadWord{filled(tr("{}: at most {} bytes of text in one line."), name, most_bytes)};
        return *text;
    }

    /// "" is the usual one.
    std::string known_language(const std::string& tag) const {
        if (!tag.empty() && std::find(known_.begin(), known_.end(), tag) == known_.end())
            throw BadWord{filled(tr("There is no language \"{}\". There are: {}."), shown(tag),
                                 fmt::to_string(fmt::join(known_, ", ")))};
        return tag;
    }

    Arguments arguments() {
        Arguments arguments;
        arguments.job = make_job_();
        arguments.output = words_.json ? Output::Json : Output::Text;
        arguments.data = words_.data;
        arguments.admin_key = words_.admin_key;
        const bool is_backup = std::holds_alternative<MakeBackup>(arguments.job);
        arguments.timeout_ms = words_.timeout_s != 0 ? words_.timeout_s * 1000
                               : is_backup           ? backup_timeout_ms
                                                     : usual_timeout_ms;
        const auto address = link::parse_address(words_.server);
        if (!address)
            throw BadWord{tr("--server: an address is HOST, HOST:PORT or [IPV6]:PORT.")};
        arguments.server = *address;
        if (!words_.identity.empty()) {
            arguments.identity = link::identity_from_hex(words_.identity);
            if (!arguments.identity)
                throw BadWord{tr("--identity: 64 hexadecimal digits are expected.")};
        }
        known_language(without_country(words_.language));
        arguments.hall = optional_key<HallId>(words_.hall, "--hall");
        need_server(arguments);
        return arguments;
    }

    /// What speaks to a server needs a hall and a proof; the doctor says itself what is missing.
    void need_server(const Arguments& arguments) const {
        const Job& job = arguments.job;
        if (std::holds_alternative<CheckFile>(job) || std::holds_alternative<RestoreBackup>(job) ||
            std::holds_alternative<VerifyAudit>(job) || std::holds_alternative<ListRefusals>(job) ||
            std::holds_alternative<Examine>(job))
            return;
        if (arguments.hall.empty())
            throw BadWord{tr("Give the hall with --hall or MOTCUA_HALL.")};
        const bool has_identity = arguments.identity || !arguments.data.empty();
        if ((arguments.data.empty() && arguments.admin_key.empty()) || !has_identity)
            throw BadWord{
                tr("Give the server's data folder with --data or MOTCUA_DATA, or else --admin-key and "
                   "--identity.")};
    }

    const Language& language_;
    const std::vector<std::string>& known_;
    Words words_;
    std::function<Job()> make_job_;
    CLI::App app_;
    std::string help_;  ///< for whoever mistyped
};

}  // namespace

bool wants_json(const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word == "--json" || (word.starts_with("--json=") && word != "--json=false");
    });
}

std::variant<Arguments, Leave> parse_arguments(std::vector<std::string> words, const Language& language,
                                               const std::vector<std::string>& known) {
    return Parser(language, known).parse(std::move(words));
}

}  // namespace motcua::cli
