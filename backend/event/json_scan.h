#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::json {

/// May stand at the beginning of an input (RFC 8259 lets readers overlook it there), and nowhere else.
inline constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
std::string_view withoutByteOrderMark(std::string_view text);

inline bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
std::string_view trimmed(std::string_view text);

/// Raw text of the member `key` of `object`, a JSON object that a parser has found valid; nullopt where there is none.
/// The first member of that name counts.
std::optional<std::string_view> rawMember(std::string_view object, std::string_view key);

/// Calls `visit(key, value)` with the raw text of every member of `object`, which must be valid JSON. The key
/// keeps its quotes.
void forEachRawMember(
    std::string_view object, const std::function<void(std::string_view key, std::string_view value)>& visit);

/// The JSON text `value`, which must be valid, without white space and without those members of its objects that have
/// the name of an earlier one.
std::string withoutDuplicates(std::string_view value);

/// Length of the JSON value at the front of `text`, which must start with `{` or `[`: its grammar of brackets, commas,
/// colons and strings is checked, what is in the strings, numbers and words is not. nullopt where it breaks
/// the grammar, ends too early or nests deeper than 255 levels.
std::optional<std::size_t> lengthOfValue(std::string_view text);

/// Where an array's element ends: at the first comma or closing bracket outside strings and inner brackets.
struct ElementEnd {
    std::size_t length = 0;
    bool found = false; ///< False: the text ended first.
};
ElementEnd endOfElement(std::string_view text);

/// Place behind the string whose opening quote is at `at`; npos where it does not end, or (JSON forbids it) holds a
/// line break.
std::size_t endOfString(std::string_view text, std::size_t at);

/// Calls `use(place, number)` with whatever stands outside of strings and begins like a number, until it gives false.
void forEachNumber(std::string_view text, const std::function<bool(std::size_t at, std::string_view number)>& use);

/// Whether `text` is a number as JSON writes them.
bool isNumber(std::string_view text);

} // namespace binnacle::json
