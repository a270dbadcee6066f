#include "backend/event/facts_codec.h"
#include "backend/store/sqlite/cursor.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>
#include <tuple>

namespace binnacle::sqlite {

namespace {

std::string listingOf(const EventQuery& query)
{
    std::string out = "events";
    for (const std::int64_t part : { query.entity.value_or(-1), query.recordedFrom.value_or(Timestamp{ -1 }).micros,
             query.recordedTo.value_or(Timestamp{ -1 }).micros, std::int64_t{ query.newestFirst },
             std::int64_t{ query.stepsOnly }, std::int64_t{ query.byOccurrence } })
        out += " " + std::to_string(part);
    for (const std::string* part : { &query.type, &query.source, &query.text })
        out += " " + std::to_string(part->size()) + ":" + *part;
    return out;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view part)
{
    return part.empty() || std::search(text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) {
        return lower(a) == lower(b);
    }) != text.end();
}

bool matches(const Event& event, std::int64_t recordedAt, const EventQuery& query)
{
    return (query.type.empty() || event.type == query.type) && (query.source.empty() || event.source == query.source)
        && (!query.recordedFrom || recordedAt >= query.recordedFrom->micros)
        && (!query.recordedTo || recordedAt < query.recordedTo->micros) && (!query.stepsOnly || event.step)
        && (contains(event.eventId, query.text) || contains(event.type, query.text));
}

/// Of an event that there must be.
bool isLost(const Error& error)
{
    return error.kind == ErrorKind::Corrupt || error.code == "EVENT_NOT_FOUND";
}

EventRow rowOf(const Event& event)
{
    EventRow row;
    row.dialect = event.dialect;
    row.kind = event.kind;
    row.type = event.type;
    row.source = event.source;
    row.eventId = event.eventId;
    row.occurredAt = event.occurredAt;
    row.occurredAtIsArrival = event.occurredAtIsArrival;
    if (event.step) {
        row.stepId = event.step->stepId;
        row.stepAction = event.step->action;
        row.stepType = event.step->type;
        row.phase = event.step->phase;
        row.execution = event.step->execution;
        row.outcome = event.step->outcome;
        row.durationMs = event.step->durationMs;
        row.retryCount = event.step->retryCount;
        row.error = event.step->errorMessage.empty() ? event.step->errorCode : event.step->errorMessage;
    }
    row.assertedStatus = event.assertedStatus;
    row.statusBefore = event.statusBefore;
    row.workflowId = event.workflowId;
    row.runId = event.runId;
    row.actor = event.actor;
    return row;
}

} // namespace

Result<std::optional<SqliteReader::PlacedEvent>> SqliteReader::readEvent(
    const EventBlock& block, Seq seq, const EventQuery& query)
{
    const std::size_t index = block.indexOf(seq);
    auto event = block.event(index);
    if (!event)
        return event.error();
    if (!matches(*event, block.recordedAt(index), query))
        return std::optional<PlacedEvent>();
    PlacedEvent placed{ rowOf(*event), orderKeyOf(*event, identityOf(*event).low) };
    placed.row.seq = seq;
    placed.row.recordedAt = { block.recordedAt(index) };
    if (!event->entityId.empty()) {
        auto ref = refOf(*event);
        if (!ref)
            return ref.error();
        auto key = keyOf(*ref);
        if (!key)
            return key.error();
        placed.row.entity = *ref;
        placed.row.key = std::move(*key);
    }
    return std::optional(std::move(placed));
}

Result<Page<EventRow>> SqliteReader::events(const EventQuery& query, const PageRequest& page)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    const std::string listing = listingOf(query);
    if (query.entity && query.byOccurrence)
        return eventsByOccurrence(query, page, listing);
    return eventsBySeq(query, page, listing);
}

Result<Page<EventRow>> SqliteReader::eventsBySeq(
    const EventQuery& query, const PageRequest& page, const std::string& listing)
{
    std::optional<Seq> after;
    if (!page.cursor.empty()) {
        auto values = decodeCursor(page.cursor, listing, { std::int64_t{ 0 } });
        if (!values)
            return values.error();
        after = std::get<std::int64_t>(values->at(0));
    }
    const auto limit = static_cast<std::size_t>(rowLimit(page));
    Page<EventRow> out;
    /// True: something follows, and the page has no room for it.
    const auto isFull = [&] {
        if (out.items.size() < limit)
            return false;
        out.nextCursor = encodeCursor(listing, { out.items.back().seq });
        return true;
    };
    const auto take = [&](const EventBlock& block, Seq seq) -> Result<bool> {
        auto event = readEvent(block, seq, query);
        if (!event)
            return event.error();
        if (!*event)
            return true;
        if (isFull())
            return false;
        out.items.push_back(std::move((*event)->row));
        return true;
    };
    const auto skip = [&](const SeqRange& events) -> Result<bool> {
        if (isFull())
            return false;
        addRange(out.damaged, events);
        return true;
    };

    Result<void> done;
    if (query.entity)
        done = forEachOfEntity(*query.entity, query.newestFirst, after, [&](const HistoryEntry& entry) -> Result<bool> {
            auto block = m_log.find(entry.seq);
            if (!block)
                return isLost(block.error()) ? skip({ entry.seq, entry.seq }) : block.error();
            return take(**block, entry.seq);
        });
    else
        done = forEachEvent(query.newestFirst, after, take, skip);
    if (!done)
        return done.error();
    return out;
}

