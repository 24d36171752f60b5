#include "shared/link/status_text.hpp"

#include <doctest/doctest.h>

using namespace motcua;
using namespace motcua::link;

TEST_CASE("status text: nothing to say while all is well, a sentence for every trouble") {
    const Language english;
    Status status;
    status.state = LinkState::Connecting;
    CHECK(status_text(english, status).empty());
    status.state = LinkState::Offline;
    for (const Trouble trouble : {Trouble::Unreachable, Trouble::NoAnswer, Trouble::ConnectionLost,
                                  Trouble::NotUnderstood, Trouble::IdentityChanged}) {
        status.trouble = trouble;
        CHECK(!status_text(english, status).empty());
    }
    status.trouble = Trouble::Refused;
    for (const auto* refusal = begin_refusals(); refusal != end_refusals(); ++refusal) {
        status.refusal = *refusal;
        CHECK(!status_text(english, status).empty());
    }
    status.state = LinkState::Online;
    CHECK(status_text(english, status).empty());
    status.state = LinkState::Connecting;
    status.trouble = Trouble::None;
    status.was_online = true;
    CHECK(!status_text(english, status).empty());
}
