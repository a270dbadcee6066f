#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace binnacle::sqlite {

/// Numbers as a key.
template <std::size_t N>
struct NumberKey {
    std::array<std::int64_t, N> parts{};
    friend auto operator<=>(const NumberKey&, const NumberKey&) = default;
};

/// Spreads over all 64 bits.
struct NumberHash {
    template <std::size_t N>
    std::uint64_t operator()(const NumberKey<N>& key) const
    {
        std::uint64_t hash = 0x9E3779B97F4A7C15U;
        for (const std::int64_t part : key.parts) {
            hash = (hash ^ static_cast<std::uint64_t>(part)) * 0xFF51AFD7ED558CCDU;
            hash ^= hash >> 32;
        }
        return hash;
    }
};

} // namespace binnacle::sqlite
