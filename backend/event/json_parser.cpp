#include "backend/event/json_parser.h"

#include "backend/event/json_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace binnacle::json {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

/// With an exponent an integer too long for 64 bits becomes a double: simdjson refuses it otherwise.
std::string withLongIntegersAsDoubles(std::string_view text)
{
    constexpr std::size_t certainlyShort = 18;
    std::string rewritten;
    std::size_t copied = 0;
    forEachNumber(text, [&](std::size_t at, std::string_view number) {
        if (number.size() > certainlyShort && isNumber(number)
            && number.find_first_of(".eE") == std::string_view::npos) {
            rewritten.append(text.substr(copied, at + number.size() - copied)).append("e0");
            copied = at + number.size();
        }
        return true;
    });
    return copied == 0 ? rewritten : rewritten.append(text.substr(copied));
}

bool hasTwoOfOneName(const Object& object)
{
    // Most objects are small: there comparing each with each is faster than sorting, and nothing is allocated.
    std::array<std::string_view, 16> few;
    std::size_t count = 0;
    std::vector<std::string_view> many;
    for (const auto member : object) {
        const std::string_view name = member.key;
        if (count < few.size()) {
            const auto end = few.begin() + static_cast<std::ptrdiff_t>(count);
            if (std::find(few.begin(), end, name) != end)
                return true;
            few[count++] = name;
        } else {
            many.push_back(name);
        }
    }
    if (many.empty())
        return false;
    many.insert(many.end(), few.begin(), few.end());
    std::sort(many.begin(), many.end());
    return std::adjacent_find(many.begin(), many.end()) != many.end();
}

} // namespace

Parser::Parser(std::size_t maxDepth)
    : m_maxDepth(maxDepth)
{
}

simdjson::error_code Parser::parse(std::string_view text, Element& root, Padding padding)
{
    const simdjson::error_code error = parseAsItIs(text, root, padding);
    if (error != simdjson::NUMBER_ERROR)
        return error;
    m_rewritten = withLongIntegersAsDoubles(text);
    return m_rewritten.empty() ? error : parseAsItIs(m_rewritten, root, Padding::None);
}

simdjson::error_code Parser::parseAsItIs(std::string_view text, Element& root, Padding padding)
{
    if (text.empty())
        return simdjson::EMPTY;
    // Room grows with the largest text seen, so that a store of small events stays small. simdjson counts the level
    // that holds the scalars too.
    if (text.size() > m_parser.capacity() || m_parser.capacity() == 0) {
        const std::size_t room = std::max<std::size_t>(std::bit_ceil(text.size()), 16 * 1024);
        if (const auto error = m_parser.allocate(room, m_maxDepth + 1))
            return error;
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    return m_parser.parse(bytes, text.size(), padding == Padding::None).get(root);
}

bool holdsDuplicates(const Element& value)
{
    if (value.is_object()) {
        const Object object = value.get_object().value_unsafe();
        return hasTwoOfOneName(object) || std::any_of(object.begin(), object.end(), [](const auto& member) {
            return holdsDuplicates(member.value);
        });
    }
    if (value.is_array()) {
        const simdjson::dom::array array = value.get_array().value_unsafe();
        return std::any_of(array.begin(), array.end(), [](const Element& element) { return holdsDuplicates(element); });
    }
    return false;
}

} // namespace binnacle::json
