#include "backend/store/event_store.h"

namespace binnacle {

Result<ChangeSet> EventStore::append(std::span<AppendRequest> requests)
{
    const auto appendAll = [&]() -> Result<ChangeSet> {
        auto group = beginAppend();
        if (!group)
            return group.error();
        for (AppendRequest& request : requests) {
            if (auto done = (*group)->add(request); !done)
                return done.error();
        }
        auto changes = (*group)->commit();
        group->reset();
        // What is on disk is not taken back because it cannot be shown yet; the next append says why.
        if (changes)
            (void)settle();
        return changes;
    };
    auto changes = appendAll();
    if (!changes) {
        for (AppendRequest& request : requests)
            request.outcomes.clear();
    }
    return changes;
}

} // namespace binnacle
