#include "tests/simulation/world.hpp"

namespace motcua::simulation {

std::string_view name_of(Planted planted) {
    constexpr std::string_view names[planted_count] = {
        "none",
        "durable_too_early",
        "failure_called_success",
        "outcomes_forgotten",
        "outcome_apart",
        "last_batch_forgotten",
        "view_lost_when_busy",
        "outbox_forgotten",
        "own_numbers_mixed_up",
    };
    return names[static_cast<std::size_t>(planted)];
}

}  // namespace motcua::simulation
