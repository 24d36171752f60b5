#pragma once
// What a process of its own says before it ends: for what may crash, and must not take the test with it.

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace motcua::simulation {

struct ChildEnd {
    std::string said;  ///< to standard error
    int signal = 0;    ///< that ended it; 0 = none
};

/// Runs `job` in a fork of this process, which ends after it.
template <class Job>
ChildEnd run_in_child(Job job) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        close(ends[0]);
        dup2(ends[1], STDERR_FILENO);
        job();
        _exit(0);
    }
    close(ends[1]);
    ChildEnd end;
    char part[256];
    for (ssize_t size = 0; (size = read(ends[0], part, sizeof part)) > 0;)
        end.said.append(part, static_cast<std::size_t>(size));
    close(ends[0]);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return end;
}

}  // namespace motcua::simulation
