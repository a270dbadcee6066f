#include "app/cli/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cwchar>

namespace binnacle::cli {

namespace {

constexpr char32_t replacement = 0xFFFD;

/// Takes one code point off the front of `text`; replacement for a byte that starts none.
char32_t takeCodePoint(std::string_view& text, std::size_t& length)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto lead = byte(0);
    std::size_t size = 1;
    char32_t value = lead;
    char32_t least = 0;
    if (lead >= 0xF0 && lead < 0xF5) {
        size = 4, value = lead & 0x07U, least = 0x10000;
    } else if (lead >= 0xE0) {
        size = 3, value = lead & 0x0FU, least = 0x800;
    } else if (lead >= 0xC2) {
        size = 2, value = lead & 0x1FU, least = 0x80;
    } else if (lead >= 0x80) {
        value = replacement;
    }
    if (lead >= 0xF5 || size > text.size()) {
        size = 1;
        value = replacement;
        least = 0;
    }
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            size = 1;
            value = replacement;
            least = 0;
            break;
        }
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
        size = 1;
        value = replacement;
    }
    length = size;
    text.remove_prefix(size);
    return value;
}

bool movesCursorOrDirection(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029;
}

std::size_t widthOf(char32_t c)
{
    const auto width = wcwidth(static_cast<wchar_t>(c));
    return width < 0 ? 1 : static_cast<std::size_t>(width);
}

} // namespace

std::string validUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = 0;
        const auto* start = text.data();
        const bool isReplacement = takeCodePoint(text, length) == replacement;
        if (isReplacement)
            out += "\xEF\xBF\xBD";
        else
            out.append(start, length);
    }
    return out;
}

std::string printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = 0;
        const auto* start = text.data();
        const auto c = takeCodePoint(text, length);
        if (c == '\n' || c == '\r' || c == '\t')
            out += ' ';
        else if (c == replacement || movesCursorOrDirection(c))
            out += "\xEF\xBF\xBD";
        else
            out.append(start, length);
    }
    return out;
}

std::size_t displayWidth(std::string_view text)
{
    std::size_t width = 0;
    std::size_t length = 0;
    while (!text.empty())
        width += widthOf(takeCodePoint(text, length));
    return width;
}

std::string elided(std::string_view text, std::size_t width)
{
    if (displayWidth(text) <= width)
        return std::string(text);
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        std::size_t length = 0;
        const auto* start = text.data();
        const auto columns = widthOf(takeCodePoint(text, length));
        if (used + columns + 1 > width)
            break;
        used += columns;
        out.append(start, length);
    }
    return width == 0 ? std::string() : out + "…";
}

std::string csvField(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const auto comma = std::min(text.find(',', at), text.size());
        if (comma > at)
            words.emplace_back(text.substr(at, comma - at));
        at = comma + 1;
    }
    return words;
}

std::string formatBytes(double bytes)
{
    constexpr std::array units{ "B", "KiB", "MiB", "GiB", "TiB" };
    std::size_t unit = 0;
    while (bytes >= 1024 && unit + 1 < units.size()) {
        bytes /= 1024;
        ++unit;
    }
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units.at(unit));
    return text.data();
}

std::string formatCount(long long count)
{
    auto digits = std::to_string(count);
    const auto first = digits.front() == '-' ? 1 : 0;
    for (auto at = static_cast<long>(digits.size()) - 3; at > first; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

} // namespace binnacle::cli
