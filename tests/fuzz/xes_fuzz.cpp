#include "backend/event/facts_codec.h"
#include "backend/event/xes/xes_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

using namespace binnacle;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

std::unique_ptr<EventBatch> read(std::string_view xml, std::size_t piece)
{
    auto batch = std::make_unique<EventBatch>();
    ParseOptions options;
    options.assumeUtc = true;
    XesReader reader(options, [&]() -> EventBatch& { return *batch; });
    for (std::size_t at = 0; at < xml.size(); at += piece)
        reader.feed(xml.substr(at, piece));
    reader.finish();
    require(batch->items.size() >= reader.eventCount() || !batch->items.empty() || reader.eventCount() == 0);
    return batch;
}

void checkItem(const ParsedItem& item)
{
    if (const Refusal* refusal = item.refusal()) {
        require(!refusal->code.empty() && !refusal->message.empty());
        return;
    }
    const Event& event = *item.event();
    require(!event.organization.empty() && !event.project.empty() && !event.eventId.empty());
    require(event.entityId.empty() == event.entityType.empty());
    require(event.payload == item.raw && event.payload.size() <= maxEventBytes);

    // What is handed out can be read again on its own and is the same event.
    EventBatch again;
    parseXesItem(event.payload, {}, again);
    require(again.items.size() == 1);
    const Event* same = again.items.front().event();
    ParseOptions utc;
    utc.assumeUtc = true;
    EventBatch assumed;
    if (!same) {
        parseXesItem(event.payload, utc, assumed);
        require(assumed.items.size() == 1);
        same = assumed.items.front().event();
    }
    require(same && same->eventId == event.eventId && same->payload == event.payload);
    std::string facts;
    std::string factsAgain;
    encodeFacts(event, facts);
    encodeFacts(*same, factsAgain);
    require(facts == factsAgain);
}

} // namespace

/// The first byte says how large the pieces are, the rest is the log.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view xml(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = read(xml, xml.size() + 1);
    const auto pieces = read(xml, std::max<std::size_t>(1, data[0]));
    require(whole->items.size() == pieces->items.size());
    for (std::size_t i = 0; i < whole->items.size(); ++i) {
        const bool isLast = i + 1 == whole->items.size();
        require(whole->items[i].event() || isLast || whole->items[i].refusal());
        if (whole->items[i].event())
            require(pieces->items[i].raw == whole->items[i].raw);
        checkItem(whole->items[i]);
    }
    return 0;
}
