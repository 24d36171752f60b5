#pragma once
// Requests that must survive a restart of their program: written and synced before they are sent, struck out when they
// are answered. Owned by Link, on its thread; each put() costs one fsync.
//
// The file: "MOTCUAO1", then records: u32 big-endian length of the body, u64 big-endian digest64 of the body, body. A
// body is one byte ('p' put, 'd' done), the 16 bytes of the request id, and for a put the encoded protocol message.
// The records before the first that is not whole are kept. What follows may be an unfinished write, or records whose
// length was damaged: nothing tells the two apart. So only zeros are dropped without a word, since they hold nothing;
// anything else is damage, and the file is set aside.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"

namespace motcua::link {

/// The file as the outbox needs it.
class OutboxFile {
  public:
    virtual ~OutboxFile() = default;
    /// Everything; "" when there is no file. At most limit + 1 bytes are read.
    virtual Result<std::string> read(std::size_t limit) = 0;
    /// At the end, synced. After a Problem the end of the file is unknown.
    virtual Result<void> append(std::string_view bytes) = 0;
    /// The whole content, all or nothing, synced.
    virtual Result<void> replace(std::string_view bytes) = 0;
    /// Cuts the end off, synced. Needs no room, so it can be done where nothing can be written.
    virtual Result<void> shorten(std::size_t to_bytes) = 0;
    /// Gives what the file holds a name of its own, under which it stays as it is; that name, or "" where there is no
    /// file. The file has it too until the next replace(), which must come before any append().
    virtual Result<std::string> set_aside() = 0;
};

std::unique_ptr<OutboxFile> open_outbox_file(std::filesystem::path file);

struct OutboxEntry {
    RequestId id;
    std::string payload;  ///< an encoded protocol message
    bool operator==(const OutboxEntry&) const = default;
};

/// What the bytes of a file hold. Pure: for tests and the fuzzer.
struct OutboxContent {
    std::vector<OutboxEntry> waiting;  ///< in the order they were put
    std::size_t whole_bytes = 0;       ///< up to here the file is sound
    bool is_damaged = false;           ///< more than zeros follows
};
OutboxContent read_outbox(std::string_view bytes);

class Outbox {
  public:
    /// Never fails: what cannot be used is named by trouble(). A file that cannot be read stays as it is until
    /// something must be written, and is set aside then; where that fails, nothing is written.
    explicit Outbox(std::unique_ptr<OutboxFile> file);

    /// Durable when it returns. A Problem: full, too long, or the file cannot be written.
    Result<void> put(const RequestId& id, const std::string& payload);
    /// Strikes out; unknown ids are ignored. A file that cannot be written is emptied where nothing waits any more:
    /// what is done must not be asked again by the next run. Else it is mended at the next change.
    void done(RequestId id);
    /// Strikes out what this version of the program cannot read; the file is set aside first, with all of it.
    void cannot_read(const std::vector<RequestId>& ids);

    const std::vector<OutboxEntry>& waiting() const { return waiting_; }
    bool has_room() const;
    /// That it cannot be used, or else that it was set aside in this run; "" = fine.
    const std::string& trouble() const { return trouble_.empty() ? damage_ : trouble_; }

  private:
    Result<void> set_aside();
    Result<void> write(std::string_view record);
    Result<void> rewrite();
    bool could_empty();

    std::unique_ptr<OutboxFile> file_;
    std::vector<OutboxEntry> waiting_;
    std::size_t file_bytes_ = 0;
    bool must_rewrite_ = false;   ///< the end of the file is unknown
    bool has_two_names_ = false;  ///< it lies aside, and nothing was written over it yet
    std::string to_set_aside_;    ///< what is said of it, when the file holds what waiting_ does not; else ""
    std::string trouble_;
    std::string damage_;
};

}  // namespace motcua::link
