#include "shared/language/help.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "shared/base/text.hpp"

namespace motcua {
namespace {

class HelpForm : public CLI::Formatter {
  public:
    explicit HelpForm(Language language) : language_(std::move(language)) {
        label("Usage", tr(MOTCUA_N("Usage")));
        label("OPTIONS", tr(MOTCUA_N("OPTIONS")));
        label("SUBCOMMAND", tr(MOTCUA_N("COMMAND")));
        label("REQUIRED", tr(MOTCUA_N("(required)")));
        label("Env", tr(MOTCUA_N("environment")));
        column_width(34);
    }

    std::string make_description(const CLI::App* app) const override { return tr(app->get_description()) + "\n"; }
    std::string make_group(std::string, bool is_positional, std::vector<const CLI::Option*> options) const override {
        return Formatter::make_group(tr(is_positional ? MOTCUA_N("Words") : MOTCUA_N("Options")), is_positional,
                                     std::move(options));
    }
    std::string make_option(const CLI::Option* option, bool is_positional) const override {
        return row(make_option_name(option, is_positional) + make_option_opts(option), option->get_description());
    }
    std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode) const override {
        std::string rows;
        for (const CLI::App* command : app->get_subcommands({}))
            rows += row(command->get_name(), command->get_description());
        return rows.empty() ? rows : "\n" + tr(MOTCUA_N("Commands")) + ":\n" + rows;
    }
    std::string make_footer(const CLI::App* app) const override {
        return app->get_footer().empty() ? std::string() : tr(app->get_footer()) + "\n";
    }

  private:
    std::string tr(const std::string& text) const { return language_.tr(text.c_str()); }

    /// CLI11 counts bytes where a column is meant.
    std::string row(const std::string& name, const std::string& description) const {
        const std::string left = "  " + name;
        const std::size_t columns = columns_of(left);
        const bool fits = columns < column_width_;
        return left + (fits ? std::string(column_width_ - columns, ' ') : "\n" + std::string(column_width_, ' ')) +
               tr(description) + "\n";
    }

    Language language_;
};

}  // namespace

void tell_help_in(CLI::App& app, const Language& language) {
    app.formatter(std::make_shared<HelpForm>(language));
    if (auto* help = app.get_help_ptr())
        help->description(MOTCUA_N("Show this help"));
    if (auto* version = app.get_version_ptr())
        version->description(MOTCUA_N("Say the version"));
}

}  // namespace motcua
