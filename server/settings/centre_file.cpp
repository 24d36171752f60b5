#include "server/settings/centre_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "server/settings/time_zone.hpp"
#include "shared/base/settings.hpp"
#include "shared/base/text.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::settings {
namespace {

constexpr const char* weekday_keys[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::int32_t minutes_of_day = 24 * 60;

/// Reads one file; what later blocks refer to is kept here.
class CentreReader {
  public:
    explicit CentreReader(SettingsTable root) : root_(std::move(root)) {}

    CentreSettings read() {
        read_languages();
        read_time();
        centre_.agency = texts(root_, "agency", limits::short_text_bytes, Need::Required);
        centre_.branch = texts(root_, "branch", limits::short_text_bytes, Need::Optional);
        centre_.ticket_footer = texts(root_, "ticket_footer", limits::short_text_bytes, Need::Optional);
        read_hours();
        for (auto& block : root_.tables("group", limits::groups))
            read_group(block);
        for (auto& block : root_.tables("service", limits::services))
            read_service(block);
        for (auto& block : root_.tables("category", limits::categories))
            read_category(block);
        for (auto& block : root_.tables("counter", limits::counters))
            read_counter(block);
        for (auto& block : root_.tables("notice", limits::notices))
            centre_.notices.push_back(all_languages(block, limits::short_text_bytes));
        if (centre_.services.empty())
            root_.complain("service", "a centre has at least one [[service]]");
        if (centre_.counters.empty())
            root_.complain("counter", "a centre has at least one [[counter]]");
        complain_of_unserved();
        root_.finish();
        return std::move(centre_);
    }

  private:
    enum class Need { Required, Optional };

    /// Where they are wrong, "vi" and "en" are read, so that the texts below say only what is wrong with themselves.
    void read_languages() {
        centre_.languages = root_.texts("languages", limits::languages);
        std::set<std::string> seen;
        for (const auto& tag : centre_.languages) {
            if (!is_key(tag) || tag.size() > 8)
                complain_of_languages(MOTCUA_N("\"{}\" is not a language tag such as vi, en, bdq"), tag);
            if (!seen.insert(tag).second)
                complain_of_languages(MOTCUA_N("\"{}\" stands twice"), tag);
        }
        if (seen.count("vi") == 0 || seen.count("en") == 0)
            complain_of_languages(MOTCUA_N("\"languages\" names at least \"vi\" and \"en\"; the first is shown first"));
        if (!are_languages_good_)
            centre_.languages = {"vi", "en"};
    }

    template <class... Values>
    void complain_of_languages(const char* text, const Values&... values) {
        root_.complain("languages", text, values...);
        are_languages_good_ = false;
    }

    void read_time() {
        centre_.time_zone = root_.text("time_zone", "Asia/Ho_Chi_Minh", 64);
        auto offsets = offsets_of_zone(centre_.time_zone);
        if (offsets)
            centre_.offsets = std::move(*offsets);
        else
            root_.complain("time_zone",
                           "the time zone \"{}\" is not known to this system (an example: Asia/Ho_Chi_Minh)",
                           centre_.time_zone);
        centre_.missed_return_min =
            static_cast<std::int32_t>(root_.integer("missed_return_min", 60, 0, minutes_of_day));
        for (const auto& text : root_.texts("holidays", limits::holidays)) {
            if (const auto date = parse_date(text))
                centre_.holidays.push_back(*date);
            else
                root_.complain("holidays", "\"{}\" is not a date such as \"2027-01-01\"", text);
        }
        std::sort(centre_.holidays.begin(), centre_.holidays.end());
        centre_.holidays.erase(std::unique(centre_.holidays.begin(), centre_.holidays.end()), centre_.holidays.end());
    }

    static std::string text_in(SettingsTable& table, const std::string& tag, std::size_t max_bytes) {
        const bool is_basic = tag == "vi" || tag == "en";
        if (is_basic && table.has(tag))
            return table.required_text(tag, max_bytes);
        if (is_basic)
            table.complain(tag, "the text in \"{}\" is missing", tag);
        return table.text(tag, {}, max_bytes);
    }

    LocalText all_languages(SettingsTable& table, std::size_t max_bytes) {
        LocalText text;
        for (const auto& tag : centre_.languages) {
            auto in_language = text_in(table, tag, max_bytes);
            if (!is_blank(in_language))
                text.by_language.emplace_back(tag, std::move(in_language));
        }
        if (are_languages_good_)
            table.finish();
        return text;
    }

    LocalText texts(SettingsTable& table, std::string_view key, std::size_t max_bytes, Need need) {
        if (!table.has(key)) {
            if (need == Need::Required)
                table.complain(key, "\"{}\" is missing: a table with a text for each language", key);
            return {};
        }
        auto by_language = table.table(key);
        return by_language ? all_languages(*by_language, max_bytes) : LocalText{};
    }

    void read_hours() {
        if (!root_.has("hours"))
            root_.complain("hours", "[hours.NAME] is missing: when numbers are given, day by day");
        auto all = root_.table("hours");
        if (!all)
            return;
        has_hours_ = true;
        default_hours_ = all->text("default", {}, max_key_bytes);
        const auto names = hour_names(*all);
        for (const auto& name : names) {
            auto table = all->table(name);
            if (!table)
                continue;
            WeekHours week;
            for (std::size_t day = 0; day < week.days.size(); ++day)
                week.days[day] = sessions(*table, weekday_keys[day]);
            table->finish();
            hours_[name] = week;
        }
        all->finish();
        // Told as unknown: what services miss for want of a default follows from it.
        is_default_wanted_ = !all->has("default") && names.size() < all->keys().size();
        if (!default_hours_.empty() && hours_.count(default_hours_) == 0)
            all->complain("default", "there is no [hours.{}]{}", default_hours_,
                          SettingsTable::hint(default_hours_, names));
    }

    /// What is no table is not the name of hours, but "default" or a mistyped key.
    static std::vector<std::string> hour_names(SettingsTable& all) {
        std::vector<std::string> names;
        for (const auto& key : all.keys()) {
            if (all.is_table(key) && key != "default")
                names.push_back(key);
        }
        return names;
    }

    std::vector<Session> sessions(SettingsTable& table, std::string_view day) {
        std::vector<Session> list;
        for (const auto& text : table.texts(day, limits::sessions_per_day)) {
            const auto from = text.size() == 11 && text[5] == '-' ? parse_hhmm(text.substr(0, 5)) : std::nullopt;
            const auto to = from ? parse_hhmm(text.substr(6)) : std::nullopt;
            if (!from || !to || *from >= *to) {
                if (from && to && *from > *to)
                    table.complain(day,
                                   "\"{}\" is not a session such as \"07:30-11:30\": it ends before it begins, and a "
                                   "session cannot cross midnight (end it at \"24:00\" and begin the next day's at "
                                   "\"00:00\"; whoever still waits at midnight takes a new number)",
                                   text);
                else
                    table.complain(day, "\"{}\" is not a session such as \"07:30-11:30\"", text);
                continue;
            }
            if (!list.empty() && list.back().to_min > *from) {
                table.complain(day, "\"{}\" overlaps the session before it, or is out of order", text);
                continue;
            }
            list.push_back(Session{*from, *to});
        }
        return list;
    }

    /// An id of its own kind: a key, not yet taken.
    template <class Id>
    Id read_id(SettingsTable& block, std::set<std::string>& taken) {
        const std::string id = block.required_text("id", max_key_bytes);
        if (!id.empty() && !is_key(id))
            block.complain("id", "\"{}\" is not an id: small letters, digits and '-'", id);
        if (!id.empty() && !taken.insert(id).second)
            block.complain("id", "the id \"{}\" stands twice", id);
        return Id{id};
    }

    static Problem hint(const std::string& word, const std::set<std::string>& known) {
        return SettingsTable::hint(word, std::vector<std::string>(known.begin(), known.end()));
    }

    void read_group(SettingsTable& block) {
        GroupSettings group;
        group.id = read_id<GroupId>(block, groups_);
        group.name = texts(block, "name", limits::name_bytes, Need::Required);
        group.icon = block.text("icon", {}, max_key_bytes);
        block.finish();
        centre_.groups.push_back(std::move(group));
    }

    void read_letter(SettingsTable& block, ServiceSettings& service) {
        const std::string letter = block.required_text("letter", 4);
        if (letter.size() != 1 || letter[0] < 'A' || letter[0] > 'Z') {
            if (!letter.empty())
                block.complain("letter", "\"{}\" is not one letter from A to Z", letter);
            return;
        }
        service.letter = letter[0];
        const auto [owner, is_new] = letters_.emplace(letter[0], service.id.value);
        if (!is_new)
            block.complain("letter", "the letter {} belongs to the service \"{}\" already", letter, owner->second);
    }

    /// What is wrong with [hours] as a whole, or with its default, is told there and not at each service.
    WeekHours read_service_hours(SettingsTable& block) {
        const std::string hours = block.text("hours", default_hours_, max_key_bytes);
        if (const auto found = hours_.find(hours); found != hours_.end())
            return found->second;
        std::vector<std::string> names;
        for (const auto& [name, week] : hours_)
            names.push_back(name);
        if (has_hours_ && hours.empty() && !std::exchange(is_default_wanted_, true))
            block.complain("hours", "\"hours\" is missing, and [hours] names no default");
        if (has_hours_ && block.has("hours") && !hours.empty())
            block.complain("hours", "there is no [hours.{}]{}", hours, SettingsTable::hint(hours, names));
        return {};
    }

    /// Where there is no [[group]] at all, one service says so for all.
    void complain_of_group(SettingsTable& block, const std::string& group) {
        if (!groups_.empty() || !std::exchange(is_group_wanted_, true))
            block.complain("group", "there is no group \"{}\"{}", group, hint(group, groups_));
    }

    void read_service(SettingsTable& block) {
        ServiceSettings service;
        service.id = read_id<ServiceId>(block, services_);
        read_letter(block, service);
        service.group = GroupId{block.text("group", {}, max_key_bytes)};
        if (!service.group.empty() && groups_.count(service.group.value) == 0)
            complain_of_group(block, service.group.value);
        service.name = texts(block, "name", limits::name_bytes, Need::Required);
        service.hint = texts(block, "hint", limits::hint_bytes, Need::Optional);
        service.icon = block.text("icon", {}, max_key_bytes);
        service.first_number =
            static_cast<std::int32_t>(block.integer("first_number", 1, 1, limits::numbers_per_letter));
        service.last_number = static_cast<std::int32_t>(
            block.integer("last_number", limits::numbers_per_letter, 1, limits::numbers_per_letter));
        if (service.last_number < service.first_number)
            block.complain("last_number", "\"last_number\" is below \"first_number\"");
        service.daily_cap = static_cast<std::int32_t>(block.integer("daily_cap", 0, 0, limits::numbers_per_letter));
        service.norm_min = static_cast<std::int32_t>(block.integer("norm_min", 10, 1, minutes_of_day));
        service.hours = read_service_hours(block);
        block.finish();
        centre_.services.push_back(std::move(service));
        service_blocks_.push_back(block);
    }

    void read_category(SettingsTable& block) {
        CategorySettings category;
        category.id = read_id<CategoryId>(block, categories_);
        category.name = texts(block, "name", limits::name_bytes, Need::Required);
        category.head_start_min =
            static_cast<std::int32_t>(block.integer("head_start_min", 0, 0, limits::head_start_min));
        category.icon = block.text("icon", {}, max_key_bytes);
        block.finish();
        centre_.categories.push_back(std::move(category));
    }

    void read_counter(SettingsTable& block) {
        CounterSettings counter;
        counter.id = read_id<CounterId>(block, counters_);
        counter.name = block.text("name", counter.id.value, 16);
        if (block.has("name") && is_blank(counter.name))
            block.complain("name", "\"{}\" is empty", "name");
        counter.label = texts(block, "label", limits::name_bytes, Need::Required);
        counter.zone = block.text("zone", {}, max_key_bytes);
        if (!counter.zone.empty() && !is_key(counter.zone))
            block.complain("zone", "\"{}\" is not a zone's id: small letters, digits and '-'", counter.zone);
        if (zones_.insert(counter.zone).second && zones_.size() == limits::zones + 1)
            block.complain("zone", "a centre has at most {} zones", limits::zones);
        const auto named = block.texts("services", limits::services);
        std::set<std::string> served;
        for (const auto& service : named) {
            if (services_.empty())
                break;  // told once for the centre
            if (services_.count(service) == 0)
                block.complain("services", "there is no service \"{}\"{}", service, hint(service, services_));
            else if (!served.insert(service).second)
                block.complain("services", "the service \"{}\" stands twice", service);
            else
                counter.services.push_back(ServiceId{service});
        }
        if (named.empty() && !block.is_plain("services"))
            block.complain("services", "a counter serves at least one service");
        block.finish();
        centre_.counters.push_back(std::move(counter));
    }

    /// A number that no counter could ever call would wait for ever.
    void complain_of_unserved() {
        if (centre_.counters.empty())
            return;  // told once for the centre
        for (std::size_t i = 0; i < centre_.services.size(); ++i) {
            const ServiceSettings& service = centre_.services[i];
            const bool is_served =
                std::any_of(centre_.counters.begin(), centre_.counters.end(), [&](const CounterSettings& counter) {
                    return std::count(counter.services.begin(), counter.services.end(), service.id) > 0;
                });
            if (!is_served && is_key(service.id.value))  // else nothing can name it, which is told at the id
                service_blocks_[i].complain("id", "no counter serves \"{}\"", service.id.value);
        }
    }

    SettingsTable root_;
    CentreSettings centre_;
    bool are_languages_good_ = true;
    bool has_hours_ = false;
    bool is_default_wanted_ = false;
    bool is_group_wanted_ = false;
    std::string default_hours_;
    std::map<std::string, WeekHours> hours_;
    std::map<char, std::string> letters_;
    std::set<std::string> groups_, services_, categories_, counters_, zones_;
    std::vector<SettingsTable> service_blocks_;  ///< as centre_.services
};

Result<CentreSettings> centre_in(const Result<SettingsFile>& file) {
    if (!file)
        return file.error();
    auto centre = CentreReader(file->root()).read();
    if (!file->problems().empty())
        return file->problems().joined();
    return centre;
}

}  // namespace

Result<CentreSettings> parse_centre(std::string_view toml, std::string_view file_name) {
    return centre_in(SettingsFile::parse(toml, file_name));
}

Result<CentreSettings> read_centre(const std::filesystem::path& path) {
    return centre_in(SettingsFile::read(path));
}

}  // namespace motcua::settings
