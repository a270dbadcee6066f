#include "backend/event/facts_codec.h"
#include "backend/store/log/packed_block.h"

#include <zstd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace binnacle;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

struct Given {
    std::string facts;
    std::string payload;
};

std::string encoded(const Event& event)
{
    std::string facts;
    encodeFacts(event, facts);
    return facts;
}

void checkRoundTrip(const std::vector<Given>& events)
{
    RawBlock raw;
    for (std::size_t i = 0; i < events.size(); ++i)
        raw.append(static_cast<std::int64_t>(i / 2), events[i].facts, events[i].payload);
    const auto packed = packBlock(raw);
    check(packed.ok());
    const auto facts = FactColumns::unpack(packed.value().facts, events.size());
    check(facts.ok());
    const auto payloads = PayloadColumns::unpack(packed.value().payloads, facts.value());
    check(payloads.ok());
    std::string payload;
    for (std::size_t i = 0; i < events.size(); ++i) {
        check(encoded(facts.value().event(i)) == events[i].facts);
        check(facts.value().recordedAt(i) == static_cast<std::int64_t>(i / 2));
        check(payloads.value().payload(i, payload).ok() && payload == events[i].payload);
    }
}

/// The events that somebody's facts give, with themselves as payloads.
std::vector<Given> eventsOf(const FactColumns& facts)
{
    std::vector<Given> events;
    for (std::size_t i = 0; i < facts.count(); ++i) {
        const std::string text = encoded(facts.event(i));
        events.push_back({ text, text });
    }
    return events;
}

/// A frame of facts, one of payloads over facts that are right.
void readFrame(const std::string& frame, std::size_t count)
{
    if (const auto facts = FactColumns::unpack(frame, count)) {
        std::size_t bytes = 0;
        const auto events = eventsOf(facts.value());
        for (const Given& event : events)
            bytes += event.facts.size();
        if (bytes < 1'000'000)
            checkRoundTrip(events);
    }
    RawBlock raw;
    for (std::size_t i = 0; i < count; ++i) {
        Event event;
        const std::string id = std::to_string(i);
        event.type = i % 3 == 0 ? "a" : "b";
        event.eventId = id;
        event.propertiesJson = "{\"a\":\"b\",\"c\":1}";
        raw.append(0, encoded(event), "{}");
    }
    const auto packed = packBlock(raw);
    check(packed.ok());
    const auto facts = FactColumns::unpack(packed.value().facts, count);
    check(facts.ok());
    const auto payloads = PayloadColumns::unpack(frame, facts.value());
    std::string payload;
    for (std::size_t i = 0; payloads.ok() && i < count; ++i)
        (void)payloads.value().payload(i, payload).ok();
}

std::string compressed(std::string_view content)
{
    std::string frame(ZSTD_compressBound(content.size()), '\0');
    frame.resize(ZSTD_compress(frame.data(), frame.size(), content.data(), content.size(), 1));
    return frame;
}

/// Lines of texts with tabs between: ids, properties, and the rest as a payload.
std::vector<Given> eventsIn(std::string_view in)
{
    std::vector<Given> events;
    while (!in.empty() && events.size() < 300) {
        std::string_view line = in.substr(0, in.find('\n'));
        in.remove_prefix(line.size() < in.size() ? line.size() + 1 : line.size());
        const auto next = [&] {
            const std::string_view text = line.substr(0, line.find('\t'));
            line.remove_prefix(text.size() < line.size() ? text.size() + 1 : text.size());
            return text;
        };
        Event event;
        event.occurredAt = Timestamp::fromSeconds(1'768'048'200 + static_cast<std::int64_t>(line.size()));
        event.ordinal = static_cast<std::int64_t>(line.size());
        event.eventId = next();
        event.entityId = next();
        event.runId = next();
        event.propertiesJson = next();
        events.push_back({ encoded(event), std::string(line) });
    }
    return events;
}

} // namespace

/// Any bytes as a frame, as what a frame has compressed, and as events: reading ends in an error or in events that can
/// be packed, and what is packed comes back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view in(reinterpret_cast<const char*>(data), size);
    if (in.size() < 2)
        return 0;
    const char mode = in[0];
    const std::size_t count = static_cast<std::uint8_t>(in[1]) + 1U;
    if (mode == 'f') {
        readFrame(std::string(in.substr(2)), count);
    } else if (mode == 'c') {
        readFrame(compressed(in.substr(2)), count);
    } else {
        const auto events = eventsIn(in);
        if (!events.empty())
            checkRoundTrip(events);
    }
    return 0;
}
