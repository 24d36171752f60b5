#pragma once
// A hall in miniature and a board that watches it, for scripts: hall.call("A025", 3), board.see(hall), board.pass(500).

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "display-board/model/board_model.hpp"
#include "shared/base/assert.hpp"

namespace motcua::board {

constexpr Instant hall_opens{1'795'420'800'000};  // 2026-11-23T08:00:00Z

/// Behaves as the hall does towards boards: sequence and version grow, the newest calls are listed first.
class MiniHall {
  public:
    Instant at = hall_opens;

    void call(const std::string& number, int counter) {
        end(number);
        BoardCall made;
        made.number = *parse_ticket_number(number);
        made.counter = CounterId{"c" + std::to_string(counter)};
        made.counter_name = std::to_string(counter);
        made.counter_label.by_language = {{"vi", "Quầy " + made.counter_name}, {"en", "Counter " + made.counter_name}};
        made.sequence = ++sequence_;
        made.called_at = at;
        calls_.insert(calls_.begin(), made);
        ++version_;
    }
    void recall(const std::string& number) {
        BoardCall again = *find(number);
        end(number);
        again.sequence = ++sequence_;
        ++again.recalls;
        again.called_at = at;
        calls_.insert(calls_.begin(), again);
        ++version_;
    }
    void start(const std::string& number) {
        find(number)->is_serving = true;
        ++version_;
    }
    void finish(const std::string& number) { end(number); }
    void miss(const std::string& number) {
        missed_.insert(missed_.begin(), *find(number));
        end(number);
    }
    void restore_from_backup() {
        calls_.clear();
        sequence_ = 0;
        version_ = 0;
    }
    BoardView view() const {
        BoardView made;
        made.hall.version = version_;
        made.hall.at = at;
        made.hall.offset_min = 7 * 60;
        made.hall.agency.by_language = {{"vi", "Trung tâm"}};
        made.calls = calls_;
        made.calls.resize(std::min(made.calls.size(), limits::board_calls));
        made.missed = missed_;
        return made;
    }
    std::uint64_t sequence() const { return sequence_; }

  private:
    std::vector<BoardCall>::iterator find(const std::string& number) {
        const auto found = std::find_if(calls_.begin(), calls_.end(),
                                        [&](const BoardCall& call) { return to_string(call.number) == number; });
        MOTCUA_ASSERT(found != calls_.end());
        return found;
    }
    void end(const std::string& number) {
        std::erase_if(calls_, [&](const BoardCall& call) { return to_string(call.number) == number; });
        ++version_;
    }

    std::vector<BoardCall> calls_;
    std::vector<BoardCall> missed_;
    std::uint64_t sequence_ = 0;
    std::uint64_t version_ = 1;
};

/// Carries out the model's effects as a speaker of a fixed length would, and writes down what was said when.
class MiniBoard {
  public:
    explicit MiniBoard(std::int64_t voice_takes_ms = 8'000) : voice_takes_ms_(voice_takes_ms) {}

    BoardModel model{VoiceState::Working};
    std::int64_t now_ms = 1'000'000;
    std::vector<std::string> said;           ///< "A025>3", recalls "A025>3!"
    std::vector<std::int64_t> large_for_ms;  ///< how long each announcement stood large
    int cut_short = 0;
    bool voice_answers = true;

    void connect(const MiniHall& hall) {
        carry_out(model.on_connected(hall.at, now_ms));
        see(hall);
    }
    void lose() { carry_out(model.on_connecting(Refusal::None, now_ms)); }
    void see(const MiniHall& hall) { carry_out(model.on_view(hall.view(), now_ms)); }
    BoardScreen screen() const { return model.screen(now_ms); }
    std::string large() const {
        const auto shown = screen().large;
        return shown ? to_string(shown->number) : "";
    }
    std::vector<std::string> rows() const {
        std::vector<std::string> numbers;
        for (const BoardRow& row : screen().rows) {
            numbers.push_back(to_string(row.number));
        }
        return numbers;
    }

    /// Time goes on as the program lets it: from deadline to deadline, and to the end of what is being spoken.
    void pass(std::int64_t ms) {
        const std::int64_t until_ms = now_ms + ms;
        while (now_ms < until_ms) {
            std::int64_t next_ms = std::min(model.next_deadline_ms(now_ms), until_ms);
            if (speaking_) {
                next_ms = std::min(next_ms, speaking_->ends_ms);
            }
            MOTCUA_ASSERT(next_ms > now_ms);
            now_ms = next_ms;
            if (speaking_ && now_ms >= speaking_->ends_ms) {
                const auto sequence = speaking_->sequence;
                speaking_.reset();
                carry_out(model.on_announced(sequence, now_ms));
            }
            carry_out(model.on_time(now_ms));
        }
    }
    void pass(std::int64_t ms, MiniHall& hall) {
        hall.at = hall.at + ms;
        pass(ms);
    }

  private:
    struct Speaking {
        std::uint64_t sequence;
        std::string number;
        std::int64_t ends_ms;
    };

    void carry_out(const BoardEffects& effects) {
        if (effects.finish_early) {
            ++cut_short;
            if (speaking_) {
                speaking_->ends_ms = std::min(speaking_->ends_ms, now_ms + 500);
            }
        }
        const auto shown = screen().large;
        const bool is_announcing = shown && shown->state == LargeState::Announcing;
        if (effects.announce) {
            const Announcement& call = *effects.announce;
            MOTCUA_ASSERT(is_announcing && shown->number == call.number);  // voice and picture agree
            if (started_ms_ > 0 && !large_closed_) {
                large_for_ms.push_back(now_ms - started_ms_);
            }
            started_ms_ = now_ms;
            large_closed_ = false;
            said.push_back(to_string(call.number) + ">" + call.counter_name + (call.is_recall ? "!" : ""));
            if (voice_answers) {
                speaking_ = Speaking{call.sequence, to_string(call.number), now_ms + voice_takes_ms_};
            }
        } else if (!is_announcing && started_ms_ > 0 && !large_closed_) {
            large_for_ms.push_back(now_ms - started_ms_);
            large_closed_ = true;
        }
        if (speaking_ && is_announcing) {
            MOTCUA_ASSERT(speaking_->number == to_string(shown->number));
        }
    }

    std::int64_t voice_takes_ms_;
    std::optional<Speaking> speaking_;
    std::int64_t started_ms_ = 0;
    bool large_closed_ = false;
};

}  // namespace motcua::board
