#pragma once

#include "backend/store/sqlite/open_entity.h"

#include <memory>
#include <vector>

namespace binnacle::sqlite {

/// The events of a transaction on their way into the projections. They gather until flush(), which folds them entity by
/// entity: each entity is read once and written once, whatever order its events arrived in, and nothing of it
/// has to stay in memory after that.
class GroupFold {
public:
    GroupFold(Connection& connection, Interner& interner, LogReader& log);

    /// `prefix`: of the tables' names.
    Result<void> prepare(const std::string& prefix);

    /// From now on `changes` gathers what flush() writes, until forget().
    void recordIn(EntityChanges& changes) { m_tables.recordIn(changes); }

    /// Takes the events `first` to `last` of `block` in, and keeps it until they are folded. Folds early where what has
    /// gathered becomes too large for memory.
    Result<void> add(std::shared_ptr<const EventBlock> block, Seq first, Seq last);
    /// Of what gathers, about.
    std::size_t waitingBytes() const { return m_bytes; }
    /// Folds it, and writes what belongs to single entities.
    Result<void> foldWaiting();
    /// Notes events that cannot be read.
    Result<void> leaveOut(const SeqRange& events);
    /// Folds and writes everything.
    Result<void> flush();
    /// Entities with events since takeChanged() was called last, without repetition, in order.
    std::vector<EntityRef> takeChanged();
    /// After a rollback: nothing in memory is true any more.
    void forget();

private:
    struct Waiting {
        EntityRef ref = 0;
        std::uint32_t block = 0; ///< Index in m_blocks.
        std::uint32_t index = 0;
    };
    Result<EntityRef> refOf(const EventBlock& block, std::size_t index);
    Result<void> foldOne(const Waiting& waiting);
    void prefetchAfter(std::size_t index) const;
    void dropWaiting();

    Connection& m_connection;
    Interner& m_interner;
    Statement m_leaveOut;
    ProjectionTables m_tables;
    ProjectionSums m_sums;
    GridChanges m_grid;
    OpenEntity m_entity;
    std::vector<std::shared_ptr<const EventBlock>> m_blocks; ///< Of the events that wait.
    std::size_t m_bytes = 0;
    std::vector<Waiting> m_waiting;
    std::vector<EntityRef> m_changed;
};

} // namespace binnacle::sqlite
