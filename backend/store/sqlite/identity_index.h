#pragma once

#include "backend/store/sqlite/identity_run.h"

#include <cstdint>
#include <vector>

namespace binnacle::sqlite {

/// A set of entries in memory, by hash; several may share one. Open addressing: entries lie next to each other, so that
/// adding one allocates nothing and a walk over all of them is quick.
class RecentIdentities {
public:
    void add(const IdentityEntry& entry);
    void find(std::uint64_t hash, std::vector<Seq>& out) const;
    void clear();
    std::size_t size() const { return m_size; }
    std::vector<IdentityEntry> sorted() const;

private:
    void place(const IdentityEntry& entry);

    std::vector<IdentityEntry> m_slots; ///< Seq 0: free. A power of two, at most half full.
    std::size_t m_size = 0;
};

/// Finds earlier events by the low half of their identity.
///
/// A B-tree over random hashes changes a page for every event. This index is log-structured instead: what is new is
/// kept in memory (and, a row a transaction, in identity_recent), then written as a sorted run; four runs of a
/// level become one of the next. Source: P. O'Neil et al., "The log-structured merge-tree", 1996.
class IdentityIndex {
public:
    explicit IdentityIndex(Connection& connection)
        : m_connection(connection)
        , m_runs(connection)
    {
    }

    /// Reads what is on disk; again after a rollback.
    Result<void> load();

    /// Seqs of events with this hash: nearly always none or one. Valid until the next call.
    Result<const std::vector<Seq>*> find(std::uint64_t hash);
    void add(std::uint64_t hash, Seq seq);
    /// Brings what add() was given to the tables.
    Result<void> flush();
    /// The newest event that was known at load(), if it was in no run; else 0.
    Seq recentSeq() const { return m_recentSeq; }
    /// The newest event that is known behind `seq`, or `seq`. Reads all runs.
    Result<Seq> newestBehind(Seq seq);

private:
    Result<void> writeRun();
    Result<void> mergeLevels();

    Connection& m_connection;
    IdentityRuns m_runs;
    std::vector<IdentityRun> m_open; ///< All runs, oldest first.
    std::int64_t m_nextRun = 1;
    RecentIdentities m_recent; ///< Not in a run yet.
    Seq m_recentSeq = 0;
    std::string m_added; ///< Entries of the present transaction.
    Statement m_addRecent, m_clearRecent;
    std::vector<Seq> m_found;
};

} // namespace binnacle::sqlite
