#include "backend/store/sqlite/event_log.h"

#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/log_chain.h"
#include "backend/store/sqlite/log_segment.h"

#include "backend/event/facts_codec.h"

#include <utility>

namespace binnacle::sqlite {

namespace {

/// Blocks in compression at a time. A group is added faster than it is compressed; while it is folded the compressor
/// catches up.
constexpr std::size_t mostFullBytes = 16 * 1024 * 1024;

/// A transaction of up to so many bytes is written to the tail as it is: waiting for the compression of a block would
/// take longer. More is written once only, compressed.
constexpr std::size_t smallBytes = 512 * 1024;

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
    m_reader.forget();
    m_lookedAt.reset();

    auto last = m_connection.prepare(
        "SELECT first_seq+count-1,hash,tail_hash FROM block ORDER BY first_seq DESC LIMIT 1", false);
    if (!last)
        return last.error();
    auto found = last->step();
    if (!found)
        return found.error();
    if (*found) {
        m_lastSeq = last->columnInt(0);
        m_open.firstSeq = m_lastSeq + 1;
        m_blockLink = last->columnBlob(1);
        m_lastLink = last->columnBlob(2).empty() ? m_blockLink : std::string(last->columnBlob(2));
    }
    last->reset();
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

Result<void> EventLog::loadTail()
{
    auto rows = m_connection.prepare("SELECT first_seq,count,events,hash FROM tail ORDER BY first_seq", false);
    if (!rows)
        return rows.error();
    for (;;) {
        auto found = rows->step();
        if (!found)
            return found.error();
        if (!*found)
            return {};
        if (rows->columnInt(0) != m_lastSeq + 1)
            return corruption("Event " + std::to_string(rows->columnInt(0)) + " does not follow event "
                + std::to_string(m_lastSeq) + ".");
        RawBlock& events = *m_open.events;
        if (auto done = decodeSegment(rows->columnBlob(2), static_cast<std::size_t>(rows->columnInt(1)), events); !done)
            return done;
        m_lastLink = rows->columnBlob(3);
        m_lastSeq = m_open.firstSeq + static_cast<Seq>(events.count()) - 1;
        m_lastRecordedAt = events.at(events.count() - 1).recordedAt;
        m_open.inTail = events.count();
        m_open.tailLink = m_lastLink;
        // Only where a row ends: rows are dropped whole.
        if (events.isFull()) {
            if (auto done = closeOpen(); !done)
                return done;
        }
    }
}

Result<void> EventLog::append(const RawBlock::Item& item, const std::shared_ptr<const void>& owner)
{
    if (owner)
        m_open.events->refer(item, owner);
    else
        m_open.events->append(item);
    ++m_lastSeq;
    m_lastRecordedAt = item.recordedAt;
    if (!m_open.events->isFull())
        return {};
    if (auto done = closeOpen(); !done)
        return done;
    return drain(mostFullBytes);
}

/// Gives the open block to the compressor and begins the next.
Result<void> EventLog::closeOpen()
{
    const Seq next = m_open.firstSeq + static_cast<Seq>(m_open.events->count());
    m_fullBytes += m_open.events->byteSize();
    m_compressor.submit(m_open.firstSeq, m_open.events);
    m_full.push_back(std::exchange(m_open, { next, std::make_shared<RawBlock>(), 0, {} }));
    return {};
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
    if (m_open.events->count() >= blockEvents / 2) {
        if (auto done = closeOpen(); !done)
            return done;
    }
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
        const std::string events = encodeSegment(*pending.events, pending.inTail, pending.events->count());
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
