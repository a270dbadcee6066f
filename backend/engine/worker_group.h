#pragma once

#include "backend/core/cancel_token.h"

#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace binnacle {

/// Threads for long acts that a person starts (imports, exports): one an act.
class WorkerGroup {
public:
    WorkerGroup() = default;
    ~WorkerGroup();
    WorkerGroup(const WorkerGroup&) = delete;
    WorkerGroup& operator=(const WorkerGroup&) = delete;

    /// Runs `work`; `token` is the one that ends it early. Once stopped, `work` runs on the calling thread with
    /// the token cancelled, so that whoever waits for it hears of it.
    void start(CancelToken token, std::function<void()> work);

    /// Cancels and joins.
    void stop();

private:
    struct Worker {
        CancelToken token;
        std::thread thread;
        bool finished = false;
    };

    std::mutex m_mutex;
    std::list<Worker> m_workers;
    bool m_stopping = false;
};

} // namespace binnacle
