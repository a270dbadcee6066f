#include "backend/store/columns/text_ranks.h"

#include <algorithm>

namespace binnacle::columns {

TextRanks::TextRanks(std::vector<Text> texts)
    : m_texts(std::move(texts))
{
    std::sort(m_texts.begin(), m_texts.end(), [](const Text& a, const Text& b) { return a.value < b.value; });
    m_ranks.reserve(m_texts.size());
    for (std::size_t i = 0; i < m_texts.size(); ++i)
        m_ranks.emplace_back(m_texts[i].number, static_cast<std::int64_t>(2 * i + 1));
    std::sort(m_ranks.begin(), m_ranks.end());
}

std::int64_t TextRanks::rankOf(std::int64_t number) const
{
    const auto at = std::lower_bound(m_ranks.begin(), m_ranks.end(), std::pair(number, std::int64_t{ 0 }));
    return at != m_ranks.end() && at->first == number ? at->second : 0;
}

std::int64_t TextRanks::placeOf(std::string_view text) const
{
    const auto at = std::lower_bound(
        m_texts.begin(), m_texts.end(), text, [](const Text& a, std::string_view b) { return a.value < b; });
    const auto index = static_cast<std::int64_t>(at - m_texts.begin());
    return at != m_texts.end() && at->value == text ? 2 * index + 1 : 2 * index;
}

} // namespace binnacle::columns
