#pragma once
// The asynchronous side of a Journal: a thread of its own does what the hall thread asks. Two more, started when first
// needed, make backups and carry the log over, so that no citizen waits for either.
//
// Made, called and destroyed on the hall thread. Completions reach it through `post`; nothing else is shared.

#include <functional>
#include <memory>

#include "server/store/journal.hpp"

namespace motcua::store {

class JournalThread : public AsyncJournal {
  public:
    /// Runs what it is given on the hall thread, later. Called from the journal's threads; must not throw.
    using Post = std::function<void(std::function<void()>)>;

    JournalThread(std::unique_ptr<Journal> journal, Post post);
    ~JournalThread() override;  ///< stop()

    void load(Loaded completion) override;
    void append(Batch batch, Done completion) override;
    bool may_come_back() const override;
    void back_up(std::filesystem::path file, Done completion) override;

    /// Finishes the loads and appends in hand, ends a running backup, and joins. The last completions were handed to
    /// `post` when it returns. A call that comes later is answered with a Problem.
    void stop();

  private:
    struct Shared;
    void finish_later(Done completion, Result<void> result);

    std::unique_ptr<Shared> shared_;
};

}  // namespace motcua::store
