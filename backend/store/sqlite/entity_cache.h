#pragma once

#include "backend/core/cancel_token.h"
#include "backend/store/columns/entity_columns.h"
#include "backend/store/sqlite/indexed_set.h"

#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace binnacle::sqlite {

/// What a snapshot of the projections shows: the events up to `seq`, in the tables of `edition`.
struct Position {
    std::int64_t edition = 0;
    Seq seq = 0;
    friend bool operator==(const Position&, const Position&) = default;
};

/// The largest numbers that were given. Anything above them is damage, and must not be taken for a place in memory.
struct NumberLimits {
    EntityRef ref = 0;
    std::int64_t facet = 0;
    std::int64_t text = 0;

    bool holds(EntityRef ref, const columns::EntityNumbers& numbers) const;
};
/// Error: STORE_CORRUPT, where the store has not as many rows.
Result<NumberLimits> limitsOf(Connection& connection);

/// Reads the position of `connection`'s snapshot.
Result<Position> positionOf(Connection& connection);

/// All entities, column by column, as of one position; shared by the readers of a store. Empty at first: what is asked
/// for is read then, and follows the projections' transactions from one use to the next.
class EntityCache {
public:
    /// Where to read from: an open snapshot.
    struct Snapshot {
        Connection& connection;
        TextCache& texts;
        Position position;
    };
    struct Wanted {
        bool ids = false;
        std::span<const SetKey> sets;
    };

    /// What was asked for, as of the snapshot, while nobody else uses the cache.
    class Use {
    public:
        Use(Use&& other) noexcept;
        Use& operator=(Use&&) = delete;
        ~Use();
        const columns::EntityColumns& columns() const { return m_cache->m_columns; }
        /// In the order of Wanted::sets.
        std::span<const columns::EntitySet* const> sets() const { return m_sets; }

    private:
        friend class EntityCache;
        explicit Use(EntityCache& cache)
            : m_cache(&cache)
        {
        }
        EntityCache* m_cache;
        std::vector<const columns::EntitySet*> m_sets;
    };

    /// nullopt: others have seen more than the snapshot shows, take a later one.
    Result<std::optional<Use>> use(const Snapshot& snapshot, const Wanted& wanted, const CancelToken& cancel);

    /// Bytes in memory; while nobody uses it.
    std::size_t byteSize() const;

private:
    Result<void> fill(const Snapshot& snapshot, const Wanted& wanted, std::vector<const columns::EntitySet*>& sets);
    Result<void> bringTo(const Snapshot& snapshot, const NumberLimits& limits);
    Result<bool> follow(const Snapshot& snapshot, const NumberLimits& limits);
    Result<void> apply(const EntityChanges& changes, const Snapshot& snapshot, const NumberLimits& limits);
    Result<void> readColumns(Connection& connection, const NumberLimits& limits);
    Result<void> readIds(Connection& connection, const NumberLimits& limits);
    Result<const columns::EntitySet*> set(const SetKey& key, Connection& connection, const NumberLimits& limits);
    void dropSets(std::size_t used);
    void clear();

    std::mutex m_mutex;
    std::condition_variable m_released;
    bool m_isUsed = false;

    std::optional<Position> m_position;
    columns::EntityColumns m_columns;
    std::list<IndexedSet> m_sets; ///< The last used first.
};

} // namespace binnacle::sqlite
