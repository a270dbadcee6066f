#pragma once

#include <cstddef>
#include <string_view>

namespace binnacle {

/// Length of the character at the front of `text` where it is valid UTF-8 (RFC 3629), otherwise 0.
inline std::size_t utf8CharacterLength(std::string_view text)
{
    if (text.empty())
        return 0;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80)
        return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    }
    // Overlong forms, surrogates, beyond U+10FFFF.
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) || (first == 0xF0 && byte(1) < 0x90)
        || (first == 0xF4 && byte(1) > 0x8F))
        return 0;
    return length;
}

/// How much of the beginning of `text` is valid UTF-8.
inline std::size_t validUtf8Length(std::string_view text)
{
    std::size_t at = 0;
    while (const std::size_t length = utf8CharacterLength(text.substr(at)))
        at += length;
    return at;
}

} // namespace binnacle
