#pragma once

#include "backend/store/sqlite/database.h"

#include "backend/projection/seq_range.h"

#include <limits>
#include <optional>

namespace binnacle::sqlite {

/// Where damage has no end that can be told: no row of the log behind it can be got at.
inline constexpr Seq endOfLog = std::numeric_limits<Seq>::max();

/// The events around `seq` that cannot be read with it: those of its row, or, where that cannot be got at, everything
/// between the nearest rows of the log that can. Both looks should be at one snapshot.
Result<SeqRange> unreadableAround(Connection& connection, Seq seq);

/// The first block that begins at `seq` or later, past whatever SQLite cannot read. Nullopt: there is none.
Result<std::optional<Seq>> nextBlockFrom(Connection& connection, Seq seq);

} // namespace binnacle::sqlite
