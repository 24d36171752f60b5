#include "tests/kiosk/scenes.hpp"

#include "kiosk/model/limits.hpp"

namespace motcua::kiosk::test {
namespace {

void choose(Kiosk& kiosk) {
    kiosk.touch(ChooseService{ServiceId{"s3"}});
}

void take(Kiosk& kiosk) {
    choose(kiosk);
    kiosk.touch(TakeNumber{});
}

void printed(Kiosk& kiosk, PrintOutcome outcome) {
    take(kiosk);
    kiosk.answer_with_ticket("C128", 14);
    kiosk.model.print_ended(kiosk.program.printed.back().job, outcome, kiosk.now());
}

/// A number of the kiosk's own, given while the server is away.
void take_alone(Kiosk& kiosk, PrintOutcome outcome) {
    kiosk.wait(100);
    Reply reply;
    reply.reserved = {{kiosk.model.state().today(), ServiceId{"s3"}, 'C', 980, 999}};
    kiosk.model.reply_came(kiosk.program.asked.back().id, reply, kiosk.now());
    kiosk.lose_connection();
    take(kiosk);
    kiosk.model.print_ended(kiosk.program.printed.back().job, outcome, kiosk.now());
}

void close_some(Kiosk& kiosk) {
    kiosk.view.services[1].state = ServiceState::Closed;
    kiosk.view.services[1].opens_at = morning + 5 * hour_ms;
    kiosk.view.services[2].state = ServiceState::CapReached;
    kiosk.view.services[2].opens_at = morning + 3 * day_ms;
    kiosk.view.services[5].state = ServiceState::NumbersOut;
    kiosk.view.services[5].opens_at = morning + day_ms;
    kiosk.model.view_came(kiosk.view, kiosk.now());
}

}  // namespace

const std::vector<Scene>& scenes() {
    static const std::vector<Scene> all{
        {"home", 8, [](Kiosk&) {}},
        {"home-many", 20, [](Kiosk&) {}},
        {"home-few", 3, [](Kiosk&) {}},
        {"home-none", 0, [](Kiosk&) {}},
        {"home-closed", 8, close_some},
        {"home-offline", 8, [](Kiosk& kiosk) { kiosk.lose_connection(); }},
        {"more", 20, [](Kiosk& kiosk) { kiosk.touch(Wish::MoreServices); }},
        {"group", 20,
         [](Kiosk& kiosk) {
             kiosk.touch(Wish::MoreServices);
             kiosk.touch(ChooseGroup{GroupId{"people"}});
         }},
        {"service", 8, choose},
        {"service-plain", 8,
         [](Kiosk& kiosk) {
             kiosk.view.categories.clear();
             kiosk.model.view_came(kiosk.view, kiosk.now());
             choose(kiosk);
         }},
        {"waiting", 8,
         [](Kiosk& kiosk) {
             take(kiosk);
             kiosk.wait(limits::spinner_ms);
         }},
        {"waiting-long", 8,
         [](Kiosk& kiosk) {
             take(kiosk);
             kiosk.wait(limits::late_reply_ms);
         }},
        {"waiting-offline", 8,
         [](Kiosk& kiosk) {
             take(kiosk);
             kiosk.wait(limits::spinner_ms);
             kiosk.lose_connection();
         }},
        {"ticket", 8, [](Kiosk& kiosk) { printed(kiosk, PrintOutcome::Printed); }},
        {"ticket-failed", 8, [](Kiosk& kiosk) { printed(kiosk, PrintOutcome::Failed); }},
        {"ticket-unknown", 8, [](Kiosk& kiosk) { printed(kiosk, PrintOutcome::Unknown); }},
        {"ticket-no-printer", 8, [](Kiosk& kiosk) { printed(kiosk, PrintOutcome::NoPrinter); }},
        {"ticket-alone", 8, [](Kiosk& kiosk) { take_alone(kiosk, PrintOutcome::Printed); }},
        {"ticket-alone-failed", 8, [](Kiosk& kiosk) { take_alone(kiosk, PrintOutcome::Failed); }},
        {"closed", 8,
         [](Kiosk& kiosk) {
             close_some(kiosk);
             choose(kiosk);
         }},
        {"problem-offline", 8,
         [](Kiosk& kiosk) {
             kiosk.lose_connection();
             choose(kiosk);
         }},
        {"problem-refused", 8,
         [](Kiosk& kiosk) {
             take(kiosk);
             kiosk.refuse(Refusal::StoreUnavailable);
         }},
        {"printer-trouble", 8,
         [](Kiosk& kiosk) {
             printed(kiosk, PrintOutcome::Failed);
             kiosk.wait(limits::ticket_guard_ms);
             kiosk.touch(Wish::Home);
         }},
        {"help", 8, [](Kiosk& kiosk) { kiosk.touch(Wish::ShowHelp); }},
        {"idle", 8,
         [](Kiosk& kiosk) {
             choose(kiosk);
             const bool is_accessible = kiosk.screen().has_large_text || kiosk.screen().has_high_contrast;
             kiosk.wait((is_accessible ? limits::idle_warning_accessible_ms : limits::idle_warning_ms) + 7'000);
         }},
        {"pairing", 8, [](Kiosk& kiosk) { kiosk.reach(Reach::Pairing); }},
        {"rejected", 8, [](Kiosk& kiosk) { kiosk.reach(Reach::Rejected); }},
        {"rejected, numbers given", 8,
         [](Kiosk& kiosk) {
             Connection connection;
             connection.reach = Reach::Rejected;
             connection.refusal = Refusal::DeviceRevoked;
             for (std::int32_t serial = 980; serial <= 999; ++serial)
                 connection.untaken.push_back({kiosk.model.state().today(), {'A', serial}});
             kiosk.model.connection_changed(connection, kiosk.now());
         }},
        {"identity", 8, [](Kiosk& kiosk) { kiosk.reach(Reach::IdentityChanged); }},
    };
    return all;
}

}  // namespace motcua::kiosk::test
