#pragma once
// What the reception needs of the shell around it. Everything runs on the hall thread.

#include <functional>
#include <string>

#include "server/session/frame.hpp"

namespace motcua::session {

/// The sending side of one connection. None of these calls back into the reception before it returned.
class Wire {
  public:
    virtual ~Wire() = default;
    /// In order, none is left out; a peer that reads too slowly for it is cut off.
    virtual void send(Frame frame) = 0;
    /// Replaces an earlier view that has not left yet; null: that one is not to leave any more, and none is.
    virtual void show(Frame view) = 0;
    /// The peer is proven: it may send frames up to limits::frame_bytes.
    virtual void raise_limit() = 0;
    virtual void close_after_flush() = 0;
};

/// Slow password work, elsewhere. False: too much of it waits; then the completion is never called.
class PasswordWork {
  public:
    virtual ~PasswordWork() = default;
    virtual bool check(std::string password, std::string hash, std::function<void(bool is_right)> completion) = 0;
    virtual bool hash(std::string password, std::function<void(std::string hash)> completion) = 0;
};

}  // namespace motcua::session
