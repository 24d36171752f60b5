#pragma once
// Desk and reception over a journal in memory and a clock that is set by hand, as a server starts them: what tests and
// fuzzers of sessions stand on. Random bytes follow a counter.

#include <memory>
#include <vector>

#include "server/session/reception.hpp"
#include "shared/base/random.hpp"
#include "tests/support/memory_journal.hpp"

namespace motcua::test {

constexpr protocol::CertificateHash test_certificate{7, 7, 7};

struct MemoryServer {
    /// Over what the journal acknowledged; false: it could not be opened. The passwords outlive the next stop().
    bool start(std::vector<HallId> halls, const PublicKey& admin, session::PasswordWork& passwords) {
        desk = std::make_unique<session::Desk>(session::Desk::Settings{std::move(halls), "http://test/t/"}, journal);
        session::Reception::Settings front;
        front.admin_key = admin;
        front.certificate = test_certificate;
        front.backup_folder = "backups";
        front.random = [this](std::span<std::uint8_t> bytes) {
            Random random(random_state_++);
            for (auto& byte : bytes)
                byte = static_cast<std::uint8_t>(random.next());
        };
        reception = std::make_unique<session::Reception>(front, *desk, passwords, now);
        bool is_open = false;
        desk->open(now, [&](Result<void> result) { is_open = result.has_value(); });
        journal.complete_all();
        return is_open;
    }
    void stop() {
        reception.reset();
        desk.reset();
    }

    MemoryJournal journal;
    session::Now now{Instant{1'795'400'000'000}, 1'000'000};
    std::unique_ptr<session::Desk> desk;
    std::unique_ptr<session::Reception> reception;

  private:
    std::uint64_t random_state_ = 1;
};

}  // namespace motcua::test
