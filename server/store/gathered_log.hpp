#pragma once
// A way to SQLite's files on which the pages of a commit go to the write-ahead log together.

#include <string>

namespace motcua::store {

/// SQLite writes each page of its log in two calls, head and content: a commit of six pages asks the system twelve
/// times, one of a hundred tickets some hundreds of times. Through the VFS named here they are gathered, and written when
/// the commit's last page is there, before anything else is asked of the log, and before there are more than
/// limits::gathered_bytes; so whoever may read a page finds it. A write that fails is told by the call that led to it;
/// its pages are forgotten, as SQLite gives such a commit up. All other files are those of the VFS beneath.
///
/// `beneath`: a VFS that is registered, always at the same address; empty = the system's. Any thread.
std::string gathering_vfs(const std::string& beneath);

}  // namespace motcua::store
