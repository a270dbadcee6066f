#pragma once

#include "backend/core/clock.h"
#include "backend/engine/status_board.h"
#include "backend/intake/event_sink.h"
#include "backend/store/event_store.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace binnacle {

/// The one thread that writes. Batches queue in two lanes, small ones (posts) before big ones (imports), and are
/// committed in groups; acts run between groups, in order.
class WriterThread final : public EventSink {
public:
    /// Runs with the store, or with Cancelled when the writer stopped before its turn.
    using Act = std::function<void(Result<EventStore*>)>;

    WriterThread(EventStore& store, const Clock& clock, StatusBoard& status, std::size_t queueBytes);
    ~WriterThread() override;
    WriterThread(const WriterThread&) = delete;
    WriterThread& operator=(const WriterThread&) = delete;

    using EventSink::submit;
    bool submit(std::unique_ptr<EventBatch>&& batch, Callbacks callbacks) override;
    Result<void> settle() override { return m_store.settle(); }

    /// Any thread. Once the writer has stopped, `act` gets its error on the calling thread.
    void post(Act act);

    /// Refuses new work, commits what has queued, joins. Acts that wait are cancelled.
    void stop();

    void fill(EngineStatus& status) const;

    /// Appends on the writer's thread (inside an act).
    Result<ChangeSet> append(std::span<AppendRequest> requests);

private:
    struct Entry {
        std::unique_ptr<EventBatch> batch; ///< Null once it was added and released.
        Callbacks callbacks;
        std::size_t bytes = 0;
        std::vector<ItemOutcome> outcomes;
    };
    struct Group;

    void run();
    bool waitForWork(std::unique_lock<std::mutex>& lock);
    void probe();
    void linger(std::unique_lock<std::mutex>& lock);
    void writeGroup(std::unique_lock<std::mutex>& lock);
    std::vector<Entry> takeEntries(Group& group);
    bool goesOn(std::unique_lock<std::mutex>& lock, const Group& group);
    void add(Group& group, std::vector<Entry> entries);
    void finish(Group& group);
    void release(Entry& entry);
    void commitAlone(Entry& entry);
    static void answer(Entry& entry, const Result<ChangeSet>& result);
    Result<ChangeSet> tell(Result<ChangeSet> result);

    EventStore& m_store;
    const Clock& m_clock;
    StatusBoard& m_status;
    const std::size_t m_queueLimit;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Entry> m_small;
    std::deque<Entry> m_bulk;
    std::deque<Act> m_acts;
    std::size_t m_queuedBytes = 0; ///< Including the group that is being committed.
    std::size_t m_queuedBatches = 0;
    std::size_t m_wakeAt = 1; ///< Number of small batches for which it is worth waking the writer.
    std::size_t m_lastGroupSize = 1;
    bool m_closing = false;
    std::string m_problem; ///< Code of the error with which the last append failed; empty when it did not.
    std::thread m_thread;
};

} // namespace binnacle
