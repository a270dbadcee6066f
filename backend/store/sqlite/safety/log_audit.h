#pragma once

#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/safety/log_row.h"
#include "backend/store/store_safety.h"

#include <functional>
#include <string>
#include <string_view>

namespace binnacle::sqlite {

/// Goes along the log from its first event to its last, past any damage, and checks that each row follows the one
/// before it. Blocks never change, so no snapshot is held for longer than it takes to read some of them.
class LogAudit {
public:
    LogAudit(Connection& connection, const SafetyWatch& watch);

    /// Also proves that the log has this head.
    void lookFor(const LogHead& noted);

    /// Calls `visit` for each row that can be got at, also where the chain is broken.
    using Visit = std::function<Result<void>(const LogRow&)>;
    Result<LogProof> run(Visit visit = {});

private:
    /// What the next row of a table must follow.
    struct End {
        bool isKnown = true;
        std::string link;
        std::string otherwise; ///< Where the row with `link` does not have it by its content, the one that it has.
    };
    Result<void> prepare();
    Result<bool> readSome();
    Result<void> goAround();
    Result<void> readTail(Seq last);
    Result<void> takeBlock();
    Result<void> takeTailRow();
    Result<void> follow(const LogRow& row, std::string_view tailHash, std::string_view link, End& end);
    Result<void> keepForHeads(const LogRow& row);
    void place(const SeqRange& events);
    void report(LogBreak::Kind kind, const SeqRange& events);
    Result<void> finish();
    bool isBrokenUpTo(Seq seq) const;

    Connection& m_connection;
    const SafetyWatch& m_watch;
    Visit m_visit;
    Statement m_nextBlock, m_tail;
    LogProof m_proof;
    Seq m_total = 0;

    Seq m_from = 1; ///< Blocks are read from here on.
    bool m_blocksAreDone = false;
    Seq m_next = 1; ///< What the next row should begin with.
    bool m_gapIsDamage = false; ///< What is missing there lies on a page that SQLite cannot read.
    std::optional<SeqRange> m_repeated; ///< What the row has that rows before it had.
    bool m_lastIsBroken = false; ///< The last row was reported: where it ends is not certain.
    End m_blockEnd;
    End m_tailEnd;

    // For heads.
    std::string m_lastLink; ///< Of the last block.
    RawBlock m_loose; ///< Events behind it.
    std::optional<LogHead> m_noted;
    SeqRange m_notedLoose; ///< Events of the noted head that were in no block.
    std::string m_notedLink; ///< Of the block before them.
    RawBlock m_notedEvents;
};

} // namespace binnacle::sqlite
