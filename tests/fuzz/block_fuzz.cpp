#include "backend/core/varint.h"
#include "backend/event/facts_codec.h"
#include "backend/store/log/packed_block.h"

#include <zstd.h>

#include <algorithm>
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
        raw.append({ static_cast<std::int64_t>(i / 2), events[i].facts, events[i].payload });
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

void readFacts(const std::string& frame, std::size_t count)
{
    const auto facts = FactColumns::unpack(frame, count);
    if (!facts)
        return;
    const auto events = eventsOf(facts.value());
    std::size_t bytes = 0;
    for (const Given& event : events)
        bytes += event.facts.size();
    if (bytes < 1'000'000)
        checkRoundTrip(events);
}

/// Facts that are right, for payloads that are not.
FactColumns someFacts(std::size_t count)
{
    RawBlock raw;
    for (std::size_t i = 0; i < count; ++i) {
        Event event;
        const std::string id = std::to_string(i);
        event.type = i % 3 == 0 ? "a" : "b";
        event.eventId = id;
        event.propertiesJson = R"({"a":"b","c":1})";
        event.occurredAt = Timestamp::fromSeconds(static_cast<std::int64_t>(i));
        raw.append({ 0, encoded(event), "{}" });
    }
    const auto packed = packBlock(raw);
    check(packed.ok());
    auto facts = FactColumns::unpack(packed.value().facts, count);
    check(facts.ok());
    return std::move(*facts);
}

void readPayloads(const std::string& frame, const FactColumns& facts)
{
    const auto payloads = PayloadColumns::unpack(frame, facts);
    std::string payload;
    for (std::size_t i = 0; payloads.ok() && i < facts.count(); ++i)
        (void)payloads.value().payload(i, payload).ok();
}

/// The streams of a frame of payloads that belongs to `facts`: two bytes for the size of each but the last, the
/// streams.
std::string payloadFrame(std::string_view in, const FactColumns& facts)
{
    block::FrameWriter streams;
    putVarint(streams.structure, facts.contentHash() & 0xFFFF'FFFFU);
    std::size_t sizes[3] = {};
    for (std::size_t& size : sizes) {
        for (int i = 0; i < 2 && !in.empty(); ++i) {
            size = size << 8U | static_cast<std::uint8_t>(in.front());
            in.remove_prefix(1);
        }
    }
    std::string* const parts[] = { &streams.structure, &streams.numbers, &streams.texts };
    for (std::size_t i = 0; i < 3; ++i) {
        *parts[i] += in.substr(0, sizes[i]);
        in.remove_prefix(std::min(sizes[i], in.size()));
    }
    streams.bits = in;
    auto packed = block::packFrame(streams);
    check(packed.ok());
    return std::move(packed->bytes);
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

/// Any bytes as a frame, as what frames of facts and payloads have compressed, and as events: reading ends in an error
/// or in events that can be packed, and what is packed comes back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view in(reinterpret_cast<const char*>(data), size);
    if (in.size() < 2)
        return 0;
    const char mode = in[0];
    const std::size_t count = static_cast<std::uint8_t>(in[1]) % 32U + 1;
    if (mode == 'f') {
        readFacts(std::string(in.substr(2)), count);
        readPayloads(std::string(in.substr(2)), someFacts(count));
    } else if (mode == 'c') {
        readFacts(compressed(in.substr(2)), count);
    } else if (mode == 'p') {
        const FactColumns facts = someFacts(count);
        readPayloads(payloadFrame(in.substr(2), facts), facts);
    } else {
        const auto events = eventsIn(in);
        if (!events.empty())
            checkRoundTrip(events);
    }
    return 0;
}
