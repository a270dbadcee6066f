#include "backend/store/sqlite/event_log.h"

#include "backend/store/sqlite/log_chain.h"
#include "backend/store/sqlite/log_segment.h"

#include "backend/core/logging.h"
#include "backend/event/facts_codec.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Blocks in compression at a time. A group is added faster than it is compressed; while it is folded the compressor
/// catches up.
constexpr std::size_t mostFullBytes = 16 * 1024 * 1024;

/// A transaction of up to so many bytes is written to the tail as it is: waiting for the compression of a block would
/// take longer. More is written once only, compressed.
constexpr std::size_t smallBytes = 512 * 1024;

/// Where the events of a row end that may be damaged: no row has more than a block.
Seq endOf(Seq first, std::int64_t count)
{
    return std::clamp<Seq>(first, 1, Seq{ 1 } << 62)
        + std::clamp<std::int64_t>(count, 1, static_cast<std::int64_t>(blockEvents));
}

/// A row of `block`. Any number may be damaged.
struct StoredBlock {
    Seq first = 0;
    std::int64_t count = 0;
    std::string facts, payloads, link, tailLink;

    Seq end() const { return endOf(first, count); }
};

/// Newest first.
Result<std::vector<StoredBlock>> lastBlocks(Connection& connection, std::size_t most)
{
    auto rows = connection.prepare(
        "SELECT first_seq,count,facts,payloads,hash,tail_hash FROM block ORDER BY first_seq DESC LIMIT ?", false);
    if (!rows)
        return rows.error();
    rows->bindInt(1, static_cast<std::int64_t>(most));
    std::vector<StoredBlock> blocks;
    auto done = forEachRow(*rows, [&](const Statement& row) -> Result<bool> {
        blocks.push_back({ row.columnInt(0), row.columnInt(1), std::string(row.columnBlob(2)),
            std::string(row.columnBlob(3)), std::string(row.columnBlob(4)), std::string(row.columnBlob(5)) });
        return true;
    });
    return done ? Result<std::vector<StoredBlock>>(std::move(blocks)) : done.error();
}

} // namespace

Result<void> EventLog::load()
{
    if (!m_addBlock) {
        if (auto done = m_connection.prepareAll({
                { &m_addBlock, "INSERT INTO block(first_seq,count,facts,payloads,hash,tail_hash) VALUES(?,?,?,?,?,?)" },
                { &m_addTail, "INSERT INTO tail(first_seq,count,events,hash) VALUES(?,?,?,?)" },
                { &m_dropTail, "DELETE FROM tail WHERE first_seq>=? AND first_seq<?" },
            });
            !done)
            return done;
    }
    while (m_compressor.pending() > 0)
        (void)m_compressor.take();
    m_full.clear();
    m_fullBytes = 0;
    m_open = { 1, std::make_shared<RawBlock>(), 0, {} };
    m_blockLink = chainStart();
    m_lastLink = m_blockLink;
    m_lastSeq = 0;
    m_lastRecordedAt = INT64_MIN;
    m_endIsCertain = true;
    m_reader.forget();
    m_lookedAt.reset();

    if (auto done = loadLastBlock(); !done)
        return done;
    if (auto done = loadTail(); !done)
        return done;
    if (m_lastRecordedAt != INT64_MIN || m_lastSeq == 0)
        return {};
    auto block = m_reader.find(m_lastSeq);
    // Damage to the last block costs its events, not the store: from here on the clock alone decides.
    if (block)
        m_lastRecordedAt = (*block)->recordedAt((*block)->indexOf(m_lastSeq));
    else if (block.error().kind != ErrorKind::Corrupt)
        return block.error();
    return {};
}

/// Finds the last block whose place is certain: it follows the one before it by its link, or begins where that ends.
Result<void> EventLog::loadLastBlock()
{
    constexpr std::size_t mostLookedAt = 3;
    auto blocks = lastBlocks(m_connection, mostLookedAt);
    if (!blocks)
        return blocks.error();
    for (std::size_t i = 0; i < blocks->size(); ++i) {
        const StoredBlock& block = (*blocks)[i];
        const StoredBlock* const before = i + 1 < blocks->size() ? &(*blocks)[i + 1] : nullptr;
        auto link = chainLink(before != nullptr ? before->link : chainStart(), block.first, block.count,
            { block.facts, block.payloads, block.tailLink });
        if (!link)
            return link.error();
        const bool follows = *link == block.link;
        m_endIsCertain = follows && i == 0;
        if (!follows && block.first != (before != nullptr ? before->end() : 1) && i + 1 < mostLookedAt)
            continue;
        m_lastSeq = block.end() - 1;
        m_open.firstSeq = m_lastSeq + 1;
        break;
    }
    return {};
}

