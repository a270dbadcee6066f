#pragma once

#include "backend/projection/state.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace binnacle::sqlite {

/// Says of a hash that it is surely not in a set, or that it may be. Exact enough for the dozen of rows that an entity
/// usually has.
struct ChildFilter {
    std::array<std::uint64_t, 2> words{};

    void add(std::uint64_t hash) { words[(hash >> 6) & 1] |= std::uint64_t{ 1 } << (hash & 63); }
    bool mayContain(std::uint64_t hash) const { return ((words[(hash >> 6) & 1] >> (hash & 63)) & 1) != 0; }
};

/// What an entity's row says of the rows that belong to it.
struct EntityChildren {
    /// Properties that lie in the entity's row: most entities have a few small ones, and a row for each of them would
    /// double the rows of an event. More, and larger ones, are rows of their own.
    static constexpr std::size_t mostProperties = 24;
    static constexpr std::size_t largestProperty = 512;

    ChildFilter filter; ///< Steps, runs, artifacts and properties that are rows: what is not there is not looked for.
    std::vector<PropertyState> properties;
    std::vector<std::int64_t> sources; ///< Who has spoken of the entity.
};

} // namespace binnacle::sqlite
