#include "backend/event/json_scan.h"

#include "backend/event/json_escapes.h"

#include <algorithm>
#include <bitset>
#include <cstring>
#include <set>

namespace binnacle::json {

namespace {

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

/// Steps through the elements of a valid array.
class ElementCursor {
public:
    explicit ElementCursor(std::string_view array)
        : m_array(array)
        , m_at(skipSpace(array, 0) + 1)
    {
    }

    bool next()
    {
        m_at = skipSpace(m_array, m_at);
        if (m_at < m_array.size() && m_array[m_at] == ',')
            m_at = skipSpace(m_array, m_at + 1);
        if (m_at >= m_array.size() || m_array[m_at] == ']')
            return false;
        const std::size_t from = m_at;
        m_at = endOfValidValue(m_array, from);
        value = m_array.substr(from, m_at - from);
        return m_at > from;
    }

    std::string_view value;

private:
    std::string_view m_array;
    std::size_t m_at;
};

/// What a key between its quotes says.
std::string nameOf(std::string_view quoted)
{
    return unescaped(quoted.substr(1, quoted.size() - 2));
}

// The nesting was bounded when the text was parsed.
void copyOnce(std::string_view value, std::string& out)
{
    if (value.starts_with('{')) {
        std::set<std::string> names;
        out += '{';
        for (MemberCursor member(value); member.next();) {
            if (!names.insert(nameOf(member.key)).second)
                continue;
            out.append(names.size() > 1 ? "," : "").append(member.key).append(":");
            copyOnce(member.value, out);
        }
        out += '}';
    } else if (value.starts_with('[')) {
        out += '[';
        for (ElementCursor element(value); element.next();) {
            out.append(out.back() == '[' ? "" : ",");
            copyOnce(element.value, out);
        }
        out += ']';
    } else {
        out.append(value);
    }
}

/// What may come next while the grammar of one value is followed.
enum class Expect { Value, FirstElement, Key, FirstKey, Colon, CommaOrEnd };

} // namespace

std::string_view withoutByteOrderMark(std::string_view text)
{
    return text.starts_with(byteOrderMark) ? text.substr(byteOrderMark.size()) : text;
}

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
        const std::string_view content = cursor.key.substr(1, cursor.key.size() - 2);
        const bool isEscaped = content.find('\\') != std::string_view::npos;
        if (isEscaped ? unescaped(content) == key : content == key)
            return cursor.value;
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

std::optional<std::size_t> lengthOfValue(std::string_view text)
{
    constexpr std::size_t maxDepth = 255;
    std::bitset<maxDepth + 1> isObject;
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
            if (!wantsValue || depth >= maxDepth)
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

std::string withoutDuplicates(std::string_view value)
{
    std::string out;
    copyOnce(trimmed(value), out);
    return out;
}

void forEachNumber(std::string_view text, const std::function<bool(std::size_t at, std::string_view number)>& use)
{
    constexpr std::string_view first = "-0123456789";
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            at = endOfString(text, at);
            continue;
        }
        if (first.find(text[at]) == std::string_view::npos) {
            ++at;
            continue;
        }
        const std::size_t end = std::min(text.find_first_of(" \t\r\n{}[]:,\"", at), text.size());
        if (!use(at, text.substr(at, end - at)))
            return;
        at = end;
    }
}

bool isNumber(std::string_view text)
{
    const auto takeDigits = [&text] {
        const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count > 0;
    };
    const auto take = [&text](std::string_view anyOf) {
        const bool isThere = !text.empty() && anyOf.find(text.front()) != std::string_view::npos;
        text.remove_prefix(isThere ? 1 : 0);
        return isThere;
    };
    take("-");
    if (!take("0") && !takeDigits())
        return false;
    if (take(".") && !takeDigits())
        return false;
    if (take("eE")) {
        take("+-");
        if (!takeDigits())
            return false;
    }
    return text.empty();
}

} // namespace binnacle::json