Result<void> EventLog::loadTail()
{
    const char* const sql = "SELECT first_seq,count,events,hash FROM tail ORDER BY first_seq";
    return forEachRow(m_connection, sql, [&](const Statement& row) -> Result<bool> {
        const Seq first = row.columnInt(0);
        const std::int64_t count = row.columnInt(1);
        // Damaged, and left behind by blocks.
        if (first <= m_lastSeq)
            return true;
        if (first != m_lastSeq + 1) {
            RawBlock events;
            m_endIsCertain = decodeTailRow(first, count, row.columnBlob(2), events).ok();
            // Where it stands may be damaged as well.
            if (!m_endIsCertain)
                return true;
            continueAt(first);
        }
        RawBlock& events = *m_open.events;
        auto done = decodeTailRow(first, count, row.columnBlob(2), events);
        m_endIsCertain = done.ok();
        if (!done) {
            const Seq end = endOf(first, count);
            log::store().error("the {} cannot be read: {}", nameOf({ first, end - 1 }), done.error().message);
            continueAt(end);
            return true;
        }
        m_lastSeq = m_open.firstSeq + static_cast<Seq>(events.count()) - 1;
        m_lastRecordedAt = events.at(events.count() - 1).recordedAt;
        m_open.inTail = events.count();
        m_open.tailLink = row.columnBlob(3);
        // Only where a row ends: rows are dropped whole.
        if (events.isFull())
            closeOpen();
        return true;
    });
}

Result<void> EventLog::continueAfter(Seq seq)
{
    if (seq > m_lastSeq)
        continueAt(seq + 1);
    return loadLinks();
}

/// Of the rows before the next event, whatever is wrong with them: the chain goes from row to row.
Result<void> EventLog::loadLinks()
{
    Statement blocks, tail;
    auto done = m_connection.prepareAll({
        { &blocks, "SELECT first_seq,hash,tail_hash FROM block WHERE first_seq<=? ORDER BY first_seq DESC LIMIT 1" },
        { &tail, "SELECT first_seq,hash FROM tail WHERE first_seq<=? ORDER BY first_seq DESC LIMIT 1" },
    });
    if (!done)
        return done;
    Seq last = 0;
    for (Statement* rows : { &blocks, &tail }) {
        rows->bindInt(1, m_lastSeq);
        auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row || rows->columnInt(0) < last)
            continue;
        last = rows->columnInt(0);
        m_lastLink = rows->columnBlob(1);
        if (rows == &tail)
            continue;
        m_blockLink = m_lastLink;
        if (!rows->columnBlob(2).empty())
            m_lastLink = rows->columnBlob(2);
    }
    return {};
}

/// The next event is `next`: what lies before is damaged or missing. Its row, if there is one, stays as it is.
void EventLog::continueAt(Seq next)
{
    if (m_open.events->count() > 0)
        closeOpen();
    m_open.firstSeq = next;
    m_lastSeq = next - 1;
}

Result<void> EventLog::append(const RawBlock::Item& item, const TextMemory& memory)
{
    if (memory.owner)
        m_open.events->refer(item, memory);
    else
        m_open.events->append(item);
    ++m_lastSeq;
    m_lastRecordedAt = item.recordedAt;
    if (!m_open.events->isFull())
        return {};
    closeOpen();
    return drain(mostFullBytes);
}

/// Gives the open block to the compressor and begins the next.
void EventLog::closeOpen()
{
    const Seq next = m_open.firstSeq + static_cast<Seq>(m_open.events->count());
    m_fullBytes += m_open.events->byteSize();
    m_compressor.submit(m_open.firstSeq, m_open.events);
    m_full.push_back(std::exchange(m_open, { next, std::make_shared<RawBlock>(), 0, {} }));
}

Result<void> EventLog::writeReady()
{
    while (auto block = m_compressor.tryTake()) {
        if (auto done = writeBlock(std::move(*block)); !done)
            return done;
    }
    return {};
}

