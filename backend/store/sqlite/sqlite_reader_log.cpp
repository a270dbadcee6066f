#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>

namespace binnacle::sqlite {

namespace {

/// Blocks whose facts stay unpacked. The events of an entity are spread thinly, those of a page are neighbours.
constexpr std::size_t mostParts = 8;

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

} // namespace

bool SqliteReader::RowFilter::letsThrough(const LogRow& row) const
{
    return (!type || row.type == *type)
        && (!sources || std::find(sources->begin(), sources->end(), row.source) != sources->end())
        && row.recordedAt >= recordedFrom && row.recordedAt < recordedTo;
}

/// Of a row that gives first_seq, count and rows of a block.
Result<SqliteReader::CachedRows> SqliteReader::rowsOf(const Statement& block)
{
    auto rows = unpackLogRows(block.columnBlob(2), static_cast<std::size_t>(block.columnInt(1)));
    if (!rows)
        return rows.error();
    return CachedRows{ block.columnInt(0), std::move(*rows) };
}

Result<SqliteReader::CachedRows> SqliteReader::tailRows()
{
    CachedRows tail;
    auto done = forEachRow({ "SELECT seq,row FROM tail ORDER BY seq", {} }, [&](const Statement& row) -> Result<bool> {
        auto decoded = decodeLogRows(row.columnBlob(1), 1);
        if (!decoded)
            return decoded.error();
        if (tail.rows.empty())
            tail.firstSeq = row.columnInt(0);
        tail.rows.push_back(decoded->front());
        return true;
    });
    if (!done)
        return done.error();
    return tail;
}

Result<LogRow> SqliteReader::logRow(Seq seq)
{
    const auto holds = [seq](const CachedRows& cached) {
        return seq >= cached.firstSeq && seq < cached.firstSeq + static_cast<Seq>(cached.rows.size());
    };
    auto found = std::find_if(m_rows.begin(), m_rows.end(), holds);
    if (found == m_rows.end()) {
        CachedRows cached;
        SqlText block{ "SELECT first_seq,count,rows FROM block WHERE first_seq<=", {} };
        block.bind(seq);
        block += " ORDER BY first_seq DESC LIMIT 1";
        auto done = forEachRow(block, [&](const Statement& row) -> Result<bool> {
            if (seq >= row.columnInt(0) + row.columnInt(1))
                return false;
            auto rows = rowsOf(row);
            if (!rows)
                return rows.error();
            cached = std::move(*rows);
            return false;
        });
        if (!done)
            return done.error();
        if (!holds(cached)) {
            auto tail = tailRows();
            if (!tail)
                return tail.error();
            cached = std::move(*tail);
        }
        if (!holds(cached))
            return notFound(seq);
        m_rows.push_front(std::move(cached));
        if (m_rows.size() > mostParts)
            m_rows.pop_back();
        found = m_rows.begin();
    } else if (found != m_rows.begin()) {
        m_rows.splice(m_rows.begin(), m_rows, found);
    }
    return found->rows[static_cast<std::size_t>(seq - found->firstSeq)];
}

Result<void> SqliteReader::forEachLogRow(
    bool newestFirst, std::optional<Seq> after, const std::function<Result<bool>(Seq, const LogRow&)>& visit)
{
    bool goesOn = true;
    const auto visitAll = [&](const CachedRows& part) -> Result<bool> {
        for (std::size_t i = 0; i < part.rows.size() && goesOn; ++i) {
            const std::size_t index = newestFirst ? part.rows.size() - 1 - i : i;
            const Seq seq = part.firstSeq + static_cast<Seq>(index);
            if (after && (newestFirst ? seq >= *after : seq <= *after))
                continue;
            auto more = visit(seq, part.rows[index]);
            if (!more)
                return more.error();
            goesOn = *more;
        }
        return goesOn;
    };
    const auto visitTail = [&]() -> Result<void> {
        auto tail = tailRows();
        if (!tail)
            return tail.error();
        auto visited = visitAll(*tail);
        return visited ? Result<void>() : visited.error();
    };
    if (newestFirst) {
        if (auto done = visitTail(); !done || !goesOn)
            return done;
    }
    SqlText blocks{ "SELECT first_seq,count,rows FROM block WHERE 1", {} };
    if (after && newestFirst) {
        blocks += " AND first_seq<";
        blocks.bind(*after);
    } else if (after) {
        // From the block on that may hold what follows.
        blocks += " AND first_seq>=coalesce((SELECT max(first_seq) FROM block WHERE first_seq<=";
        blocks.bind(*after);
        blocks += "),0)";
    }
    blocks += newestFirst ? " ORDER BY first_seq DESC" : " ORDER BY first_seq ASC";
    auto done = forEachRow(blocks, [&](const Statement& row) -> Result<bool> {
        auto rows = rowsOf(row);
        if (!rows)
            return rows.error();
        return visitAll(*rows);
    });
    if (!done || !goesOn || newestFirst)
        return done;
    return visitTail();
}

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

} // namespace binnacle::sqlite
