#pragma once

#include "backend/store/sqlite/open_entity.h"

#include <memory_resource>
#include <vector>

namespace binnacle::sqlite {

/// The events of a transaction on their way into the projections. They gather until flush(), which folds them entity by
/// entity: each entity is read once and written once, whatever order its events arrived in, and nothing of it
/// has to stay in memory after that.
class GroupFold {
public:
    GroupFold(Connection& connection, Interner& interner, EventLog& log);

    /// `prefix`: of the tables' names.
    Result<void> prepare(const std::string& prefix);

    /// Takes an event of `source`; `ref` 0: it belongs to no entity. `facts` is copied. Folds early where what has
    /// gathered becomes too large for memory.
    Result<void> add(EntityRef ref, std::int64_t source, std::int64_t recordedAt, Seq seq, std::string_view facts);
    /// Folds and writes everything.
    Result<void> flush();
    /// After a rollback: nothing in memory is true any more.
    void forget();

private:
    struct Waiting {
        EntityRef ref = 0;
        Seq seq = 0;
        std::int64_t source = 0;
        std::string_view facts;
    };
    Result<void> foldWaiting();
    void dropWaiting();

    ProjectionTables m_tables;
    ProjectionSums m_sums;
    OpenEntity m_entity;
    std::pmr::monotonic_buffer_resource m_memory; ///< Of the facts that wait.
    std::size_t m_bytes = 0;
    std::vector<Waiting> m_waiting;
};

} // namespace binnacle::sqlite
