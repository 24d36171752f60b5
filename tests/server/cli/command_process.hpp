#pragma once
// The real `motcua` as a child process: words and input in, exit code and both outputs out.

#include <string>
#include <vector>

namespace motcua::test {

struct Said {
    int exit_code = -1;  ///< -1: ended by a signal, or not in time
    std::string output;
    std::string errors;
};

/// At most 30 s; then it is killed by its id. `output` is an open file for its output, when that is not for Said.
Said run_command(const std::vector<std::string>& words, const std::string& input = {}, int output = -1);

}  // namespace motcua::test
