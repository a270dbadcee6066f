#include "backend/store/sqlite/event_log.h"

#include <utility>

namespace binnacle::sqlite {

namespace {

/// Blocks in compression at a time. A group is added faster than it is compressed; while it is folded the compressor
/// catches up.
constexpr std::size_t maxPendingBytes = 24 * 1024 * 1024;

Error missing(Seq seq)
{
    return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT",
        "The content of event " + std::to_string(seq) + " is not in the store.",
        "Run `binnacle doctor`; restore the store from a backup.");
}

} // namespace

EventLog::EventLog(Connection& connection)
    : m_connection(connection)
{
}

Result<void> EventLog::load()
{
    if (!m_addBlock) {
        if (auto done = m_connection.prepareAll({
                { &m_addBlock, "INSERT INTO block(first_seq,count,rows,facts,payloads,checksum) VALUES(?,?,?,?,?,?)" },
                { &m_addTail, "INSERT INTO tail(seq,row,facts,payload) VALUES(?,?,?,?)" },
                { &m_clearTail, "DELETE FROM tail" },
                { &m_readBlock,
                    "SELECT first_seq,count,rows,facts,payloads FROM block WHERE first_seq<=? ORDER BY first_seq DESC "
                    "LIMIT "
                    "1" },
            });
            !done)
            return done;
    }
    while (m_compressor.pending() > 0)
        (void)m_compressor.take();
    m_pending.clear();
    m_pendingBytes = 0;
    m_openFirst = 0;
    m_storedTail = 0;
    m_openRows.clear();
    m_openFacts.clear();
    m_openPayloads.clear();
    m_cachedRowsFirst = 0;
    m_cachedRows.clear();
    m_cachedFacts = {};
    m_cachedPayloads = {};
    if (auto done = loadTail(); !done)
        return done;
    if (m_openFirst != 0) {
        m_lastSeq = m_openFirst + static_cast<Seq>(m_openRows.size()) - 1;
        m_lastRecordedAt = m_openRows.back().recordedAt;
        return {};
    }
    auto last = m_connection.queryInt("SELECT coalesce(max(first_seq),0) FROM block");
    if (!last)
        return last.error();
    if (*last == 0) {
        m_lastSeq = 0;
        m_lastRecordedAt = INT64_MIN;
        return {};
    }
    auto count = m_connection.queryInt("SELECT count FROM block ORDER BY first_seq DESC LIMIT 1");
    if (!count)
        return count.error();
    m_lastSeq = *last + *count - 1;
    m_lastRecordedAt = INT64_MIN;
    // Damage to the last block costs its events, not the store: from here on the clock alone decides.
    auto row = this->row(m_lastSeq);
    if (row)
        m_lastRecordedAt = row->recordedAt;
    else if (row.error().kind != ErrorKind::Corrupt)
        return row.error();
    return {};
}

Result<void> EventLog::loadTail()
{
    auto rows = m_connection.prepare("SELECT seq,row,facts,payload FROM tail ORDER BY seq", false);
    if (!rows)
        return rows.error();
    for (;;) {
        auto found = rows->step();
        if (!found)
            return found.error();
        if (!*found)
            return {};
        auto row = decodeLogRows(rows->columnBlob(1), 1);
        if (!row)
            return row.error();
        if (m_openFirst == 0)
            m_openFirst = rows->columnInt(0);
        m_openRows.push_back(row->front());
        m_openFacts.append(rows->columnBlob(2));
        m_openPayloads.append(rows->columnBlob(3));
        ++m_storedTail;
    }
}

