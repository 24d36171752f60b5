// The chain through the action log: whole after whatever a server lives through, and the first wrong row is named.
#include "server/store/audit.hpp"

#include <doctest/doctest.h>

#include "server/store/backup.hpp"
#include "server/store/inspection.hpp"
#include "server/store/sqlite_journal.hpp"
#include "tests/server/store/store_support.hpp"

namespace motcua::store {
namespace {

using test::ask;
using test::batch_of;
using test::broken_chain;
using test::has;
using test::LivedHall;
using test::make_version_one;
using test::problem_of;
using test::TempFolder;

/// A closed data file of two halls that lived two days, the second half after a new start.
struct TwoHalls {
    TwoHalls() {
        for (int start = 0; start < 2; ++start) {
            SqliteJournal journal(folder.path());
            REQUIRE(problem_of(journal.load()) == "");
            for (LivedHall* hall : {&kon_tum, &gia_lai}) {
                live(journal, *hall, 60);
                hall->sleep_until_next_day();
                live(journal, *hall, 40);
            }
        }
    }

    /// As a person with sqlite3 would; on a copy, so that each change stands alone.
    std::string after(const std::string& sql, const std::vector<ChainHead>& kept = {}) const {
        const auto copy = folder.path() / "copy.db";
        std::filesystem::copy_file(folder.data_file(), copy, std::filesystem::copy_options::overwrite_existing);
        ask(copy, sql);
        return broken_chain(copy, kept);
    }
    /// "17 ticket_issued"
    std::string row(std::uint64_t sequence) const {
        return ask(folder.data_file(),
                   "SELECT sequence || ' ' || kind FROM events WHERE hall = 'kon-tum' AND "
                   "sequence = " +
                       std::to_string(sequence))
            .at(0);
    }
    std::vector<ChainHead> heads() const {
        std::vector<ChainHead> heads;
        const auto audit = verify_chain(folder.data_file());
        REQUIRE(problem_of(audit) == "");
        for (const HallChain& hall : audit->halls)
            heads.push_back(hall.head.value());
        return heads;
    }

