#pragma once

#include "backend/store/sqlite/block_compressor.h"
#include "backend/store/sqlite/log_reader.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace binnacle::sqlite {

/// The writer's side of the log: full blocks, compressed, and behind them the tail, a row a transaction. All writing
/// happens inside the transaction that is open on the connection.
class EventLog {
public:
    explicit EventLog(Connection& connection)
        : m_connection(connection)
        , m_reader(connection)
    {
    }

    /// Reads where the log ends; continueAfter() must follow. Again after a rollback. Rows that are damaged or missing
    /// cost their own events.
    Result<void> load();
    /// False: the end is damaged, and may not be where it seems to be.
    bool endIsCertain() const { return m_endIsCertain; }
    /// No event up to `seq` is added any more; 0: what load() found is the end.
    Result<void> continueAfter(Seq seq);

    /// Adds the event with the next seq. Its texts are copied, unless `memory` is what they lie in.
    Result<void> append(const RawBlock::Item& item, const TextMemory& memory);
    /// Brings everything that append() was given to the tables.
    Result<void> flush();

    /// The last event; 0: there is none.
    Seq lastSeq() const { return m_lastSeq; }
    std::int64_t lastRecordedAt() const { return m_lastRecordedAt; }

    /// Everything but the payload of an event that append() was given at any time. Valid until the next call.
    Result<Event> event(Seq seq);
    Result<std::string> payload(Seq seq);

private:
    /// Events that are in no block of the table yet. Those of the last one may grow.
    struct Pending {
        Seq firstSeq = 0;
        std::shared_ptr<RawBlock> events;
        std::size_t inTail = 0; ///< So many of them are in rows of `tail`.
        std::string tailLink; ///< Of the last of these rows.

        bool holds(Seq seq) const { return seq >= firstSeq && seq < firstSeq + static_cast<Seq>(events->count()); }
    };
    Result<void> loadLastBlock();
    Result<void> loadLinks();
    Result<void> loadTail();
    void continueAt(Seq next);
    void closeOpen();
    Result<void> writeBlock(CompressedBlock block);
    Result<void> writeReady();
    /// Waits until at most `keepBytes` of full blocks are not written yet.
    Result<void> drain(std::size_t keepBytes);
    Result<void> writeTail();
    const Pending* pendingOf(Seq seq) const;
    std::size_t bytesNotStored() const;

    Connection& m_connection;
    LogReader m_reader;
    BlockCompressor m_compressor;
    Statement m_addBlock, m_addTail, m_dropTail;
    Seq m_lastSeq = 0;
    std::int64_t m_lastRecordedAt = INT64_MIN;
    bool m_endIsCertain = true;
    std::deque<Pending> m_full; ///< In compression, in order.
    std::size_t m_fullBytes = 0;
    Pending m_open;
    std::string m_blockLink; ///< Link of the last block.
    std::string m_lastLink; ///< What the next row of the tail follows.
    std::shared_ptr<const EventBlock> m_lookedAt;
};

} // namespace binnacle::sqlite
