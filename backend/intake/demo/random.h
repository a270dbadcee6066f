#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace binnacle::demo {

/// Numbers that depend on nothing but the seed: std::mt19937_64 is specified exactly, the distributions of the
/// standard library are not, so they are made here.
class Random {
public:
    explicit Random(std::uint64_t seed)
        : m_engine(seed)
    {
    }

    std::uint64_t bits() { return m_engine(); }
    double unit() { return static_cast<double>(m_engine() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return unit() < probability; }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(unit() * static_cast<double>(count)); }
    double between(double low, double high) { return low + (high - low) * unit(); }
    double exponential(double mean) { return -mean * std::log1p(-unit()); }
    /// Log-normal with the given median; `sigma` is of the logarithm.
    double logNormal(double median, double sigma)
    {
        const double radius = std::sqrt(-2 * std::log1p(-unit()));
        return median * std::exp(sigma * radius * std::cos(6.283185307179586 * unit()));
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace binnacle::demo