Result<Page<EventRow>> SqliteReader::eventsByOccurrence(
    const EventQuery& query, const PageRequest& page, const std::string& listing)
{
    std::optional<OrderKey> after;
    if (!page.cursor.empty()) {
        constexpr std::int64_t number = 0;
        auto values = decodeCursor(page.cursor, listing, { number, number, number, number });
        if (!values)
            return values.error();
        const auto part = [&](std::size_t i) { return std::get<std::int64_t>(values->at(i)); };
        after = OrderKey{ part(0), part(1), static_cast<std::uint8_t>(part(2)), static_cast<std::uint64_t>(part(3)) };
    }
    const auto isEarlier = [](const HistoryEntry& a, const HistoryEntry& b) {
        return std::tie(a.occurredAtMicros, a.seq) < std::tie(b.occurredAtMicros, b.seq);
    };
    std::vector<HistoryEntry> entries;
    auto done = forEachOfEntity(*query.entity, false, {}, [&](const HistoryEntry& entry) -> Result<bool> {
        const bool isBefore = after
            && (query.newestFirst ? entry.occurredAtMicros > after->occurredAtMicros
                                  : entry.occurredAtMicros < after->occurredAtMicros);
        if (!isBefore)
            entries.push_back(entry);
        return true;
    });
    if (!done)
        return done.error();
    std::sort(entries.begin(), entries.end(), isEarlier);
    if (query.newestFirst)
        std::reverse(entries.begin(), entries.end());

    // The history tells the instant; within one, the sender's order is in the facts.
    const auto limit = static_cast<std::size_t>(rowLimit(page));
    Page<EventRow> out;
    std::vector<PlacedEvent> instant;
    std::vector<Seq> lost; ///< Of the same instant.
    std::vector<PlacedEvent> listed;
    bool hasMore = false;
    const auto comesFirst = [&](const OrderKey& a, const OrderKey& b) { return query.newestFirst ? b < a : a < b; };
    const auto finishInstant = [&] {
        std::stable_sort(instant.begin(), instant.end(),
            [&](const PlacedEvent& a, const PlacedEvent& b) { return comesFirst(a.key, b.key); });
        for (PlacedEvent& event : instant) {
            if (!after || comesFirst(*after, event.key))
                listed.push_back(std::move(event));
        }
        hasMore = hasMore || listed.size() > limit || (listed.size() == limit && !lost.empty());
        for (const Seq seq : lost) {
            if (!hasMore)
                addRange(out.damaged, { seq, seq });
        }
        instant.clear();
        lost.clear();
    };
    std::int64_t present = 0;
    for (const HistoryEntry& entry : entries) {
        if (m_token.isCancelled())
            return cancelled();
        if (present != entry.occurredAtMicros) {
            finishInstant();
            if (hasMore)
                break;
        }
        present = entry.occurredAtMicros;
        auto block = m_log.find(entry.seq);
        if (!block && isLost(block.error())) {
            lost.push_back(entry.seq);
            continue;
        }
        if (!block)
            return block.error();
        auto event = readEvent(**block, entry.seq, query);
        if (!event)
            return event.error();
        if (*event)
            instant.push_back(std::move(**event));
    }
    finishInstant();

    if (hasMore) {
        listed.resize(limit);
        const OrderKey& last = listed.back().key;
        out.nextCursor = encodeCursor(listing,
            { last.occurredAtMicros, last.ordinal, std::int64_t{ last.rank },
                static_cast<std::int64_t>(last.identityHash) });
    }
    for (PlacedEvent& event : listed)
        out.items.push_back(std::move(event.row));
    return out;
}

Result<StoredEvent> SqliteReader::event(Seq seq)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    auto newest = visibleSeq();
    if (!newest)
        return newest.error();
    if (seq < 1 || seq > *newest)
        return Error::make(ErrorKind::NotFound, "EVENT_NOT_FOUND", "There is no event " + std::to_string(seq) + ".",
            "List the events to see their numbers.");
    auto block = m_log.find(seq);
    if (!block)
        return block.error();
    auto event = readEvent(**block, seq, {});
    if (!event)
        return event.error();
    auto payload = m_log.payload(seq);
    if (!payload)
        return payload.error();
    return StoredEvent{ std::move((*event)->row), std::move(*payload) };
}

} // namespace binnacle::sqlite
