#pragma once

#include "backend/core/result.h"
#include "backend/projection/read_types.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace binnacle {

/// Looks at a store that another process writes, and tells what has changed since the last look. A read-only store
/// gets no commits of ours to learn it from.
class StoreWatcher {
public:
    using Look = std::function<Result<StoreInfo>()>;
    using Changed = std::function<void(const ChangeSet& change, const StoreInfo& info)>;

    /// Both run on the watcher's thread. A look that fails is tried again at the next turn. `last`: what its owner
    /// knows of the store already.
    StoreWatcher(Look look, Changed changed, std::optional<StoreInfo> last,
        std::chrono::milliseconds interval = std::chrono::milliseconds(500));
    ~StoreWatcher();
    StoreWatcher(const StoreWatcher&) = delete;
    StoreWatcher& operator=(const StoreWatcher&) = delete;

private:
    void run();

    const Look m_look;
    const Changed m_changed;
    const std::chrono::milliseconds m_interval;
    std::optional<StoreInfo> m_last; ///< Of the thread.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace binnacle
