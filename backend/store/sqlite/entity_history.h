#pragma once

#include "backend/core/result.h"
#include "backend/projection/read_types.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// What an event says of its entity's status.
struct Assertion {
    EntityStatus status = EntityStatus::Unknown;
    bool isStrongest = true; ///< Of those of the same instant that came before it, none outranks it.
};

/// One event of an entity.
struct HistoryEntry {
    Seq seq = 0;
    std::int64_t occurredAtMicros = 0;
    std::optional<Assertion> assertion;
};

/// The events of one entity in the order of their arrival, some bytes each: an index over all events would change a
/// page of the file for every event, while the entity's row is written anyway. The row holds the newest entries; full
/// runs of them are rows of entity_history.
class EntityHistory {
public:
    /// Entries in the entity's row before they become a row of their own.
    static constexpr std::size_t fullCount = 64;

    /// Reads what bytes() gave. Error: STORE_CORRUPT.
    static Result<EntityHistory> fromBytes(std::string_view bytes);

    /// Its seq is above all before it.
    void append(const HistoryEntry& entry);
    bool isFull() const { return m_count >= fullCount; }
    Seq firstSeq() const { return m_first; }
    void clear() { *this = {}; }

    /// For each entry two varints: the difference of its seq to the one before it, times 16, plus its assertion (0:
    /// none, else 1 + 2 * status + whether it is the strongest); and the zigzag difference of its instant in
    /// microseconds.
    std::string_view bytes() const { return m_bytes; }

    /// Appends the entries of bytes() to `out`. Error: STORE_CORRUPT.
    static Result<void> decode(std::string_view bytes, std::vector<HistoryEntry>& out);

private:
    std::string m_bytes;
    std::size_t m_count = 0;
    Seq m_first = 0;
    HistoryEntry m_last;
};

} // namespace binnacle::sqlite
