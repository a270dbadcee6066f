#include "tests/fuzz/item_check.h"

#include "backend/event/facts_codec.h"

#include <cstdlib>
#include <string>

namespace binnacle::fuzz {

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void check(const ParsedItem& item)
{
    if (const Refusal* refusal = item.refusal()) {
        require(!refusal->code.empty() && !refusal->message.empty());
        require(refusal->pointer.empty() || refusal->pointer.front() == '/');
        return;
    }
    const Event& event = *item.event();
    require(!event.type.empty() && !event.source.empty() && !event.eventId.empty());
    require(!event.organization.empty() && !event.project.empty());
    require(event.entityType.empty() == event.entityId.empty());
    require(!event.step || !event.step->stepId.empty());
    require(event.payload == item.raw && event.payload.size() <= maxEventBytes);
    std::string facts;
    encodeFacts(event, facts);
    std::string_view in = facts;
    const auto decoded = decodeFacts(in);
    require(decoded.ok() && in.empty() && identityOf(*decoded) == identityOf(event));
}

/// A JSON slice of an accepted event must be valid JSON itself.
void checkSlice(std::string_view slice, ItemParser& parser)
{
    if (slice.empty())
        return;
    EventBatch batch;
    parser.parse(batch.adopt(std::string(slice)), 0, std::nullopt, batch);
    const Refusal* refusal = batch.items.front().refusal();
    // An array is valid JSON too, but no event.
    require(!refusal || refusal->code != "INVALID_JSON" || slice.front() == '[');
}

} // namespace

void checkItem(std::string_view bytes, Dialect dialect)
{
    static ItemParser parser{ ParseOptions{} };
    EventBatch batch;
    const std::string_view text = batch.adopt(std::string(bytes));
    parser.parse(text, 0, dialect, batch);
    parser.parse(text, 0, std::nullopt, batch);
    require(batch.items.size() == 2);
    require(parseDocument(text, dialect, parser, batch) + 2 == batch.items.size());
    for (const ParsedItem& item : batch.items)
        check(item);
    if (const Event* event = batch.items.front().event()) {
        for (const std::string_view slice : { event->propertiesJson, event->artifactsJson, event->upstreamJson,
                 event->downstreamJson, event->workflowSummaryJson, event->causationJson })
            checkSlice(slice, parser);
    }
}

} // namespace binnacle::fuzz
