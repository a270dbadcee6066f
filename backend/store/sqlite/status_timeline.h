#pragma once

#include "backend/store/sqlite/entity_history.h"

#include <cstdint>
#include <vector>

namespace binnacle::sqlite {

/// From an instant on an entity has a status, until the next change.
struct StatusChange {
    std::int64_t atMicros = 0;
    EntityStatus status = EntityStatus::Unknown;
    friend bool operator==(const StatusChange&, const StatusChange&) = default;
};

/// The status that an entity had over the time of occurrence, as far as `entries` (in the order of their arrival) know:
/// it begins with its earliest event.
std::vector<StatusChange> statusTimeline(std::vector<HistoryEntry> entries);

} // namespace binnacle::sqlite
