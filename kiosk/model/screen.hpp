#pragma once
// What the kiosk shows now, in words already translated: a screen draws it and decides nothing. Equal when nothing
// changed, so that an unchanged screen is not drawn again.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/model/intents.hpp"

namespace motcua::kiosk {

enum class Page : std::uint8_t { Starting, Pairing, Rejected, Tiles, Service, Waiting, Ticket, Problem };

struct TileText {
    std::string id;  ///< stable over languages: "home.service.birth"
    std::string title;
    std::string subtitle;
    std::string badge;
    std::string letter;  ///< of a service; "" = icon
    std::string icon;
    bool is_open = true;
    Intent intent;
    bool operator==(const TileText&) const;
};

struct LanguageText {
    std::string tag;
    std::string name;  ///< in itself: "Tiếng Việt"
    bool is_chosen = false;
    bool operator==(const LanguageText&) const = default;
};

struct TicketText {
    std::string caption;  ///< "Your number"
    std::string number;
    std::string service;
    std::string ahead;            ///< how many, or how the number was given
    bool is_given_alone = false;  ///< without the server: `ahead` is a sentence
    std::string where;            ///< sit down, watch the board
    std::string paper;            ///< take the ticket, or photograph this
    bool paper_is_trouble = false;
    std::string qr_text;
    std::string qr_caption;
    std::string valid;  ///< said when there is no paper
    bool operator==(const TicketText&) const = default;
};

struct HelpText {
    std::string title;
    std::vector<std::string> lines;
    std::string close;
    bool operator==(const HelpText&) const = default;
};

struct IdleText {
    std::string title;
    std::string text;
    std::string stay;
    std::string leave;
    std::int32_t seconds_left = 0;
    std::int32_t seconds_of = 0;
    bool operator==(const IdleText&) const = default;
};

struct KioskScreen {
    Page page = Page::Starting;

    // The frame around every page.
    std::string agency;
    std::string branch;
    std::string clock;   ///< "08:15"
    std::string date;    ///< "24/11/2026"
    std::string banner;  ///< no connection, printer in trouble; "" = none
    std::vector<LanguageText> languages;
    std::string large_text;
    std::string high_contrast;
    std::string help;
    std::string back;  ///< "" = no such button on this page
    std::string home;
    bool has_large_text = false;
    bool has_high_contrast = false;

    // The page.
    std::string title;
    std::vector<std::string> lines;  ///< paragraphs beneath the title
    std::vector<TileText> tiles;     ///< services or groups; categories on Page::Service
    std::string previous_page;       ///< "" = there is none
    std::string next_page;
    std::string page_of;       ///< "Page 1 of 2"
    std::string letter;        ///< Page::Service
    std::string choose_title;  ///< Page::Service: asks for the category; "" = there are no categories
    std::string choose_text;   ///< what choosing one means
    std::string none_title;    ///< Page::Service: over the button for who is in none of the groups
    std::string main_button;   ///< take a number, try again, stop waiting; "" = none
    Wish main_wish = Wish::Home;
    bool main_takes_number = false;
    bool is_busy = false;  ///< a request is under way: choices do not react
    bool has_spinner = false;
    bool is_trouble = false;  ///< amber, with an icon
    std::string code;         ///< Page::Pairing
    TicketText ticket;

    std::optional<HelpText> help_sheet;
    std::optional<IdleText> idle;

    bool operator==(const KioskScreen&) const = default;
};

}  // namespace motcua::kiosk