Result<void> EventLog::drain(std::size_t keepBytes)
{
    if (auto done = writeReady(); !done)
        return done;
    while (m_fullBytes > keepBytes) {
        if (auto done = writeBlock(m_compressor.take()); !done)
            return done;
    }
    return {};
}

Result<void> EventLog::writeBlock(CompressedBlock block)
{
    const Pending written = std::move(m_full.front());
    m_full.pop_front();
    m_fullBytes -= written.events->byteSize();
    if (block.error)
        return *block.error;
    const bool wasInTail = written.inTail == written.events->count();
    const std::string tailLink = wasInTail ? written.tailLink : std::string();
    auto link = chainLink(m_blockLink, block.firstSeq, static_cast<std::int64_t>(block.count),
        { block.packed.facts, block.packed.payloads, tailLink });
    if (!link)
        return link.error();
    m_blockLink = std::move(*link);
    if (!wasInTail)
        m_lastLink = m_blockLink;
    m_addBlock.bindInt(1, block.firstSeq);
    m_addBlock.bindInt(2, static_cast<std::int64_t>(block.count));
    m_addBlock.bindBlob(3, block.packed.facts);
    m_addBlock.bindBlob(4, block.packed.payloads);
    m_addBlock.bindBlob(5, m_blockLink);
    m_addBlock.bindBlob(6, tailLink);
    if (auto done = m_addBlock.run(); !done || written.inTail == 0)
        return done;
    m_dropTail.bindInt(1, block.firstSeq);
    m_dropTail.bindInt(2, block.firstSeq + static_cast<Seq>(block.count));
    return m_dropTail.run();
}

std::size_t EventLog::bytesNotStored() const
{
    // Near enough: what is in the tail in part was small.
    std::size_t bytes = m_open.events->byteSize();
    for (const Pending& full : m_full)
        bytes += full.inTail == full.events->count() ? 0 : full.events->byteSize();
    return bytes;
}

Result<void> EventLog::flush()
{
    if (bytesNotStored() <= smallBytes) {
        if (auto done = writeReady(); !done)
            return done;
        return writeTail();
    }
    // What is left open is written twice, so it had better be little.
    if (m_open.events->count() >= blockEvents / 2)
        closeOpen();
    if (auto done = drain(0); !done)
        return done;
    return writeTail();
}

/// Writes what is in no table yet as rows of the tail: one, or one for each block.
Result<void> EventLog::writeTail()
{
    const auto write = [this](Pending& pending) -> Result<void> {
        const std::size_t count = pending.events->count() - pending.inTail;
        if (count == 0)
            return {};
        const Seq first = pending.firstSeq + static_cast<Seq>(pending.inTail);
        const std::string events = encodeTailRow(first, *pending.events, pending.inTail, pending.events->count());
        auto link = chainLink(m_lastLink, first, static_cast<std::int64_t>(count), { events });
        if (!link)
            return link.error();
        m_lastLink = std::move(*link);
        pending.inTail += count;
        pending.tailLink = m_lastLink;
        m_addTail.bindInt(1, first);
        m_addTail.bindInt(2, static_cast<std::int64_t>(count));
        m_addTail.bindBlob(3, events);
        m_addTail.bindBlob(4, m_lastLink);
        return m_addTail.run();
    };
    for (Pending& full : m_full) {
        if (auto done = write(full); !done)
            return done;
    }
    return write(m_open);
}

/// The events in memory among which `seq` is; nullptr: it is in a table.
const EventLog::Pending* EventLog::pendingOf(Seq seq) const
{
    if (m_open.holds(seq))
        return &m_open;
    for (const Pending& full : m_full) {
        if (full.holds(seq))
            return &full;
    }
    return nullptr;
}

Result<Event> EventLog::event(Seq seq)
{
    if (const Pending* pending = pendingOf(seq)) {
        std::string_view facts = pending->events->at(static_cast<std::size_t>(seq - pending->firstSeq)).facts;
        return decodeFacts(facts);
    }
    auto block = m_reader.find(seq);
    if (!block)
        return block.error();
    m_lookedAt = std::move(*block);
    return m_lookedAt->event(m_lookedAt->indexOf(seq));
}

Result<std::string> EventLog::payload(Seq seq)
{
    if (const Pending* pending = pendingOf(seq))
        return std::string(pending->events->at(static_cast<std::size_t>(seq - pending->firstSeq)).payload);
    return m_reader.payload(seq);
}

} // namespace binnacle::sqlite
