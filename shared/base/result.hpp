#pragma once
// Operating errors that are told to a person: what went wrong, where, what to do. Not for refusals, not for bugs.
// A Problem is made where it happens, of a text of the catalogue and what stands in its places; it is put into the
// person's language where it is told. Logs have its English.

#include <boost/system/result.hpp>
#include <filesystem>
#include <ostream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "shared/base/translate.hpp"

namespace motcua {

struct Problem {
    Problem() = default;
    /// `english`: of the catalogue, with "{}" for each value. A value that is a Problem is told in the same language.
    template <class... Values>
    explicit Problem(const char* english, const Values&... values) : pattern(english), parts{part(values)...} {
        fill();
    }
    /// The same in every language: what the system says, what is in the person's language already, what only logs tell.
    static Problem verbatim(std::string text);
    /// Of a pattern and values that came from elsewhere, such as another program.
    static Problem of(std::string pattern, std::vector<Problem> parts);
    bool operator==(const Problem&) const = default;

    std::string text;            ///< in English: one line, complete, without a final full stop
    std::string pattern;         ///< "" = verbatim
    std::vector<Problem> parts;  ///< what stands in the pattern's places

  private:
    template <class Value>
    static Problem part(const Value& value) {
        if constexpr (std::is_same_v<Value, Problem>)
            return value;
        else if constexpr (std::is_same_v<Value, std::filesystem::path>)
            return verbatim(value.string());
        else if constexpr (std::is_arithmetic_v<Value>)
            return number(value);
        else
            return verbatim(std::string(value));
    }
    template <class Number>
    static Problem number(Number value) {
        if constexpr (std::is_same_v<Number, char>)
            return verbatim(std::string(1, value));
        else if constexpr (std::is_floating_point_v<Number>)
            return shortest(value);
        else
            return verbatim(std::to_string(value));
    }
    static Problem shortest(double value);  ///< without zeros at its end: 0.5
    void fill();
};

inline std::ostream& operator<<(std::ostream& out, const Problem& problem) {
    return out << problem.text;
}

/// In the person's language; "{}" and "{0}" as in filled_with(). It never throws.
std::string told(const Problem& problem, const Translate& translate);

/// A Problem on its way to a main, which tells it in the person's language and ends the program.
struct Failure : std::runtime_error {
    explicit Failure(Problem why) : std::runtime_error(why.text), problem(std::move(why)) {}
    Problem problem;
};
/// What a main tells of whatever it caught.
std::string told(const std::exception& caught, const Translate& translate);

[[noreturn]] inline void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
    throw Failure(problem);
}

/// `value()` on a problem throws it as a Failure: right in a main, a bug elsewhere.
template <class T>
using Result = boost::system::result<T, Problem>;

}  // namespace motcua
