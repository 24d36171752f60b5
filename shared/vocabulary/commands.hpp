#pragma once
// What may be asked of a hall. Changes (Command) are journaled and carry a RequestId; questions (Query) change nothing.
// Plain data; what a role may ask is one table in server/session.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "shared/base/secrets.hpp"
#include "shared/vocabulary/centre.hpp"
#include "shared/vocabulary/refusal.hpp"
#include "shared/vocabulary/ticket.hpp"

namespace motcua {

/// Numbers are part of the wire and the journal.
enum class Role : std::uint8_t {
    Unproven = 0,
    Kiosk = 1,
    Board = 2,
    Counter = 3,  ///< a paired counter machine where nobody has signed in
    Staff = 4,    ///< a paired counter machine with a signed-in person
    Admin = 5,
};
std::string_view name_of(Role role);

/// Who did it: goes into every event.
struct Actor {
    Role role = Role::Unproven;
    DeviceId device;  ///< empty for the command of an administrator
    StaffId staff;    ///< empty unless signed in
    bool operator==(const Actor&) const = default;
};

// --- a citizen ---------------------------------------------------------------------------------------------------
struct IssueTicket {
    ServiceId service;
    CategoryId category;   ///< empty = none
    TicketToken token;     ///< made by the server's session before the command is decided; empty on the wire
    std::string language;  ///< the citizen's; "" = the centre's first
};
struct CancelTicket {
    TicketToken token;
};

// --- a kiosk that may lose its server: docs/decisions/0008 -----------------------------------------------------------
struct ReserveNumbers {};  ///< makes the asking kiosk's own numbers of this day as many as they should be
struct IssueReserved {     ///< the kiosk gave one of them to a person while it had no server
    ServiceId service;
    CategoryId category;  ///< empty = none
    TicketNumber number;
    TicketToken token;  ///< made by the kiosk: it is on the paper already
    Date service_day;
    Instant issued_at;     ///< by the kiosk's clock; the hall lets it lie between the reservation and now
    std::string language;  ///< the citizen's; "" = the centre's first
};

// --- a counter; the counter is the asker's own, or any for an administrator -----------------------------------------
// What is done with the ticket at a counter names it as the clerk sees it: a key that was pressed over an older picture
// must not act on the next person. 0 = whichever is there, for those who see no picture.
struct OpenCounter {  ///< a person begins to serve (sign-in); the password was checked before
    CounterId counter;
    StaffId staff;
    bool take_over = false;  ///< end another person's sign-in there; both see it
};
struct CloseCounter {
    CounterId counter;
};
struct CallNext {
    CounterId counter;
};
struct Recall {
    CounterId counter;
    TicketId ticket{};
};
struct StartService {
    CounterId counter;
    TicketId ticket{};
};
struct FinishService {
    CounterId counter;
    TicketId ticket{};
};
struct MarkNoShow {
    CounterId counter;
    TicketId ticket{};
};
struct HoldTicket {
    CounterId counter;
    std::string note;
    TicketId ticket{};
};
struct TakeBack {  ///< call a chosen ticket: held, missed, or one that waits, out of turn
    CounterId counter;
    TicketId ticket;
};
struct TransferTicket {
    CounterId counter;
    ServiceId to_service;  ///< exactly one of the two is set
    CounterId to_counter;
    std::string note;
    TicketId ticket{};
};
struct PauseCounter {
    CounterId counter;
    std::string reason;
};
struct ResumeCounter {
    CounterId counter;
};

// --- an administrator -----------------------------------------------------------------------------------------------
struct ImportSettings {
    CentreSettings settings;
};
struct AcceptDevice {  ///< made by the server from a pairing code that an administrator accepted
    DeviceId device;
    Role role = Role::Kiosk;
    std::string name;
    PublicKey key{};
    CounterId counter;  ///< for Role::Counter: the counter where it stands; may be empty (chosen at sign-in)
};
struct RevokeDevice {
    DeviceId device;
};
struct AddStaff {
    StaffId login;
    std::string name;
    std::string password_hash;  ///< argon2id; made on the server's worker, never on the wire
};
struct RemoveStaff {
    StaffId login;
};

// --- time itself ----------------------------------------------------------------------------------------------------
struct Tick {};  ///< lets the service day turn over where nobody asks anything; made by the server only

using Command =
    std::variant<IssueTicket, CancelTicket, OpenCounter, CloseCounter, CallNext, Recall, StartService, FinishService,
                 MarkNoShow, HoldTicket, TakeBack, TransferTicket, PauseCounter, ResumeCounter, ImportSettings,
                 AcceptDevice, RevokeDevice, AddStaff, RemoveStaff, ReserveNumbers, IssueReserved, Tick>;
std::string_view name_of(const Command& command);  ///< "issue_ticket", ...

/// The answer to a command. `ticket` is the one it was about, as it is now.
struct Reply {
    Refusal refusal = Refusal::None;
    std::optional<TicketDetail> ticket;
    DeviceId device;                  ///< after AcceptDevice
    std::optional<Instant> opens_at;  ///< of a refused number: when numbers are given again, if known
    std::string detail;               ///< for a person who looks into it: a name, a limit; never a secret
    /// After ReserveNumbers: all that this kiosk has, at most limits::reserved_ranges.
    std::vector<ReservedNumbers> reserved{};
    bool operator==(const Reply&) const = default;
};

// --- questions ------------------------------------------------------------------------------------------------------
struct ListTickets {  ///< of the current service day, in order of issue; an answer that is cut short goes on with
                      ///< `after`
    bool open_only = false;
    TicketId after{};  ///< only what was issued after this one; 0 = from the first
};
struct ShowTicket {  ///< by token, or by number of the current service day
    TicketToken token;
    std::optional<TicketNumber> number;
};
struct ListDevices {};
struct ListStaff {};
struct AskHealth {};
struct BackUp {
    std::string file_name;
};  ///< a plain name; written into the server's backup folder

using Query = std::variant<ListTickets, ShowTicket, ListDevices, ListStaff, AskHealth, BackUp>;
std::string_view name_of(const Query& query);

struct DeviceLine {
    DeviceId id;
    std::string name;
    Role role = Role::Kiosk;
    CounterId counter;
    std::string pairing_code;  ///< set while it waits to be accepted; then `id` is empty
    Instant since;             ///< accepted, or asked
    bool connected = false;
    bool revoked = false;
    bool operator==(const DeviceLine&) const = default;
};
struct StaffLine {
    StaffId login;
    std::string name;
    CounterId at_counter;
    bool operator==(const StaffLine&) const = default;
};
struct HealthLine {
    std::string name;  ///< stable: "store", "queue", "hall kon-tum", ...
    bool is_good = true;
    Problem what;  ///< a sentence of the catalogue, also where all is well; numbers, days and reasons stand in it
    bool operator==(const HealthLine&) const = default;
};

/// The answer to a query: only the list that was asked for is filled.
struct Answer {
    Refusal refusal = Refusal::None;
    std::string detail;
    Problem reason;  ///< of a failure that has one: what `detail` says in English, for the asker to translate
    std::vector<TicketDetail> tickets;
    bool cut_short = false;  ///< there are more than one answer holds: ListTickets::after
    std::vector<DeviceLine> devices;
    std::vector<StaffLine> staff;
    std::vector<HealthLine> health;
    std::string file;  ///< of a backup: where it lies on the server
    bool operator==(const Answer&) const = default;
};

}  // namespace motcua
