#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle {

/// Small numbers of either sign become small numbers without one.
inline std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

inline std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

/// Seven bits a byte, lowest first; the top bit says that more follow.
inline void putVarint(std::string& out, std::uint64_t value)
{
    char bytes[10];
    std::size_t size = 0;
    while (value >= 0x80) {
        bytes[size++] = static_cast<char>(value | 0x80);
        value >>= 7;
    }
    bytes[size++] = static_cast<char>(value);
    out.append(bytes, size);
}

/// Takes a varint off the front of `in`; nullopt where there is no whole one.
inline std::optional<std::uint64_t> takeVarint(std::string_view& in)
{
    // Most are small.
    if (!in.empty() && static_cast<std::uint8_t>(in.front()) < 0x80) {
        const auto value = static_cast<std::uint64_t>(in.front());
        in.remove_prefix(1);
        return value;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < in.size() && i < 10; ++i) {
        const auto byte = static_cast<std::uint8_t>(in[i]);
        if (i == 9 && byte > 1)
            break;
        value |= static_cast<std::uint64_t>(byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            in.remove_prefix(i + 1);
            return value;
        }
    }
    return std::nullopt;
}

} // namespace binnacle
