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
/// The bits in which the words at two places differ.
template <typename Word>
inline Word difference(const char* a, const char* b)
{
    return load<Word>(a) ^ load<Word>(b);
}
inline constexpr std::size_t longSize = 33;
} // namespace detail

// Words that overlap cover every size of a class without a loop.
inline bool sameBytes(const char* a, const char* b, std::size_t size)
{
    using detail::difference;
    if (size >= detail::longSize)
        return std::memcmp(a, b, size) == 0;
    if (size >= 8) {
        std::uint64_t found = difference<std::uint64_t>(a, b) | difference<std::uint64_t>(a + size - 8, b + size - 8);
        if (size > 16)
            found |= difference<std::uint64_t>(a + 8, b + 8) | difference<std::uint64_t>(a + size - 16, b + size - 16);
        return found == 0;
    }
    if (size >= 4)
        return (difference<std::uint32_t>(a, b) | difference<std::uint32_t>(a + size - 4, b + size - 4)) == 0;
    return size == 0 || (a[0] == b[0] && a[size / 2] == b[size / 2] && a[size - 1] == b[size - 1]);
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
        const auto last = load<std::uint64_t>(from + size - 8);
        if (size > 16) {
            const auto middle = load<std::uint64_t>(from + size - 16);
            std::memcpy(to + 8, from + 8, 8);
            std::memcpy(to + size - 16, &middle, 8);
        }
        std::memcpy(to, from, 8);
        std::memcpy(to + size - 8, &last, 8);
    } else if (size >= 4) {
        const auto last = load<std::uint32_t>(from + size - 4);
        std::memcpy(to, from, 4);
        std::memcpy(to + size - 4, &last, 4);
    } else if (size > 0) {
        to[0] = from[0];
        to[size / 2] = from[size / 2];
        to[size - 1] = from[size - 1];
    }
    return to + size;
}

} // namespace binnacle::block
