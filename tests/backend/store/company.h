#pragma once

#include "backend/event/event_batch.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle::test {

/// Some hundred events of several dialects with everything that projections fold: steps with retries and failures,
/// runs, artifacts, properties, archiving, and entities whose project is named late. The same for a seed.
std::unique_ptr<EventBatch> companyBatch(std::uint32_t seed, int entities);

/// Items [begin, end) of `items` as a batch; the batch they come from must stay.
std::unique_ptr<EventBatch> slice(const std::vector<ParsedItem>& items, std::size_t begin, std::size_t end);

} // namespace binnacle::test
