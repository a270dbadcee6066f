#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

// Most texts here have some ten bytes, for which a call of memcmp or memcpy costs more than its work.
namespace binnacle::block {

namespace detail {
template <typename Word>
inline Word load(const char* at)
{
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
}
inline constexpr std::size_t longSize = 64;
} // namespace detail

inline bool sameBytes(const char* a, const char* b, std::size_t size)
{
    using detail::load;
    if (size >= detail::longSize)
        return std::memcmp(a, b, size) == 0;
    if (size >= 8) {
        for (std::size_t i = 0; i + 8 < size; i += 8) {
            if (load<std::uint64_t>(a + i) != load<std::uint64_t>(b + i))
                return false;
        }
        // The last eight, some of which may have been compared.
        return load<std::uint64_t>(a + size - 8) == load<std::uint64_t>(b + size - 8);
    }
    if (size >= 4)
        return load<std::uint32_t>(a) == load<std::uint32_t>(b)
            && load<std::uint32_t>(a + size - 4) == load<std::uint32_t>(b + size - 4);
    for (std::size_t i = 0; i < size; ++i) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}

inline bool startsWith(std::string_view text, std::string_view begin)
{
    return text.size() >= begin.size() && sameBytes(text.data(), begin.data(), begin.size());
}

inline bool sameText(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sameBytes(a.data(), b.data(), a.size());
}

/// Copies `text` to `to` and gives the place behind it.
inline char* copyBytes(std::string_view text, char* to)
{
    using detail::load;
    const char* const from = text.data();
    const std::size_t size = text.size();
    if (size >= detail::longSize) {
        std::memcpy(to, from, size);
    } else if (size >= 8) {
        for (std::size_t i = 0; i + 8 < size; i += 8)
            std::memcpy(to + i, from + i, 8);
        std::memcpy(to + size - 8, from + size - 8, 8);
    } else if (size >= 4) {
        const auto last = load<std::uint32_t>(from + size - 4);
        std::memcpy(to, from, 4);
        std::memcpy(to + size - 4, &last, 4);
    } else {
        for (std::size_t i = 0; i < size; ++i)
            to[i] = from[i];
    }
    return to + size;
}

} // namespace binnacle::block
