#include "backend/event/json_faults.h"

#include "backend/core/utf8.h"
#include "backend/event/json_escapes.h"
#include "backend/event/json_parser.h"
#include "backend/event/json_scan.h"
#include "backend/event/parser.h"

#include <algorithm>
#include <vector>

namespace binnacle::json {

namespace {

/// The first number that cannot be read.
struct BadNumber {
    std::size_t offset = 0;
    bool isTooLarge = false;
};

std::optional<BadNumber> findBadNumber(std::string_view text)
{
    std::optional<BadNumber> found;
    Parser parser(1);
    forEachNumber(text, [&](std::size_t at, std::string_view number) {
        simdjson::dom::element value;
        if (!isNumber(number))
            found = BadNumber{ at, false };
        else if (parser.parse(number, value) != simdjson::SUCCESS)
            found = BadNumber{ at, true };
        return !found;
    });
    return found;
}

Refusal refuseNumber(std::string_view item)
{
    const auto bad = findBadNumber(item);
    if (bad && bad->isTooLarge)
        return { "INVALID_VALUE", pointerAt(item, bad->offset),
            "A number is larger than programs can hold (about 1.8e308).", {} };
    return { "INVALID_JSON", "", "A number is not written as JSON writes numbers.", {} };
}

Refusal refuseEscape(std::string_view item, const BadEscape& escape)
{
    switch (escape.kind) {
    case BadEscape::Kind::Nul:
        return { "INVALID_VALUE", pointerAt(item, escape.offset), "A text must not hold the character NUL.", {} };
    case BadEscape::Kind::HalfPair:
        return { "INVALID_UTF8", pointerAt(item, escape.offset),
            "A text holds one half of a surrogate pair, which is no character.", {} };
    case BadEscape::Kind::Unknown:
        break;
    }
    return { "INVALID_JSON", "", "A text holds an escape that JSON does not know.", {} };
}

/// Where the walk of pointerAt() is within one object or array.
struct Level {
    bool isObject = false;
    std::size_t index = 0;
    std::optional<std::string_view> name; ///< Of the present member, without quotes.
};

std::string pointerOf(const std::vector<Level>& levels)
{
    std::string pointer;
    for (const Level& level : levels) {
        if (!level.isObject)
            pointer += '/' + std::to_string(level.index);
        else if (level.name)
            pointer += '/' + pointerPart(unescaped(*level.name));
    }
    // Longer than this it helps nobody.
    constexpr std::size_t longest = 4096;
    return pointer.size() <= longest ? pointer : std::string();
}

} // namespace

Refusal refusalFor(simdjson::error_code error, std::string_view item)
{
    switch (error) {
    case simdjson::DEPTH_ERROR:
        return { "TOO_DEEP", "", "The event nests deeper than " + std::to_string(maxNesting) + " levels.", {} };
    case simdjson::UTF8_ERROR:
        return { "INVALID_UTF8", pointerAt(item, validUtf8Length(item)), "The event is not valid UTF-8.", {} };
    case simdjson::UNESCAPED_CHARS:
        return { "INVALID_JSON", "", "A text holds a control character that is not escaped.", {} };
    case simdjson::UNCLOSED_STRING:
        return { "INVALID_JSON", "", "A text has no closing quotation mark.", {} };
    case simdjson::STRING_ERROR:
        return refuseEscape(item, findBadEscape(item).value_or(BadEscape{ BadEscape::Kind::Unknown, 0 }));
    case simdjson::NUMBER_ERROR:
        return refuseNumber(item);
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
        return { "INVALID_JSON", "", "There is a word that is not true, false or null.", {} };
    case simdjson::EMPTY:
        return { "INVALID_JSON", "", "There is nothing where an event should be.", {} };
    default:
        return { "INVALID_JSON", "", "This is not valid JSON.", {} };
    }
}

std::optional<Refusal> refuseEscapes(std::string_view item)
{
    const auto escape = findBadEscape(item);
    return escape ? std::optional(refuseEscape(item, *escape)) : std::nullopt;
}

std::string pointerAt(std::string_view text, std::size_t offset)
{
    std::vector<Level> levels;
    bool isName = false;
    for (std::size_t at = 0; at < std::min(offset, text.size());) {
        const char c = text[at];
        if (c == '"') {
            const std::size_t end = endOfString(text, at);
            if (end > offset)
                break;
            if (isName)
                levels.back().name = text.substr(at + 1, end - at - 2);
            isName = false;
            at = end;
            continue;
        }
        if (c == '{' || c == '[') {
            if (levels.size() == maxNesting)
                return {};
            levels.push_back({ c == '{', 0, std::nullopt });
            isName = c == '{';
        } else if ((c == '}' || c == ']') && !levels.empty()) {
            levels.pop_back();
            isName = false;
        } else if (c == ',' && !levels.empty()) {
            Level& level = levels.back();
            isName = level.isObject;
            level.name.reset();
            ++level.index;
        }
        ++at;
    }
    return pointerOf(levels);
}

std::string pointerPart(std::string_view name)
{
    std::string part;
    for (const char c : name) {
        if (c == '~')
            part += "~0";
        else if (c == '/')
            part += "~1";
        else
            part += c;
    }
    return part;
}

} // namespace binnacle::json