Result<void> EventLog::append(Seq seq, const LogRow& row, std::string_view facts, std::string_view payload)
{
    if (m_openFirst == 0)
        m_openFirst = seq;
    m_openRows.push_back(row);
    m_openFacts.append(facts);
    m_openPayloads.append(payload);
    if (m_openFacts.count() < blockEvents && m_openPayloads.byteSize() < blockBytes)
        return {};
    // The next block will be about as large.
    BlockPart nextFacts;
    nextFacts.reserve(m_openFacts.byteSize());
    BlockPart nextPayloads;
    nextPayloads.reserve(m_openPayloads.byteSize());
    auto block = std::make_shared<const RawBlock>(RawBlock{ m_openFirst, std::exchange(m_openRows, {}),
        std::exchange(m_openFacts, std::move(nextFacts)), std::exchange(m_openPayloads, std::move(nextPayloads)) });
    m_pendingBytes += block->byteSize();
    m_pending.push_back(block);
    m_compressor.submit(std::move(block));
    m_openRows.reserve(blockEvents);
    m_openFirst = 0;
    if (std::exchange(m_storedTail, 0) > 0) {
        if (auto done = m_clearTail.run(); !done)
            return done;
    }
    return drain(maxPendingBytes);
}

Result<void> EventLog::drain(std::size_t keepBytes)
{
    while (auto block = m_compressor.tryTake()) {
        if (auto done = writeBlock(std::move(*block)); !done)
            return done;
    }
    while (m_pendingBytes > keepBytes) {
        if (auto done = writeBlock(m_compressor.take()); !done)
            return done;
    }
    return {};
}

Result<void> EventLog::writeBlock(CompressedBlock block)
{
    m_pendingBytes -= m_pending.front()->byteSize();
    m_pending.pop_front();
    if (block.error)
        return *block.error;
    m_addBlock.bindInt(1, block.firstSeq);
    m_addBlock.bindInt(2, static_cast<std::int64_t>(block.count));
    m_addBlock.bindBlob(3, block.rows);
    m_addBlock.bindBlob(4, block.facts);
    m_addBlock.bindBlob(5, block.payloads);
    m_addBlock.bindHash(6, blockChecksum(block.rows, block.facts, block.payloads));
    return m_addBlock.run();
}

Result<void> EventLog::flush()
{
    if (auto done = drain(0); !done)
        return done;
    for (; m_storedTail < m_openFacts.count(); ++m_storedTail) {
        m_addTail.bindInt(1, m_openFirst + static_cast<Seq>(m_storedTail));
        const std::string row = encodeLogRows({ &m_openRows[m_storedTail], 1 });
        m_addTail.bindBlob(2, row);
        m_addTail.bindBlob(3, m_openFacts.at(m_storedTail));
        m_addTail.bindBlob(4, m_openPayloads.at(m_storedTail));
        if (auto done = m_addTail.run(); !done)
            return done;
    }
    return {};
}

Result<LogRow> EventLog::row(Seq seq)
{
    if (m_openFirst != 0 && seq >= m_openFirst) {
        const auto index = static_cast<std::size_t>(seq - m_openFirst);
        if (index >= m_openRows.size())
            return missing(seq);
        return m_openRows[index];
    }
    if (const RawBlock* block = pendingBlock(seq))
        return block->rows[static_cast<std::size_t>(seq - block->firstSeq)];
    const auto holds = [&] {
        return m_cachedRowsFirst != 0 && seq >= m_cachedRowsFirst
            && seq < m_cachedRowsFirst + static_cast<Seq>(m_cachedRows.size());
    };
    if (!holds()) {
        if (auto done = cacheRows(seq); !done)
            return done.error();
        if (!holds())
            return missing(seq);
    }
    return m_cachedRows[static_cast<std::size_t>(seq - m_cachedRowsFirst)];
}

/// The full block with `seq` that is not written yet; nullptr: there is none.
const RawBlock* EventLog::pendingBlock(Seq seq) const
{
    for (const auto& block : m_pending) {
        if (block->holds(seq))
            return block.get();
    }
    return nullptr;
}

/// Reads the rows of the block that may hold `seq`.
Result<void> EventLog::cacheRows(Seq seq)
{
    if (auto done = seekBlock(seq); !done)
        return done;
    const Seq first = m_readBlock.columnInt(0);
    auto rows = unpackLogRows(m_readBlock.columnBlob(2), static_cast<std::size_t>(m_readBlock.columnInt(1)));
    m_readBlock.reset();
    if (!rows)
        return rows.error();
    m_cachedRowsFirst = first;
    m_cachedRows = std::move(*rows);
    return {};
}

