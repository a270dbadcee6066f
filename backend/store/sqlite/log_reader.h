#pragma once

#include "backend/store/log/payload_columns.h"
#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/event_block.h"

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace binnacle::sqlite {

/// Reads the log over a connection, a block at a time, and keeps the blocks that it read last: the events of a page are
/// neighbours. An event never changes, so nothing that is kept goes stale.
class LogReader {
public:
    explicit LogReader(Connection& connection)
        : m_connection(connection)
    {
    }

    /// The newest event; 0: there is none.
    Result<Seq> lastSeq();

    /// The block that holds `seq`. Errors: EVENT_NOT_FOUND, and STORE_CORRUPT where it cannot be read or is missing.
    Result<std::shared_ptr<const EventBlock>> find(Seq seq);

    /// Byte for byte as it arrived. Errors as find().
    Result<std::string> payload(Seq seq);

    /// Calls `visit` block by block for the events from `from` to `to`, which may lie before it, with the first and the
    /// last of the block's events that are meant (first <= last), until it gives an error or false. No statement stays
    /// open meanwhile.
    using Visit = std::function<Result<bool>(const std::shared_ptr<const EventBlock>&, Seq first, Seq last)>;
    /// Gets events that cannot be read, and why. Without it, these are an error.
    using Damage = std::function<Result<bool>(const SeqRange& events, const Error& why)>;
    Result<void> walk(Seq from, Seq to, const Visit& visit, const Damage& damage = {});

    /// After a rollback of this connection's transaction: what was read may not exist.
    void forget() { m_kept.clear(); }

private:
    struct Kept {
        std::shared_ptr<const EventBlock> block;
        std::optional<PayloadColumns> payloads;
    };
    Result<Kept*> keep(Seq seq);
    Result<std::shared_ptr<const EventBlock>> readBlock(Seq seq);
    Result<std::shared_ptr<const EventBlock>> readTail(Seq seq);
    Error missing(Seq seq, const Error* error);
    Result<void> prepare();

    Connection& m_connection;
    Statement m_findBlock, m_findPayloads, m_readTail, m_lastOfBlocks, m_lastOfTail;
    std::list<Kept> m_kept; ///< Newest first.
    std::optional<SeqRange> m_unreadable; ///< What find() could not read last.
};

} // namespace binnacle::sqlite
