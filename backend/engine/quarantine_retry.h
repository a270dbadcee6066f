#pragma once

#include "backend/engine/engine.h"
#include "backend/store/event_store.h"

#include <functional>
#include <optional>
#include <span>
#include <string>

namespace binnacle {

/// What a retry needs; `append` writes and publishes.
struct RetryContext {
    EventStore& store;
    std::function<Result<ChangeSet>(std::span<AppendRequest>)> append;
    ParseOptions parse;
};

/// Parses open quarantined items again, in the dialect they were received in, and appends those that are events now. On
/// the writer's thread. An item that is
/// still refused stays open as it is; one that became an event is marked after its commit, so that a
/// crash in between only makes the next retry find a duplicate.
Result<RetrySummary> retryQuarantinedItems(
    RetryContext& context, std::span<const std::int64_t> ids, const std::optional<std::string>& replacement);

} // namespace binnacle
