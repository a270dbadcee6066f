#pragma once

#include "backend/core/result.h"
#include "backend/projection/read_types.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// One event of an entity.
struct HistoryEntry {
    Seq seq = 0;
    std::int64_t occurredAtMicros = 0;
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

    /// `seq` is above all before it.
    void append(Seq seq, std::int64_t occurredAtMicros);
    bool isFull() const { return m_count >= fullCount; }
    Seq firstSeq() const { return m_first; }
    void clear() { *this = {}; }

    /// For each entry the differences to the one before it, as zigzag varints: seq, instant in microseconds.
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
