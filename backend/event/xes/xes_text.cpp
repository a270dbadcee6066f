#include "backend/event/xes/xes_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace binnacle::xes {

namespace {

using namespace std::string_view_literals;

constexpr std::array escapes{ std::pair{ '&', "&amp;"sv }, std::pair{ '<', "&lt;"sv }, std::pair{ '>', "&gt;"sv },
    std::pair{ '"', "&quot;"sv }, std::pair{ '\t', "&#9;"sv }, std::pair{ '\n', "&#10;"sv },
    std::pair{ '\r', "&#13;"sv } };

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes digits from the front of `text`; false where there is none.
bool takeDigits(std::string_view& text)
{
    std::size_t count = 0;
    while (count < text.size() && isDigit(text[count]))
        ++count;
    text.remove_prefix(count);
    return count > 0;
}

bool isJsonInteger(std::string_view text)
{
    if (!text.empty() && text.front() == '-')
        text.remove_prefix(1);
    const bool leadingZero = text.size() > 1 && text.front() == '0';
    // More digits than an int64 holds would come back as another number from most readers.
    return text.size() <= 18 && !leadingZero && takeDigits(text) && text.empty();
}

bool isJsonNumber(std::string_view text)
{
    if (text.size() > 64)
        return false;
    if (!text.empty() && text.front() == '-')
        text.remove_prefix(1);
    if (text.size() > 1 && text.front() == '0' && isDigit(text[1]))
        return false;
    if (!takeDigits(text))
        return false;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        if (!takeDigits(text))
            return false;
    }
    if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
        text.remove_prefix(1);
        if (!text.empty() && (text.front() == '+' || text.front() == '-'))
            text.remove_prefix(1);
        // Three digits would leave the range of a double.
        if (text.size() > 2 || !takeDigits(text))
            return false;
    }
    return text.empty();
}

std::string unescaped(std::string_view quoted)
{
    std::string value;
    while (!quoted.empty()) {
        const auto found = std::find_if(
            escapes.begin(), escapes.end(), [&](const auto& escape) { return quoted.starts_with(escape.second); });
        value.push_back(found == escapes.end() ? quoted.front() : found->first);
        quoted.remove_prefix(found == escapes.end() ? 1 : found->second.size());
    }
    return value;
}

} // namespace

std::string_view localName(std::string_view qualified)
{
    const std::size_t colon = qualified.rfind(':');
    return colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
}

void appendXmlQuoted(std::string& out, std::string_view text)
{
    for (const char c : text) {
        std::string_view escaped;
        for (const auto& [plain, replacement] : escapes) {
            if (plain == c)
                escaped = replacement;
        }
        if (escaped.empty())
            out.push_back(c);
        else
            out.append(escaped);
    }
}

void appendJsonString(std::string& out, std::string_view text)
{
    static constexpr std::string_view hex = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (byte < 0x20) {
            out.append("\\u00");
            out.push_back(hex[byte >> 4]);
            out.push_back(hex[byte & 15]);
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

bool isScalar(std::string_view element)
{
    return element == "string" || element == "date" || element == "int" || element == "float" || element == "boolean"
        || element == "id";
}

std::string jsonValue(const Attribute& attribute)
{
    const std::string_view text = attribute.value;
    if ((attribute.element == "int" && isJsonInteger(text)) || (attribute.element == "float" && isJsonNumber(text)))
        return std::string(text);
    if (attribute.element == "boolean" && (text == "true" || text == "false"))
        return std::string(text);
    std::string json;
    appendJsonString(json, text);
    return json;
}

std::string_view nextClassifierKey(std::string_view& keys)
{
    while (!keys.empty() && keys.front() == ' ')
        keys.remove_prefix(1);
    const bool quoted = !keys.empty() && keys.front() == '\'';
    if (quoted)
        keys.remove_prefix(1);
    const std::size_t end = std::min(keys.find(quoted ? '\'' : ' '), keys.size());
    const std::string_view key = keys.substr(0, end);
    keys.remove_prefix(std::min(end + 1, keys.size()));
    return key;
}

std::string pseudoAttribute(std::string_view data, std::string_view name)
{
    // In order, so that what looks like a name inside of a value is none.
    for (;;) {
        const std::size_t begin = data.find_first_not_of(" \t\r\n");
        const std::size_t equals = data.find("=\"");
        if (begin == std::string_view::npos || equals == std::string_view::npos || equals < begin)
            return {};
        const std::size_t close = data.find('"', equals + 2);
        if (close == std::string_view::npos)
            return {};
        if (data.substr(begin, equals - begin) == name)
            return unescaped(data.substr(equals + 2, close - equals - 2));
        data.remove_prefix(close + 1);
    }
}

} // namespace binnacle::xes
