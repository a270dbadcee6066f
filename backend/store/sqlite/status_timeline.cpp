#include "backend/store/sqlite/status_timeline.h"

#include <algorithm>

namespace binnacle::sqlite {

std::vector<StatusChange> statusTimeline(std::vector<HistoryEntry> entries)
{
    std::stable_sort(entries.begin(), entries.end(),
        [](const HistoryEntry& a, const HistoryEntry& b) { return a.occurredAtMicros < b.occurredAtMicros; });
    std::vector<StatusChange> changes;
    for (auto at = entries.begin(); at != entries.end();) {
        const std::int64_t instant = at->occurredAtMicros;
        EntityStatus status = changes.empty() ? EntityStatus::Unknown : changes.back().status;
        for (; at != entries.end() && at->occurredAtMicros == instant; ++at) {
            if (at->assertion && at->assertion->isStrongest)
                status = at->assertion->status;
        }
        if (changes.empty() || changes.back().status != status)
            changes.push_back({ instant, status });
    }
    return changes;
}

} // namespace binnacle::sqlite
