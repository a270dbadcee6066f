#include "backend/projection/state.h"

#include <algorithm>

namespace binnacle {

std::string toString(const EntityKey& key)
{
    return key.organization + '/' + key.project + '/' + key.type + '/' + key.id;
}

std::optional<EntityKey> entityKeyFromString(std::string_view text)
{
    EntityKey key;
    for (std::string* part : { &key.organization, &key.project, &key.type }) {
        const std::size_t slash = text.find('/');
        if (slash == std::string_view::npos || slash == 0)
            return std::nullopt;
        *part = text.substr(0, slash);
        text.remove_prefix(slash + 1);
    }
    if (text.empty())
        return std::nullopt;
    key.id = text;
    return key;
}

std::int64_t hourOf(std::int64_t micros)
{
    constexpr std::int64_t microsAnHour = 3'600'000'000;
    return micros / microsAnHour - (micros % microsAnHour < 0 ? 1 : 0);
}

std::optional<std::int64_t> EntityState::completedHour() const
{
    const bool isDone = status.value == EntityStatus::Completed || status.value == EntityStatus::Archived;
    if (!isDone || completedAtMicros == INT64_MIN)
        return std::nullopt;
    return hourOf(completedAtMicros);
}

std::int64_t StepState::retryCount() const
{
    if (maxRetryCount >= 0)
        return maxRetryCount;
    return std::clamp<std::int64_t>(executionCount() - 1, 0, failureCount);
}

SummaryBucket summaryBucketOf(ExecutionStatus status)
{
    switch (status) {
    case ExecutionStatus::Failed:
        return SummaryBucket::Failed;
    case ExecutionStatus::Started:
    case ExecutionStatus::InProgress:
        return SummaryBucket::InProgress;
    case ExecutionStatus::Pending:
        return SummaryBucket::Pending;
    case ExecutionStatus::Completed:
    case ExecutionStatus::Skipped:
    case ExecutionStatus::Unknown:
        return SummaryBucket::Completed;
    }
    return SummaryBucket::Completed;
}

StepSummary EntityState::stepSummary() const
{
    if (!senderSummary.isSet())
        return counted;
    if (senderSummary.key >= latestStepChange)
        return senderSummary.value;
    StepSummary summary = counted;
    summary.pending += std::max<std::int64_t>(0, senderSummary.value.total() - counted.total());
    return summary;
}

} // namespace binnacle
