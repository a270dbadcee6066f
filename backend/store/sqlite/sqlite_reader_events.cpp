#include "backend/event/facts_codec.h"
#include "backend/store/sqlite/cursor.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>
#include <tuple>

namespace binnacle::sqlite {

namespace {

/// Blocks whose facts stay unpacked. The events of an entity are spread thinly, those of a page are neighbours.
constexpr std::size_t mostParts = 8;

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

/// The part of `query` that only the facts can tell.
bool matches(const Event& event, const EventQuery& query)
{
    return (!query.stepsOnly || event.step)
        && (contains(event.eventId, query.text) || contains(event.type, query.text));
}

Error notFound(Seq seq)
{
    return Error::make(ErrorKind::NotFound, "EVENT_NOT_FOUND", "There is no event " + std::to_string(seq) + ".",
        "List the events to see their numbers.");
}

Error missing(Seq seq)
{
    return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT",
        "The content of event " + std::to_string(seq) + " is not in the store.",
        "Run `binnacle doctor`; restore the store from a backup.");
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

/// Rows of the log by seq, of those that a filter lets through.
class SqliteReader::EventRows {
public:
    static Result<EventRows> prepare(SqliteReader& reader, const SqlText& filter)
    {
        EventRows rows;
        SqlText sql{ "SELECT recorded_at FROM event WHERE seq=", {} };
        sql.bind(std::int64_t{ 0 });
        rows.m_sql = std::move(sql += filter);
        auto statement = reader.prepare(rows.m_sql);
        if (!statement)
            return statement.error();
        rows.m_statement = std::move(*statement);
        return rows;
    }
    /// When the event was recorded; nullopt where it is not let through.
    Result<std::optional<std::int64_t>> find(Seq seq)
    {
        m_statement.bindInt(1, seq);
        auto row = m_statement.step();
        if (!row)
            return row.error();
        const auto recordedAt = *row ? std::optional(m_statement.columnInt(0)) : std::nullopt;
        m_statement.reset();
        return recordedAt;
    }

private:
    SqlText m_sql; ///< Holds what the statement is bound to.
    Statement m_statement;
};

Result<std::string_view> SqliteReader::factsOf(Seq seq)
{
    const auto holds = [seq](const CachedPart& cached) {
        return seq >= cached.firstSeq && seq < cached.firstSeq + static_cast<Seq>(cached.part.count());
    };
    auto found = std::find_if(m_parts.begin(), m_parts.end(), holds);
    if (found == m_parts.end()) {
        CachedPart cached;
        SqlText block{ "SELECT first_seq,count,facts FROM block WHERE first_seq<=", {} };
        block.bind(seq);
        block += " ORDER BY first_seq DESC LIMIT 1";
        auto done = forEachRow(block, [&](const Statement& row) -> Result<bool> {
            if (seq >= row.columnInt(0) + row.columnInt(1))
                return false;
            auto part = BlockPart::decompress(row.columnBlob(2), static_cast<std::size_t>(row.columnInt(1)));
            if (!part)
                return part.error();
            cached = { row.columnInt(0), std::move(*part) };
            return false;
        });
        if (!done)
            return done.error();
        if (cached.firstSeq == 0) {
            done = forEachRow(
                { "SELECT seq,facts FROM tail ORDER BY seq", {} }, [&](const Statement& row) -> Result<bool> {
                    if (cached.firstSeq == 0)
                        cached.firstSeq = row.columnInt(0);
                    cached.part.append(row.columnBlob(1));
                    return true;
                });
            if (!done)
                return done.error();
        }
        if (!holds(cached))
            return missing(seq);
        m_parts.push_front(std::move(cached));
        if (m_parts.size() > mostParts)
            m_parts.pop_back();
        found = m_parts.begin();
    } else if (found != m_parts.begin()) {
        m_parts.splice(m_parts.begin(), m_parts, found);
    }
    return found->part.at(static_cast<std::size_t>(seq - found->firstSeq));
}

Result<std::string> SqliteReader::payloadOf(Seq seq)
{
    std::optional<std::string> payload;
    SqlText tail{ "SELECT payload FROM tail WHERE seq=", {} };
    auto done = forEachRow(tail.bind(seq), [&](const Statement& row) -> Result<bool> {
        payload = row.columnBlob(0);
        return false;
    });
    if (!done)
        return done.error();
    if (payload)
        return std::move(*payload);
    SqlText block{ "SELECT first_seq,count,payloads FROM block WHERE first_seq<=", {} };
    block.bind(seq);
    block += " ORDER BY first_seq DESC LIMIT 1";
    done = forEachRow(block, [&](const Statement& row) -> Result<bool> {
        if (seq >= row.columnInt(0) + row.columnInt(1))
            return false;
        auto part = BlockPart::decompress(row.columnBlob(2), static_cast<std::size_t>(row.columnInt(1)));
        if (!part)
            return part.error();
        payload = part->at(static_cast<std::size_t>(seq - row.columnInt(0)));
        return false;
    });
    if (!done)
        return done.error();
    if (!payload)
        return missing(seq);
    return std::move(*payload);
}

Result<std::optional<SqliteReader::PlacedEvent>> SqliteReader::readEvent(
    Seq seq, std::int64_t recordedAt, EntityRef entity, const EventQuery& query)
{
    auto facts = factsOf(seq);
    if (!facts)
        return facts.error();
    auto event = decodeFacts(*facts);
    if (!event)
        return event.error();
    if (!matches(*event, query))
        return std::optional<PlacedEvent>();
    PlacedEvent placed{ rowOf(*event), orderKeyOf(*event, identityOf(*event).low) };
    placed.row.seq = seq;
    placed.row.recordedAt = { recordedAt };
    placed.row.entity = entity;
    if (entity != 0) {
        auto key = keyOf(entity);
        if (!key)
            return key.error();
        placed.row.key = std::move(*key);
    }
    return std::optional(std::move(placed));
}

Result<SqlText> SqliteReader::eventFilter(const EventQuery& query)
{
    SqlText out;
    if (!query.type.empty()) {
        auto id = m_texts.find(query.type);
        if (!id)
            return id.error();
        out += " AND type=";
        out.bind(id->value_or(0));
    }
    if (!query.source.empty()) {
        auto ids = m_texts.sourcesNamed(query.source);
        if (!ids)
            return ids.error();
        out += " AND source IN ";
        out.bindList(*ids);
    }
    if (query.recordedFrom) {
        out += " AND recorded_at>=";
        out.bind(query.recordedFrom->micros);
    }
    if (query.recordedTo) {
        out += " AND recorded_at<";
        out.bind(query.recordedTo->micros);
    }
    return out;
}

Result<Page<EventRow>> SqliteReader::events(const EventQuery& query, const PageRequest& page)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    auto filter = eventFilter(query);
    if (!filter)
        return filter.error();
    const std::string listing = listingOf(query);
    if (query.entity && query.byOccurrence)
        return eventsByOccurrence(query, page, listing, *filter);
    return eventsBySeq(query, page, listing, *filter);
}

Result<Page<EventRow>> SqliteReader::eventsBySeq(
    const EventQuery& query, const PageRequest& page, const std::string& listing, const SqlText& filter)
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
    const auto take = [&](Seq seq, std::int64_t recordedAt, EntityRef entity) -> Result<bool> {
        auto event = readEvent(seq, recordedAt, entity, query);
        if (!event)
            return event.error();
        if (!*event)
            return true;
        if (out.items.size() == limit) {
            out.nextCursor = encodeCursor(listing, { out.items.back().seq });
            return false;
        }
        out.items.push_back(std::move((*event)->row));
        return true;
    };

