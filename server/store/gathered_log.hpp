#pragma once
// A way to SQLite's files on which the pages of a commit go to the write-ahead log together.

#include <string>

namespace motcua::store {

/// SQLite writes each page of its log in two calls, head and content: a commit of six pages asks the system twelve
/// times, one of a hundred tickets some hundreds of times. Through the VFS named here they are gathered, and written
/// when the commit's last page is there, and before there are more than limits::gathered_bytes. A write that fails is
/// told by the call that led to it: one of the commit's later pages, or the last of them. Of all other files nothing is
/// gathered.
///
/// For connections with `PRAGMA cache_spill = OFF`: only commits may reach the log. What a transaction wrote before it
/// was taken back would otherwise be written later, perhaps over another's commit; who reads the log meanwhile is told
/// of an input/output error.
///
/// `beneath`: a VFS that is registered, always at the same address, and does not look at the address that it is called
/// with; empty = the system's. Any thread.
std::string gathering_vfs(const std::string& beneath);

}  // namespace motcua::store