/// Leaves m_readBlock at the block that may hold `seq`; the caller resets it.
Result<void> EventLog::seekBlock(Seq seq)
{
    m_readBlock.bindInt(1, seq);
    auto found = m_readBlock.step();
    if (!found)
        return found.error();
    if (*found)
        return {};
    m_readBlock.reset();
    return missing(seq);
}

Result<std::string_view> EventLog::facts(Seq seq)
{
    if (m_openFirst != 0 && seq >= m_openFirst) {
        const auto index = static_cast<std::size_t>(seq - m_openFirst);
        if (index >= m_openFacts.count())
            return missing(seq);
        return m_openFacts.at(index);
    }
    if (const RawBlock* block = pendingBlock(seq))
        return block->facts.at(static_cast<std::size_t>(seq - block->firstSeq));
    return fromBlock(seq, m_cachedFacts, 3);
}

Result<std::string_view> EventLog::payload(Seq seq)
{
    if (m_openFirst != 0 && seq >= m_openFirst) {
        const auto index = static_cast<std::size_t>(seq - m_openFirst);
        if (index >= m_openPayloads.count())
            return missing(seq);
        return m_openPayloads.at(index);
    }
    if (const RawBlock* block = pendingBlock(seq))
        return block->payloads.at(static_cast<std::size_t>(seq - block->firstSeq));
    return fromBlock(seq, m_cachedPayloads, 4);
}

Result<std::string_view> EventLog::fromBlock(Seq seq, Cached& cached, int column)
{
    const auto holds = [&] {
        return cached.firstSeq != 0 && seq >= cached.firstSeq
            && seq < cached.firstSeq + static_cast<Seq>(cached.part.count());
    };
    if (!holds()) {
        if (auto done = seekBlock(seq); !done)
            return done.error();
        auto part =
            BlockPart::decompress(m_readBlock.columnBlob(column), static_cast<std::size_t>(m_readBlock.columnInt(1)));
        if (part) {
            cached.firstSeq = m_readBlock.columnInt(0);
            cached.part = std::move(*part);
        }
        m_readBlock.reset();
        if (!part)
            return part.error();
        if (!holds())
            return missing(seq);
    }
    return cached.part.at(static_cast<std::size_t>(seq - cached.firstSeq));
}

Result<void> EventLog::forEach(Seq from, const Visit& visit)
{
    auto blocks =
        m_connection.prepare("SELECT first_seq,count,rows,facts FROM block WHERE first_seq+count>?1 "
                             "AND first_seq>=coalesce((SELECT max(first_seq) FROM block WHERE first_seq<=?1),0) "
                             "ORDER BY first_seq LIMIT 1",
            false);
    if (!blocks)
        return blocks.error();
    for (Seq next = from;;) {
        // One block a query: the visitor may commit in between, and no read transaction stays open behind it.
        blocks->bindInt(1, next);
        auto row = blocks->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const Seq first = blocks->columnInt(0);
        const auto count = static_cast<std::size_t>(blocks->columnInt(1));
        auto rows = unpackLogRows(blocks->columnBlob(2), count);
        auto part = BlockPart::decompress(blocks->columnBlob(3), count);
        blocks->reset();
        if (!rows)
            return rows.error();
        if (!part)
            return part.error();
        for (std::size_t i = 0; i < count; ++i) {
            const Seq seq = first + static_cast<Seq>(i);
            if (seq < next)
                continue;
            if (auto done = visit(seq, (*rows)[i], part->at(i)); !done)
                return done;
        }
        next = first + static_cast<Seq>(count);
    }
    for (std::size_t i = 0; i < m_openRows.size(); ++i) {
        const Seq seq = m_openFirst + static_cast<Seq>(i);
        if (seq < from)
            continue;
        if (auto done = visit(seq, m_openRows[i], m_openFacts.at(i)); !done)
            return done;
    }
    return {};
}

} // namespace binnacle::sqlite
