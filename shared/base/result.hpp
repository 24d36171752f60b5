#pragma once
// Operating errors that are told to a person: what went wrong, where, what to do. Not for refusals, not for bugs.

#include <boost/system/result.hpp>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>

namespace motcua {

struct Problem {
    std::string text;  ///< one line, complete, without a final full stop
};

inline std::ostream& operator<<(std::ostream& out, const Problem& problem) { return out << problem.text; }

[[noreturn]] inline void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
    throw std::runtime_error(problem.text);
}

/// `value()` on a problem throws std::runtime_error with its text: right in a main, a bug elsewhere.
template <class T>
using Result = boost::system::result<T, Problem>;

}  // namespace motcua
