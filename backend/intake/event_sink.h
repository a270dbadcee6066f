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

    /// What a sender hears of a batch, all on the writer's thread.
    struct Callbacks {
        std::function<void(Outcome)> done; ///< After the commit.
        /// The batch's memory is free again: may come long before `done`, and does not come at all after an error.
        std::function<void()> released = {};
        /// Nobody waits for the outcome, or looks at the ids in it: the commit may come later, so that more share it.
        bool isPatient = false;
        /// After `done` of every batch of the same commit: the time to pass on together what was told one by one.
        std::function<void()> afterGroup = {};
    };

    /// Queues `batch`. False, and nothing is called, where the queue is full or the sink is closing: tell the sender
    /// to come back later; `batch` is then left to the caller as it was, so that it can be offered again.
    virtual bool submit(std::unique_ptr<EventBatch>&& batch, Callbacks callbacks) = 0;

    /// Waits until what was committed before the call can be read. Error: why it cannot yet; nothing is lost.
    virtual Result<void> settle() { return {}; }

    bool submit(std::unique_ptr<EventBatch>&& batch, std::function<void(Outcome)> done)
    {
        return submit(std::move(batch), Callbacks{ std::move(done) });
    }
};

} // namespace binnacle