    Result<void> done;
    if (query.entity) {
        auto rows = EventRows::prepare(*this, filter);
        if (!rows)
            return rows.error();
        done = forEachOfEntity(*query.entity, query.newestFirst, after, [&](const HistoryEntry& entry) -> Result<bool> {
            auto recordedAt = rows->find(entry.seq);
            if (!recordedAt)
                return recordedAt.error();
            return *recordedAt ? take(entry.seq, **recordedAt, *query.entity) : Result<bool>(true);
        });
    } else {
        SqlText sql{ "SELECT seq,recorded_at,coalesce(entity,0) FROM event WHERE 1", {} };
        sql += filter;
        if (after) {
            sql += query.newestFirst ? " AND seq<" : " AND seq>";
            sql.bind(*after);
        }
        sql += query.newestFirst ? " ORDER BY seq DESC" : " ORDER BY seq ASC";
        done = forEachRow(sql, [&](const Statement& row) -> Result<bool> {
            return take(row.columnInt(0), row.columnInt(1), row.columnInt(2));
        });
    }
    if (!done)
        return done.error();
    return out;
}

Result<Page<EventRow>> SqliteReader::eventsByOccurrence(
    const EventQuery& query, const PageRequest& page, const std::string& listing, const SqlText& filter)
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
    auto rows = EventRows::prepare(*this, filter);
    if (!rows)
        return rows.error();
    const auto limit = static_cast<std::size_t>(rowLimit(page));
    std::vector<PlacedEvent> instant;
    std::vector<PlacedEvent> listed;
    const auto comesFirst = [&](const OrderKey& a, const OrderKey& b) { return query.newestFirst ? b < a : a < b; };
    const auto finishInstant = [&] {
        std::stable_sort(instant.begin(), instant.end(),
            [&](const PlacedEvent& a, const PlacedEvent& b) { return comesFirst(a.key, b.key); });
        for (PlacedEvent& event : instant) {
            if (!after || comesFirst(*after, event.key))
                listed.push_back(std::move(event));
        }
        instant.clear();
    };
    for (const HistoryEntry& entry : entries) {
        if (m_token.isCancelled())
            return cancelled();
        if (!instant.empty() && instant.back().key.occurredAtMicros != entry.occurredAtMicros) {
            finishInstant();
            if (listed.size() > limit)
                break;
        }
        auto recordedAt = rows->find(entry.seq);
        if (!recordedAt)
            return recordedAt.error();
        if (!*recordedAt)
            continue;
        auto event = readEvent(entry.seq, **recordedAt, *query.entity, query);
        if (!event)
            return event.error();
        if (*event)
            instant.push_back(std::move(**event));
    }
    finishInstant();

    Page<EventRow> out;
    if (listed.size() > limit) {
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

Result<void> SqliteReader::forEachOfEntity(EntityRef ref, bool newestFirst, std::optional<Seq> after,
    const std::function<Result<bool>(const HistoryEntry&)>& visit)
{
    bool goesOn = true;
    std::vector<HistoryEntry> entries;
    const auto visitAll = [&](const Statement& row) -> Result<bool> {
        entries.clear();
        if (auto done = EntityHistory::decode(row.columnBlob(0), entries); !done)
            return done.error();
        if (newestFirst)
            std::reverse(entries.begin(), entries.end());
        for (const HistoryEntry& entry : entries) {
            if (after && (newestFirst ? entry.seq >= *after : entry.seq <= *after))
                continue;
            auto more = visit(entry);
            if (!more)
                return more.error();
            goesOn = *more;
            if (!goesOn)
                break;
        }
        return goesOn;
    };
    SqlText recent{ "SELECT recent FROM entity WHERE ref=", {} };
    recent.bind(ref);
    SqlText archived{ "SELECT entries FROM entity_history WHERE entity=", {} };
    archived.bind(ref);
    if (after && newestFirst) {
        archived += " AND first_seq<";
        archived.bind(*after);
    } else if (after) {
        // From the row on that may hold what follows.
        archived += " AND first_seq>=coalesce((SELECT max(first_seq) FROM entity_history WHERE entity=";
        archived.bind(ref);
        archived += " AND first_seq<=";
        archived.bind(*after);
        archived += "),0)";
    }
    archived += newestFirst ? " ORDER BY first_seq DESC" : " ORDER BY first_seq ASC";
    for (const SqlText* part : { newestFirst ? &recent : &archived, newestFirst ? &archived : &recent }) {
        if (!goesOn)
            break;
        if (auto done = forEachRow(*part, visitAll); !done)
            return done;
    }
    return {};
}

Result<StoredEvent> SqliteReader::event(Seq seq)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    std::optional<StoredEvent> stored;
    SqlText sql{ "SELECT recorded_at,coalesce(entity,0) FROM event WHERE seq=", {} };
    auto done = forEachRow(sql.bind(seq), [&](const Statement& row) -> Result<bool> {
        auto event = readEvent(seq, row.columnInt(0), row.columnInt(1), {});
        if (!event)
            return event.error();
        auto payload = payloadOf(seq);
        if (!payload)
            return payload.error();
        if (*event)
            stored = StoredEvent{ std::move((*event)->row), std::move(*payload) };
        return false;
    });
    if (!done)
        return done.error();
    if (!stored)
        return notFound(seq);
    return std::move(*stored);
}

} // namespace binnacle::sqlite
