#include "backend/event/event_batch.h"

#include <cstring>
#include <utility>

namespace binnacle {

namespace {
/// simdjson reads up to this many bytes past the end (SIMDJSON_PADDING).
constexpr std::size_t parserPadding = 64;
} // namespace

std::string_view EventBatch::adopt(std::string text)
{
    const std::size_t size = text.size();
    text.reserve(size + parserPadding);
    m_inputs.push_back(std::move(text));
    m_bytes += size;
    return m_inputs.back();
}

std::string_view EventBatch::copy(std::string_view text)
{
    if (text.empty())
        return {};
    auto* memory = static_cast<char*>(m_memory.allocate(text.size(), 1));
    std::memcpy(memory, text.data(), text.size());
    m_bytes += text.size();
    return { memory, text.size() };
}

void EventBatch::makeRecords()
{
    std::string facts;
    for (ParsedItem& item : items) {
        const Event* event = item.event();
        if (event == nullptr)
            continue;
        facts.clear();
        item.record = recordOf(*event, facts);
        item.record->facts = copy(facts);
    }
}

} // namespace binnacle
