#include "shared/base/result.hpp"

#include <fmt/format.h>

#include "shared/base/filled.hpp"

namespace motcua {

Problem Problem::verbatim(std::string text) {
    Problem problem;
    problem.text = std::move(text);
    return problem;
}

Problem Problem::of(std::string pattern, std::vector<Problem> parts) {
    Problem problem;
    if (pattern.empty())
        return problem;
    problem.pattern = std::move(pattern);
    problem.parts = std::move(parts);
    problem.fill();
    return problem;
}

Problem Problem::shortest(double value) {
    return verbatim(fmt::format("{}", value));
}

void Problem::fill() {
    text = told(*this, in_english);
}

std::string told(const Problem& problem, const Translate& translate) {
    if (problem.pattern.empty())
        return problem.text;
    std::vector<std::string> values;
    for (const Problem& part : problem.parts)
        values.push_back(told(part, translate));
    return filled_with(translate(problem.pattern.c_str()), values);
}

std::string told(const std::exception& caught, const Translate& translate) {
    const auto* failure = dynamic_cast<const Failure*>(&caught);
    return failure != nullptr ? told(failure->problem, translate) : caught.what();
}

}  // namespace motcua
