#pragma once

#include "backend/store/event_store.h"

#include <functional>
#include <memory>
#include <vector>

namespace binnacle {

/// Where intake hands its batches over. Implemented by the engine's writer.
class EventSink {
public:
    virtual ~EventSink() = default;

    struct Outcome {
        Result<void> committed; ///< An error: nothing of the batch is stored; tell the sender to try again.
        std::vector<ItemOutcome> items; ///< One for each item when committed.
    };

    /// Queues `batch`; `done` runs on the writer's thread after the commit. False, and `done` never runs, where
    /// the queue is full or the sink is closing: tell the sender to come back later; `batch` is then left to the
    /// caller as it was, so that it can be offered again.
    virtual bool submit(std::unique_ptr<EventBatch>&& batch, std::function<void(Outcome)> done) = 0;
};

} // namespace binnacle
