#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

namespace binnacle::json {

inline bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
std::string_view trimmed(std::string_view text);

/// Raw text of the member `key` of `object`, a JSON object that a parser has found valid. The first member of that
/// name counts. nullopt where there is none, or where a key before it is written with an escape, so that
/// it cannot be compared byte by byte.
std::optional<std::string_view> rawMember(std::string_view object, std::string_view key);

/// Calls `visit(key, value)` with the raw text of every member of `object`, which must be valid JSON. The key
/// keeps its quotes.
void forEachRawMember(
    std::string_view object, const std::function<void(std::string_view key, std::string_view value)>& visit);

/// Length of the JSON value at the front of `text`, which must start with `{` or `[`: its grammar of brackets, commas,
/// colons and strings is checked, what is in the strings, numbers and words is not. nullopt where it breaks
/// the grammar, ends too early or nests deeper than `maxDepth`.
std::optional<std::size_t> lengthOfValue(std::string_view text, std::size_t maxDepth);

/// Where an array's element ends: at the first comma or closing bracket outside strings and inner brackets.
struct ElementEnd {
    std::size_t length = 0;
    bool found = false; ///< False: the text ended first.
};
ElementEnd endOfElement(std::string_view text);

/// Place of the first `\u` escape that names no character we take: U+0000, or half of a surrogate pair.
struct BadEscape {
    std::size_t offset = 0;
    bool isNul = false;
};
std::optional<BadEscape> findBadEscape(std::string_view text);

} // namespace binnacle::json
