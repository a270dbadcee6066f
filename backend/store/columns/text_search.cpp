#include "backend/store/columns/text_search.h"

#include <cstring>

namespace binnacle::columns {

namespace {

constexpr std::uint8_t caseBit = 0x20;

bool isLetter(std::uint8_t byte)
{
    return byte >= 'a' && byte <= 'z';
}

std::uint8_t lower(char c)
{
    return static_cast<std::uint8_t>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/// Sixteen bytes that are compared at once.
using Bytes = std::uint8_t __attribute__((vector_size(16)));

Bytes load(const char* from)
{
    Bytes bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

Bytes allOf(std::uint8_t byte)
{
    return Bytes{} + byte;
}

template <typename Mask>
bool isEmpty(const Mask& mask)
{
    std::uint64_t halves[2];
    std::memcpy(halves, &mask, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

} // namespace

TextSearch::TextSearch(std::string_view part)
{
    for (const char c : part)
        m_part.push_back(static_cast<char>(lower(c)));
    if (m_part.empty())
        return;
    m_first = static_cast<std::uint8_t>(m_part.front());
    m_last = static_cast<std::uint8_t>(m_part.back());
    m_firstCase = isLetter(m_first) ? caseBit : 0;
    m_lastCase = isLetter(m_last) ? caseBit : 0;
}

bool TextSearch::isAt(const char* text) const
{
    for (std::size_t i = 0; i < m_part.size(); ++i) {
        if (lower(text[i]) != static_cast<std::uint8_t>(m_part[i]))
            return false;
    }
    return true;
}

std::size_t TextSearch::find(std::string_view text, std::size_t from) const
{
    if (m_part.size() > text.size())
        return std::string_view::npos;
    const std::size_t end = text.size() - m_part.size() + 1;
    if (m_part.empty())
        return from < end ? from : std::string_view::npos;
    const char* const bytes = text.data();
    const Bytes first = allOf(m_first);
    const Bytes firstCase = allOf(m_firstCase);
    const Bytes last = allOf(m_last);
    const Bytes lastCase = allOf(m_lastCase);
    std::size_t at = from;
    for (; at + sizeof(Bytes) <= end; at += sizeof(Bytes)) {
        const auto mask =
            ((load(bytes + at) | firstCase) == first) & ((load(bytes + at + m_part.size() - 1) | lastCase) == last);
        if (isEmpty(mask))
            continue;
        for (std::size_t i = 0; i < sizeof(Bytes); ++i) {
            if (mask[i] != 0 && isAt(bytes + at + i))
                return at + i;
        }
    }
    for (; at < end; ++at) {
        if (isAt(bytes + at))
            return at;
    }
    return std::string_view::npos;
}

} // namespace binnacle::columns
