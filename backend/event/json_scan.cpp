#include "backend/event/json_scan.h"

#include <array>
#include <bitset>
#include <cstring>

namespace binnacle::json {

namespace {

/// Place behind the string whose opening quote is at `at`; npos where it does not end, or (JSON forbids it) holds a
/// line break.
std::size_t endOfString(std::string_view text, std::size_t at)
{
    for (++at; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"')
            return at + 1;
        if (c == '\\')
            ++at;
        else if (c == '\n')
            return std::string_view::npos;
    }
    return std::string_view::npos;
}

std::size_t skipSpace(std::string_view text, std::size_t at)
{
    while (at < text.size() && isSpace(text[at]))
        ++at;
    return at;
}

/// Place behind the value at `at` in valid JSON.
std::size_t endOfValidValue(std::string_view text, std::size_t at)
{
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = endOfString(text, at);
            if (at == std::string_view::npos)
                return text.size();
            if (depth == 0)
                return at;
            continue;
        }
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return at;
            if (--depth == 0)
                return at + 1;
        } else if (depth == 0 && (c == ',' || isSpace(c))) {
            return at;
        }
        ++at;
    }
    return at;
}

/// Steps through the members of a valid object.
class MemberCursor {
public:
    explicit MemberCursor(std::string_view object)
        : m_object(object)
        , m_at(skipSpace(object, 0) + 1)
    {
    }

    bool next()
    {
        m_at = skipSpace(m_object, m_at);
        if (m_at < m_object.size() && m_object[m_at] == ',')
            m_at = skipSpace(m_object, m_at + 1);
        if (m_at >= m_object.size() || m_object[m_at] != '"')
            return false;
        const std::size_t keyEnd = endOfString(m_object, m_at);
        if (keyEnd == std::string_view::npos)
            return false;
        key = m_object.substr(m_at, keyEnd - m_at);
        const std::size_t from = skipSpace(m_object, skipSpace(m_object, keyEnd) + 1);
        if (from >= m_object.size())
            return false;
        m_at = endOfValidValue(m_object, from);
        value = m_object.substr(from, m_at - from);
        return true;
    }

    std::string_view key; ///< With its quotes.
    std::string_view value;

private:
    std::string_view m_object;
    std::size_t m_at;
};

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

/// What may come next while the grammar of one value is followed.
enum class Expect { Value, FirstElement, Key, FirstKey, Colon, CommaOrEnd };

} // namespace

std::string_view trimmed(std::string_view text)
{
    std::size_t from = 0;
    std::size_t to = text.size();
    while (from < to && isSpace(text[from]))
        ++from;
    while (to > from && isSpace(text[to - 1]))
        --to;
    return text.substr(from, to - from);
}

std::optional<std::string_view> rawMember(std::string_view object, std::string_view key)
{
    MemberCursor cursor(object);
    while (cursor.next()) {
        const std::string_view name = cursor.key.substr(1, cursor.key.size() - 2);
        if (name == key)
            return cursor.value;
        if (name.find('\\') != std::string_view::npos)
            return std::nullopt;
    }
    return std::nullopt;
}

void forEachRawMember(
    std::string_view object, const std::function<void(std::string_view key, std::string_view value)>& visit)
{
    MemberCursor cursor(object);
    while (cursor.next())
        visit(cursor.key, cursor.value);
}

std::optional<std::size_t> lengthOfValue(std::string_view text, std::size_t maxDepth)
{
    constexpr std::size_t hardLimit = 256;
    std::bitset<hardLimit> isObject;
    std::size_t depth = 0;
    Expect expect = Expect::Value;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (isSpace(c)) {
            ++at;
            continue;
        }
        const bool wantsKey = expect == Expect::Key || expect == Expect::FirstKey;
        const bool wantsValue = expect == Expect::Value || expect == Expect::FirstElement;
        if (c == '"') {
            if (!wantsKey && !wantsValue)
                return std::nullopt;
            at = endOfString(text, at);
            if (at == std::string_view::npos)
                return std::nullopt;
            expect = wantsKey ? Expect::Colon : Expect::CommaOrEnd;
            continue;
        }
        if (c == '{' || c == '[') {
            if (!wantsValue || depth >= maxDepth || depth + 1 >= hardLimit)
                return std::nullopt;
            isObject[++depth] = c == '{';
            expect = c == '{' ? Expect::FirstKey : Expect::FirstElement;
        } else if (c == '}' || c == ']') {
            const bool mayEnd =
                expect == Expect::CommaOrEnd || expect == (c == '}' ? Expect::FirstKey : Expect::FirstElement);
            if (!mayEnd || depth == 0 || isObject[depth] != (c == '}'))
                return std::nullopt;
            if (--depth == 0)
                return at + 1;
            expect = Expect::CommaOrEnd;
        } else if (c == ':') {
            if (expect != Expect::Colon)
                return std::nullopt;
            expect = Expect::Value;
        } else if (c == ',') {
            if (expect != Expect::CommaOrEnd || depth == 0)
                return std::nullopt;
            expect = isObject[depth] ? Expect::Key : Expect::Value;
        } else {
            if (!wantsValue || depth == 0)
                return std::nullopt;
            while (at < text.size() && !isSpace(text[at]) && std::strchr("{}[]:,\"", text[at]) == nullptr)
                ++at;
            // strchr finds the terminating NUL too: a NUL byte must not stop the walk.
            if (at < text.size() && text[at] == '\0')
                return std::nullopt;
            expect = Expect::CommaOrEnd;
            continue;
        }
        ++at;
    }
    return std::nullopt;
}

ElementEnd endOfElement(std::string_view text)
{
    std::size_t depth = 0;
    bool inString = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (inString) {
            if (c == '\\')
                ++at;
            else if (c == '"' || c == '\n') // A string cannot hold a line break: it was never closed.
                inString = false;
            continue;
        }
        switch (c) {
        case '"':
            inString = true;
            break;
        case '{':
        case '[':
            ++depth;
            break;
        case '}':
        case ']':
            if (depth == 0)
                return { at, true };
            --depth;
            break;
        case ',':
            if (depth == 0)
                return { at, true };
            break;
        default:
            break;
        }
    }
    return { text.size(), false };
}

std::optional<BadEscape> findBadEscape(std::string_view text)
{
    std::size_t at = 0;
    while ((at = text.find('\\', at)) != std::string_view::npos) {
        if (at + 1 >= text.size())
            return std::nullopt;
        if (text[at + 1] != 'u') {
            at += 2;
            continue;
        }
        const int code = hexValue(text, at + 2);
        if (code == 0)
            return BadEscape{ at, true };
        if (code >= 0xDC00 && code <= 0xDFFF)
            return BadEscape{ at, false };
        if (code >= 0xD800 && code <= 0xDBFF) {
            const bool paired = text.substr(at + 6, 2) == "\\u";
            const int low = paired ? hexValue(text, at + 8) : -1;
            if (low < 0xDC00 || low > 0xDFFF)
                return BadEscape{ at, false };
            at += 6;
        }
        at += 6;
    }
    return std::nullopt;
}

} // namespace binnacle::json
