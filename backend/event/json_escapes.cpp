#include "backend/event/json_escapes.h"

namespace binnacle::json {

namespace {

constexpr std::string_view shortEscapes = "\"\\/bfnrt";
constexpr std::string_view replacement = "\uFFFD";
constexpr std::string_view theirCharacters = "\"\\/\b\f\n\r\t";

/// The four hexadecimal digits at `at`; -1 where they are none.
int hexValue(std::string_view text, std::size_t at)
{
    if (at + 4 > text.size())
        return -1;
    int value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const char c = text[i];
        const int digit = c >= '0' && c <= '9' ? c - '0'
            : c >= 'a' && c <= 'f'             ? c - 'a' + 10
            : c >= 'A' && c <= 'F'             ? c - 'A' + 10
                                               : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

bool isHighHalf(int code)
{
    return code >= 0xD800 && code <= 0xDBFF;
}
bool isLowHalf(int code)
{
    return code >= 0xDC00 && code <= 0xDFFF;
}

/// One escape, from its backslash on.
struct Escape {
    std::size_t size = 2;
    int code = -1; ///< The character; of half a pair that half; -1: JSON does not know the escape.
};

Escape escapeAt(std::string_view text, std::size_t at)
{
    Escape escape;
    if (at + 1 >= text.size())
        return escape;
    if (text[at + 1] != 'u') {
        const std::size_t which = shortEscapes.find(text[at + 1]);
        if (which != std::string_view::npos)
            escape.code = theirCharacters[which];
        return escape;
    }
    escape.code = hexValue(text, at + 2);
    if (escape.code < 0)
        return escape;
    escape.size = 6;
    const int low = isHighHalf(escape.code) && text.substr(at + 6, 2) == "\\u" ? hexValue(text, at + 8) : -1;
    if (isLowHalf(low)) {
        escape.code = 0x10000 + ((escape.code - 0xD800) << 10) + (low - 0xDC00);
        escape.size = 12;
    }
    return escape;
}

void appendUtf8(std::string& out, int code)
{
    const auto rest = [&](int shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | code >> 6);
        rest(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | code >> 12);
        rest(6);
        rest(0);
    } else {
        out += static_cast<char>(0xF0 | code >> 18);
        rest(12);
        rest(6);
        rest(0);
    }
}

std::optional<BadEscape::Kind> faultOf(const Escape& escape)
{
    if (escape.code < 0)
        return BadEscape::Kind::Unknown;
    if (isHighHalf(escape.code) || isLowHalf(escape.code))
        return BadEscape::Kind::HalfPair;
    if (escape.code == 0)
        return BadEscape::Kind::Nul;
    return std::nullopt;
}

} // namespace

std::string unescaped(std::string_view content)
{
    std::string text;
    std::size_t copied = 0;
    for (std::size_t at = content.find('\\'); at != std::string_view::npos; at = content.find('\\', copied)) {
        text.append(content.substr(copied, at - copied));
        const Escape escape = escapeAt(content, at);
        if (faultOf(escape))
            text.append(replacement);
        else
            appendUtf8(text, escape.code);
        copied = at + escape.size;
    }
    return copied < content.size() ? text.append(content.substr(copied)) : text;
}

std::optional<BadEscape> findBadEscape(std::string_view text)
{
    std::optional<BadEscape> worst;
    for (std::size_t at = text.find('\\'); at != std::string_view::npos;) {
        const Escape escape = escapeAt(text, at);
        const auto fault = faultOf(escape);
        if (fault && (!worst || *fault > worst->kind))
            worst = BadEscape{ *fault, at };
        at = text.find('\\', at + escape.size);
    }
    return worst;
}

} // namespace binnacle::json
