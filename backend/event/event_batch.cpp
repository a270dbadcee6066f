#include "backend/event/event_batch.h"

#include <cstring>
#include <utility>

namespace binnacle {

std::string_view EventBatch::adopt(std::string text)
{
    const std::size_t size = text.size();
    text.reserve(size + padding);
    m_texts->inputs.push_back(std::move(text));
    m_bytes += size;
    return m_texts->inputs.back();
}

std::string_view EventBatch::copy(std::string_view text)
{
    if (text.empty())
        return {};
    auto* memory = static_cast<char*>(m_texts->copies.allocate(text.size(), 1));
    std::memcpy(memory, text.data(), text.size());
    m_bytes += text.size();
    return { memory, text.size() };
}

std::shared_ptr<const void> EventBatch::memory() const
{
    return std::make_shared<std::pair<std::shared_ptr<const void>, std::shared_ptr<const void>>>(m_texts, m_facts);
}

void EventBatch::makeRecords()
{
    // More than the facts of nearly any event: most batches that come over the network hold one.
    constexpr std::size_t factsOfOne = 512;
    auto facts = std::make_shared<std::string>();
    facts->reserve(factsOfOne);
    for (ParsedItem& item : items) {
        const Event* const event = item.event();
        if (event == nullptr)
            continue;
        item.record = recordOf(*event, *facts);
        // The others are about as large: what doubling would leave over stays in memory as long as the facts.
        if (facts->size() == item.record->facts.size())
            facts->reserve(facts->size() * items.size() * 5 / 4);
    }
    // The text may have moved while it grew.
    std::size_t begin = 0;
    for (ParsedItem& item : items) {
        if (!item.record)
            continue;
        item.record->facts = std::string_view(*facts).substr(begin, item.record->facts.size());
        begin += item.record->facts.size();
    }
    m_bytes += facts->size();
    m_facts = std::move(facts);
}

} // namespace binnacle
