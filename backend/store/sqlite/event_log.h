#pragma once

#include "backend/store/sqlite/block_codec.h"
#include "backend/store/sqlite/block_compressor.h"
#include "backend/store/sqlite/database.h"

#include "backend/core/cancel_token.h"
#include "backend/projection/read_types.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// The writer's side of the log: full blocks, compressed, and the open tail, an event a row. All writing happens inside
/// the transaction that is open on the connection.
class EventLog {
public:
    explicit EventLog(Connection& connection);

    /// Reads the tail. Again after a rollback.
    Result<void> load();

    /// Adds the event with the next seq.
    Result<void> append(Seq seq, const LogRow& row, std::string_view facts, std::string_view payload);
    /// Brings everything that append() was given to the tables.
    Result<void> flush();

    /// The last event that is in the tables when load() returns; 0: there is none.
    Seq lastSeq() const { return m_lastSeq; }
    std::int64_t lastRecordedAt() const { return m_lastRecordedAt; }

    /// Row of an event that append() was given at any time.
    Result<LogRow> row(Seq seq);
    /// Facts of an event that append() was given at any time. Valid until the next call.
    Result<std::string_view> facts(Seq seq);
    Result<std::string_view> payload(Seq seq);

    /// Calls `visit` with every event from `from` on, in order, until it gives an error.
    using Visit = std::function<Result<void>(Seq, const LogRow&, std::string_view facts)>;
    Result<void> forEach(Seq from, const Visit& visit);

private:
    struct Cached {
        Seq firstSeq = 0;
        BlockPart part;
    };
    Result<void> writeBlock(CompressedBlock block);
    /// Writes what is compressed; waits until at most `keepBytes` of blocks are not written yet.
    Result<void> drain(std::size_t keepBytes);
    const RawBlock* pendingBlock(Seq seq) const;
    Result<std::string_view> fromBlock(Seq seq, Cached& cached, int column);
    Result<void> loadTail();
    Result<void> cacheRows(Seq seq);
    Result<void> seekBlock(Seq seq);

    Connection& m_connection;
    BlockCompressor m_compressor;
    Statement m_addBlock, m_addTail, m_clearTail, m_readBlock;
    Seq m_lastSeq = 0;
    std::int64_t m_lastRecordedAt = INT64_MIN;
    std::deque<std::shared_ptr<const RawBlock>> m_pending; ///< Full blocks that are not written yet, in order.
    std::size_t m_pendingBytes = 0;
    Seq m_openFirst = 0; ///< First seq of the open block; 0: it is empty.
    std::size_t m_storedTail = 0; ///< Events of the open block that are rows of `tail` already.
    std::vector<LogRow> m_openRows;
    BlockPart m_openFacts;
    BlockPart m_openPayloads;
    Seq m_cachedRowsFirst = 0;
    std::vector<LogRow> m_cachedRows;
    Cached m_cachedFacts;
    Cached m_cachedPayloads;
};

} // namespace binnacle::sqlite
