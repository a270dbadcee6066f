#include "backend/store/log/payload_lexer.h"

#include <array>
#include <cstring>

namespace binnacle::block {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isNumberPart(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/// The place of the quote that ends the string; the end of the text where there is none.
std::size_t endOfString(std::string_view text, std::size_t begin, char quote)
{
    std::size_t at = begin;
    while (at < text.size()) {
        const void* found = std::memchr(text.data() + at, quote, text.size() - at);
        if (found == nullptr)
            return text.size();
        const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
        std::size_t backslashes = 0;
        while (end - backslashes > begin && text[end - backslashes - 1] == '\\')
            ++backslashes;
        if (backslashes % 2 == 0)
            return end;
        at = end + 1;
    }
    return text.size();
}

std::size_t endOfNumber(std::string_view text, std::size_t at)
{
    while (at < text.size() && isNumberPart(text[at]))
        ++at;
    return at;
}

class JsonHoles {
public:
    JsonHoles(std::string_view text, std::span<const std::string_view> slices, std::vector<Hole>& holes)
        : m_text(text)
        , m_slices(slices)
        , m_holes(holes)
    {
    }

    bool find()
    {
        std::size_t at = 0;
        while (at < m_text.size() && m_holes.size() <= maxHoles) {
            const char c = m_text[at];
            if (c == '"')
                at = string(at);
            else if ((c >= '0' && c <= '9') || c == '-')
                at = add(at, endOfNumber(m_text, at));
            else if (c == '{' || c == '[')
                at = bracket(at);
            else
                ++at;
        }
        return m_holes.size() <= maxHoles;
    }

private:
    std::size_t add(std::size_t begin, std::size_t end)
    {
        m_holes.push_back({ static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end) });
        return end;
    }
    std::size_t string(std::size_t quote)
    {
        const std::size_t end = endOfString(m_text, quote + 1, '"');
        std::size_t next = end + 1;
        while (next < m_text.size() && isSpace(m_text[next]))
            ++next;
        if (next < m_text.size() && m_text[next] == ':')
            return next + 1;
        if (end < m_text.size())
            add(quote + 1, end);
        return end + 1;
    }
    std::size_t bracket(std::size_t at)
    {
        for (const std::string_view slice : m_slices) {
            // The whole payload as one hole would say nothing.
            if (at > 0 && m_text.substr(at).starts_with(slice))
                return add(at, at + slice.size());
        }
        return at + 1;
    }

    std::string_view m_text;
    std::span<const std::string_view> m_slices;
    std::vector<Hole>& m_holes;
};

bool findXmlHoles(std::string_view text, std::vector<Hole>& holes)
{
    std::size_t at = 0;
    while ((at = text.find('=', at)) != std::string_view::npos && ++at < text.size()) {
        const char quote = text[at];
        if (quote != '"' && quote != '\'')
            continue;
        const std::size_t begin = at + 1;
        const std::size_t end = text.find(quote, begin);
        if (end == std::string_view::npos)
            break;
        if (!text.substr(0, begin - 2).ends_with(" key"))
            holes.push_back({ static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end) });
        if (holes.size() > maxHoles)
            return false;
        at = end;
    }
    return true;
}

} // namespace

bool findHoles(std::string_view payload, std::span<const std::string_view> slices, std::vector<Hole>& holes)
{
    holes.clear();
    if (payload.starts_with('<'))
        return findXmlHoles(payload, holes);
    return JsonHoles(payload, slices, holes).find();
}

std::size_t endOfHole(std::string_view payload, std::size_t begin, char closing)
{
    if (closing == '"' || closing == '\'')
        return endOfString(payload, begin, closing);
    return endOfNumber(payload, begin);
}

} // namespace binnacle::block
