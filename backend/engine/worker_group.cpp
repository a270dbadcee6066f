#include "backend/engine/worker_group.h"

#include "backend/core/thread_name.h"

#include <utility>

namespace binnacle {

WorkerGroup::~WorkerGroup()
{
    stop();
}

void WorkerGroup::start(CancelToken token, std::function<void()> work)
{
    std::list<Worker> finished; // Joined outside the lock: their threads are past their last use of it.
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_workers.begin(); it != m_workers.end();) {
            const auto next = std::next(it);
            if (it->finished)
                finished.splice(finished.end(), m_workers, it);
            it = next;
        }
        if (!m_stopping) {
            Worker& worker = m_workers.emplace_back();
            worker.token = std::move(token);
            worker.thread = std::thread([this, &worker, work = std::move(work)]() mutable {
                nameThisThread("worker");
                work();
                work = nullptr;
                const std::lock_guard done(m_mutex);
                worker.finished = true;
            });
            work = nullptr;
        }
    }
    for (Worker& worker : finished)
        worker.thread.join();
    if (work) {
        token.cancel();
        work();
    }
}

void WorkerGroup::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        for (const Worker& worker : m_workers)
            worker.token.cancel();
    }
    // No worker is added any more, so the list is ours.
    for (Worker& worker : m_workers) {
        if (worker.thread.joinable())
            worker.thread.join();
    }
}

} // namespace binnacle
