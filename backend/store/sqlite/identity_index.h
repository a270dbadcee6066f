#pragma once

#include "backend/store/sqlite/database.h"

#include "backend/projection/read_types.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace binnacle::sqlite {

/// Finds earlier events by the low half of their identity. What a transaction adds is kept in memory until flush(),
/// then written in the order of the hashes.
class IdentityIndex {
public:
    explicit IdentityIndex(Connection& connection)
        : m_connection(connection)
    {
    }

    Result<void> prepare();

    /// Seqs of events with this hash, oldest first. Nearly always none or one. Valid until the next call.
    Result<const std::vector<Seq>*> find(std::uint64_t hash);
    /// `collides`: an event of another identity has this hash already.
    void add(std::uint64_t hash, Seq seq, bool collides);
    Result<void> flush();
    /// After a rollback.
    void forget();

private:
    Connection& m_connection;
    Statement m_find, m_findOverflow, m_add, m_addOverflow;
    std::unordered_map<std::uint64_t, Seq> m_added; ///< First event by hash.
    std::vector<std::pair<std::uint64_t, Seq>> m_addedOverflow;
    std::vector<std::pair<std::uint64_t, Seq>> m_sorted;
    std::vector<Seq> m_found;
    bool m_hasOverflow = false;
};

} // namespace binnacle::sqlite