    test::TempFolder folder;
    LivedHall kon_tum{"kon-tum", 1};
    LivedHall gia_lai{"gia-lai", 2};
};

void start_once(const test::TempFolder& folder) {
    SqliteJournal journal(folder.path());
    REQUIRE(problem_of(journal.load()) == "");
}

/// SQL that moves the rows from `from` on by `step` numbers.
std::string renumbered(const std::string& from, const std::string& step) {
    return "UPDATE events SET sequence = -(sequence + " + step + ") WHERE hall = 'kon-tum' AND sequence >= " + from +
           "; UPDATE events SET sequence = -sequence WHERE hall = 'kon-tum' AND sequence < 0;";
}

}  // namespace

TEST_CASE("chain: a link is what its description says, whoever computes it") {
    ChainLink before;
    for (std::size_t i = 0; i < before.size(); ++i)
        before[i] = static_cast<std::uint8_t>(i);
    const ChainLink link = next_link(
        before, EventRow{"kon-tum", 2, 20780, 1, 1795395600000, "staff_added", std::string_view("\x00\xff\x10", 3)});
    // Python: hashlib.blake2b(..., digest_size=32) over the bytes in the header's order
    CHECK(to_string(ChainHead{HallId{"kon-tum"}, 2, link}) ==
          "kon-tum:2:8caa997da561265e631f8e3db02007251cb49c491fd919555c8b19d3bc7379c8");
}

TEST_CASE("chain: a head is read back from its text, and nothing else is") {
    const ChainHead head{HallId{"kon-tum"}, 2033, next_link({}, EventRow{"kon-tum", 1, 2, 3, 4, "x", "y"})};
    const std::string text = to_string(head);
    const auto read = parse_chain_head(text);
    REQUIRE(read);
    CHECK(read->hall == head.hall);
    CHECK(read->sequence == 2033);
    CHECK(read->link == head.link);
    for (std::size_t length = 0; length < text.size(); ++length)
        CHECK_FALSE(parse_chain_head(text.substr(0, length)));
    const std::string hex = text.substr(text.rfind(':'));
    for (const std::string& wrong :
         {text + "0", "Kon:1" + hex, ":1" + hex, "kon-tum:0" + hex, "kon-tum:-1" + hex, "kon-tum:" + hex,
          "kon-tum:1x" + hex, "kon-tum:99999999999999999999" + hex, "kon-tum:1:" + std::string(63, 'a') + "g"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_chain_head(wrong));
    }
}

TEST_CASE("audit: two halls that lived some days are whole, also while the server writes") {
    TwoHalls halls;
    const auto heads = halls.heads();
    REQUIRE(heads.size() == 2);
    CHECK(heads[0].hall.value == "gia-lai");
    CHECK(heads[0].sequence == halls.gia_lai.last_sequence());
    CHECK(heads[1].hall.value == "kon-tum");
    CHECK(heads[1].sequence == halls.kon_tum.last_sequence());
    SqliteJournal journal(halls.folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    live(journal, halls.kon_tum, 10);
    CHECK(broken_chain(halls.folder.data_file(), heads) == "");  // heads from before are still in it
    const auto backup = halls.folder.path() / "backup.db";
    REQUIRE(problem_of(journal.back_up(backup)) == "");
    CHECK(broken_chain(backup, heads) == "");
}

TEST_CASE("audit: a change of any column names its row") {
    TwoHalls halls;
    const auto last = halls.kon_tum.last_sequence();
    for (const std::uint64_t sequence : {std::uint64_t{1}, std::uint64_t{2}, last / 2, last}) {
        const std::string here = " WHERE hall = 'kon-tum' AND sequence = " + std::to_string(sequence);
        const std::string named = "kon-tum changed " + std::to_string(sequence) + " (" + halls.row(sequence) + ")";
        for (const char* change : {"service_day = service_day + 1", "scope = 3 - scope", "at = at + 1",
                                   "payload = CAST(payload || x'00' AS BLOB)", "chain = zeroblob(32)", "chain = x''"}) {
            CAPTURE(change);
            CHECK(halls.after("UPDATE events SET " + std::string(change) + here) == named);
        }
        CHECK(halls.after("UPDATE events SET kind = 'ticket_lost'" + here) ==
              "kon-tum changed " + std::to_string(sequence) + " (" + std::to_string(sequence) + " ticket_lost)");
        // hall and sequence: the row is missing where it was
        const std::string gone = "kon-tum missing " + std::to_string(sequence);
        if (sequence != last) {
            CHECK(has(halls.after("UPDATE events SET hall = 'zzz'" + here), gone));
            CHECK(has(halls.after("UPDATE events SET sequence = 100000" + here), gone));
        }
        CHECK(has(halls.after("UPDATE events SET hall = ''" + here), " missing 1 (") == (sequence != 1));
    }
}

TEST_CASE("audit: rows removed, swapped, put in or out of range are named") {
    TwoHalls halls;
    CHECK(halls.after("DELETE FROM events WHERE hall = 'kon-tum' AND sequence = 40") ==
          "kon-tum missing 40 (" + halls.row(41) + ")");
    CHECK(halls.after("DELETE FROM events WHERE hall = 'kon-tum' AND sequence < 3") ==
          "kon-tum missing 1 (" + halls.row(3) + ")");
    // removed, and the later ones moved up
    CHECK(has(halls.after("DELETE FROM events WHERE hall = 'kon-tum' AND sequence = 40;" + renumbered("41", "-1")),
              "kon-tum changed 40 ("));
    CHECK(has(halls.after("UPDATE events SET sequence = -1 WHERE hall = 'kon-tum' AND sequence = 40;"
                          "UPDATE events SET sequence = 40 WHERE hall = 'kon-tum' AND sequence = 41;"
                          "UPDATE events SET sequence = 41 WHERE hall = 'kon-tum' AND sequence = -1"),
              "kon-tum changed 40 ("));
    const std::string copied = "INSERT INTO events SELECT hall, ";
    const std::string of_forty =
        ", service_day, scope, at, kind, payload, chain FROM events WHERE hall = 'kon-tum' AND sequence = 40";
    CHECK(has(halls.after(renumbered("41", "1") + copied + "41" + of_forty), "kon-tum changed 41 ("));
    const std::string behind = std::to_string(halls.kon_tum.last_sequence() + 1);
    CHECK(has(halls.after(copied + behind + of_forty), "kon-tum changed " + behind));
    CHECK(has(halls.after(copied + "0" + of_forty), "kon-tum changed 0 (0 "));
    CHECK(has(halls.after(copied + "-9223372036854775807" + of_forty), "kon-tum changed -9223372036854775807"));
    CHECK(has(halls.after("UPDATE events SET at = 9223372036854775807, kind = x'0a' || 'x' WHERE hall = 'kon-tum' AND "
                          "sequence = 40"),
              "kon-tum changed 40 (40 \\x0ax)"));
}

TEST_CASE("audit: an end that was cut off is noticed by what other tables tell") {
    TwoHalls halls;
    const auto last = halls.kon_tum.last_sequence();
    const auto cut = [&](std::uint64_t rows) {
        return "DELETE FROM events WHERE hall = 'kon-tum' AND sequence > " + std::to_string(last - rows) + ";";
    };
    for (const std::uint64_t rows : {1, 2, 3, 10, 50})
        CHECK(halls.after(cut(rows)) ==
              "kon-tum end_cut " + std::to_string(last - rows + 1) + " (" + halls.row(last - rows) + ")");
    CHECK(halls.after(cut(last)) == "kon-tum end_cut 1");
    // The answers are gone too: calls, tickets and counters still tell.
    const std::string no_answers = "DELETE FROM outcomes;";
    CHECK(has(halls.after(no_answers + cut(20)), "kon-tum end_cut"));
    CHECK(has(halls.after(no_answers + "DELETE FROM calls;" + cut(20)), "kon-tum end_cut"));
    CHECK(halls.after(no_answers + cut(last)) == "kon-tum end_cut 1");
    // Nothing else tells of refusals: the chain's end does.
    std::string all = cut(20);
    for (const char* table : {"outcomes", "calls", "tickets", "counters", "devices", "staff"})
        all += std::string("DELETE FROM ") + table + ";";
    const std::string end_cut = "kon-tum end_cut " + std::to_string(last - 19);
    CHECK(has(halls.after(all), end_cut));
    CHECK(has(halls.after(all + "DELETE FROM heads WHERE hall = 'kon-tum';"), end_cut));
    // It was made to fit: a head from before does.
    all +=
        "UPDATE heads SET sequence = e.sequence, chain = e.chain FROM events AS e WHERE e.hall = heads.hall AND "
        "e.sequence = " +
        std::to_string(last - 20) + " AND heads.hall = 'kon-tum';";
    CHECK(halls.after(all) == "");
    CHECK(has(halls.after(all, halls.heads()), end_cut));
    CHECK(halls.after("DELETE FROM outcomes", {ChainHead{HallId{"pleiku"}, 7, {}}}) == "pleiku end_cut 1");
}

TEST_CASE("audit: who rewrites the whole chain is caught by a head from before") {
    TwoHalls halls;
    const auto heads = halls.heads();
    const std::string last = std::to_string(halls.kon_tum.last_sequence());
    make_version_one(halls.folder.data_file());
    ask(halls.folder.data_file(), "UPDATE events SET at = at + 1 WHERE hall = 'kon-tum' AND sequence = 30");
    start_once(halls.folder);  // links every row anew
    CHECK(broken_chain(halls.folder.data_file()) == "");
    CHECK(has(broken_chain(halls.folder.data_file(), heads), "kon-tum other_head " + last + " (" + last));
}

TEST_CASE("audit: no start goes on over an end that was cut off or changed") {
    const auto refused_start = [](const std::string& sql) {
        TwoHalls halls;
        ask(halls.folder.data_file(), sql);
        {
            const auto inspected = inspect(halls.folder.data_file());
            REQUIRE(problem_of(inspected) == "");
            CHECK_FALSE(inspected->problems.empty());
        }
        SqliteJournal journal(halls.folder.path());
        return problem_of(journal.load());
    };
    const std::string last = "(SELECT max(sequence) FROM events WHERE hall = 'kon-tum')";
    CHECK(has(refused_start("DELETE FROM events WHERE hall = 'kon-tum' AND sequence = " + last), "is missing"));
    CHECK(has(refused_start("DELETE FROM events WHERE hall = 'kon-tum'"), "event 1 of hall kon-tum is missing"));
    CHECK(has(refused_start("DELETE FROM heads WHERE hall = 'kon-tum'"), "not the one that was written last"));
    CHECK(has(refused_start("UPDATE events SET chain = zeroblob(32) WHERE hall = 'kon-tum' AND sequence = " + last),
              "not the one that was written last"));
}

TEST_CASE("audit: data that call themselves older than they are do not have their chain made anew") {
    TwoHalls halls;
    ask(halls.folder.data_file(),
        "ALTER TABLE events DROP COLUMN chain; PRAGMA user_version = 1; "
        "UPDATE events SET at = at + 1 WHERE hall = 'kon-tum' AND sequence = 30");
    SqliteJournal journal(halls.folder.path());
    CHECK(has(problem_of(journal.load()), "call themselves older than they are"));
    CHECK(ask(halls.folder.data_file(), "PRAGMA user_version").at(0) == "1");
}

TEST_CASE("audit: nor are their ends left unlooked at, by whatever reads them") {
    const std::string cut =
        "DELETE FROM events WHERE hall = 'kon-tum' AND sequence = (SELECT max(sequence) FROM events "
        "WHERE hall = 'kon-tum');";
    for (const char* trick :
         {"PRAGMA user_version = 4", "PRAGMA user_version = 5", "DROP TABLE heads; PRAGMA user_version = 4",
          "DROP TABLE heads; ALTER TABLE events DROP COLUMN chain; PRAGMA user_version = 1"}) {
        CAPTURE(trick);
        TwoHalls halls;
        const auto file = halls.folder.data_file();
        ask(file, cut + trick);
        CHECK(has(problem_of(verify_chain(file)), "call themselves older than they are"));
        CHECK(has(problem_of(inspect(file)), "call themselves older than they are"));
        test::TempFolder elsewhere;
        CHECK(has(problem_of(restore(file, elsewhere.path(), "x")), "call themselves older than they are"));
        SqliteJournal journal(halls.folder.path());
        CHECK(has(problem_of(journal.load()), "call themselves older than they are"));
    }
}

TEST_CASE("audit: the refusals of all halls are listed as they came, the latest alone where there are many") {
    TempFolder folder;
    LivedHall hall("kon-tum");
    {
        SqliteJournal journal(folder.path());
        REQUIRE(problem_of(journal.load()) == "");
        std::vector<store::Entry> entries;
        for (int i = 1; i <= 5; ++i)
            entries.push_back(
                hall.refuse(hall::RequestRefused{"sign_in", Refusal::SignInFailed, "lan", "10.0.0.1", i}));
        REQUIRE(problem_of(journal.append(batch_of(std::move(entries)))) == "");
    }
    const auto found = list_refusals(folder.data_file(), 3);
    REQUIRE(problem_of(found) == "");
    REQUIRE(found->size() == 3);
    CHECK(found->front().refused.left_out == 3);
    CHECK(found->back().refused.left_out == 5);
    CHECK(found->back().hall.value == "kon-tum");
    CHECK(found->back().refused.about == "lan");
    CHECK(found->back().who.role == Role::Board);
    CHECK_FALSE(found->back().offset_min);  // the hall has no settings yet
    CHECK(has(problem_of(list_refusals(folder.path() / "none.db", 3)), "no such file"));
}

TEST_CASE("audit: a refusal carries the clock of its own hall") {
    TempFolder folder;
    LivedHall north("north");
    LivedHall south("south");
    CentreSettings centre = test::small_centre();
    {
        SqliteJournal journal(folder.path());
        REQUIRE(problem_of(journal.load()) == "");
        std::vector<store::Entry> entries;
        entries.push_back(north.run(ImportSettings{centre}));
        centre.offsets = {{Instant{0}, 60}};
        entries.push_back(north.run(ImportSettings{centre}));
        centre.offsets = {{Instant{0}, -120}};
        entries.push_back(south.run(ImportSettings{centre}));
        for (LivedHall* hall : {&north, &south})
            entries.push_back(
                hall->refuse(hall::RequestRefused{"sign_in", Refusal::SignInFailed, "lan", "10.0.0.1", 0}));
        REQUIRE(problem_of(journal.append(batch_of(std::move(entries)))) == "");
    }
    const auto found = list_refusals(folder.data_file(), 5);
    REQUIRE(problem_of(found) == "");
    REQUIRE(found->size() == 2);
    for (const RefusalRow& row : *found)
        CHECK(row.offset_min == (row.hall.value == "north" ? 60 : -120));
}

TEST_CASE("audit: a file from before the chain gets the same chain when a server starts on it") {
    TwoHalls halls;
    const auto heads = halls.heads();
    make_version_one(halls.folder.data_file());
    CHECK(has(problem_of(verify_chain(halls.folder.data_file())), "without a chain"));
    start_once(halls.folder);
    CHECK(ask(halls.folder.data_file(), "PRAGMA user_version").at(0) == "7");
    CHECK(broken_chain(halls.folder.data_file(), heads) == "");
    SqliteJournal journal(halls.folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    live(journal, halls.kon_tum, 20);
    live(journal, halls.gia_lai, 20);
    CHECK(broken_chain(halls.folder.data_file(), heads) == "");
}

TEST_CASE("audit: a start does not verify the chain, it goes on with it") {
    TwoHalls halls;
    ask(halls.folder.data_file(), "UPDATE events SET chain = zeroblob(32) WHERE hall = 'kon-tum' AND sequence = 40");
    SqliteJournal journal(halls.folder.path());
    REQUIRE(problem_of(journal.load()) == "");
    live(journal, halls.kon_tum, 5);
    CHECK(has(broken_chain(halls.folder.data_file()), "kon-tum changed 40"));
}

TEST_CASE("audit: what is no data file is a problem, not a broken log") {
    test::TempFolder folder;
    CHECK(has(problem_of(verify_chain(folder.data_file())), "no such file"));
    ask(folder.data_file(), "CREATE TABLE cakes (name TEXT)");
    CHECK(has(problem_of(verify_chain(folder.data_file())), "another program's database"));
}

}  // namespace motcua::store
