#pragma once
// Seeded random numbers that are the same on every machine: for tests, simulation and back-off, never for secrets.

#include <cstdint>

namespace motcua {

/// splitmix64 (Steele, Lea, Flood 2014). Not thread-safe; copyable, so that a state can be kept.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

    /// 0 .. bound - 1; bound > 0. The bias of the remainder is below 2^-32 for bounds under 2^32.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

    bool chance(std::uint32_t percent) { return below(100) < percent; }

  private:
    std::uint64_t state_;
};

}  // namespace motcua
