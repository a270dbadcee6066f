#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/result.h"
#include "backend/store/event_store.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace binnacle {

/// Threads that read, each through a StoreReader of its own. Every task runs exactly once: with a reader, or with the
/// error that kept it from reading (cancelled before its turn, shutting down, the store could not be opened).
class ReaderPool {
public:
    /// Slow reads (counts, whole-history statistics) leave one thread free for what draws the page.
    enum class Weight { Quick, Slow };
    using Task = std::function<void(Result<StoreReader*>)>;

    ReaderPool(EventStore& store, int threads);
    ~ReaderPool();
    ReaderPool(const ReaderPool&) = delete;
    ReaderPool& operator=(const ReaderPool&) = delete;

    void post(CancelToken token, Weight weight, Task task);

    /// Cancels what runs and what waits, and joins.
    void stop();

private:
    struct Job {
        CancelToken token;
        Weight weight = Weight::Quick;
        Task task;
    };

    void run(std::size_t index);
    bool takeJob(Job& job);
    void execute(Job& job, std::unique_ptr<StoreReader>& reader);

    EventStore& m_store;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_quick;
    std::deque<Job> m_slow;
    std::size_t m_slowRunning = 0;
    bool m_stopping = false;
    std::vector<std::optional<CancelToken>> m_current; ///< Token of what each thread is reading.
    std::vector<std::unique_ptr<StoreReader>> m_readers;
    std::vector<std::thread> m_threads;
};

} // namespace binnacle
