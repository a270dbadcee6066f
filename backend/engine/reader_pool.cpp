#include "backend/engine/reader_pool.h"

#include "backend/core/thread_name.h"

#include "backend/core/logging.h"

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {
Error cancelled(const char* message)
{
    return Error::make(ErrorKind::Cancelled, "CANCELLED", message);
}
} // namespace

ReaderPool::ReaderPool(EventStore& store, int threads)
    : m_store(store)
{
    const auto count = static_cast<std::size_t>(std::max(threads, 1));
    m_current.resize(count);
    m_readers.resize(count);
    // Opened here, before anything runs, so that a store that works at the start is known to be readable.
    for (auto& reader : m_readers) {
        if (auto opened = m_store.openReader())
            reader = std::move(*opened);
    }
    for (std::size_t i = 0; i < count; ++i)
        m_threads.emplace_back([this, i] {
            nameThisThread("reader");
            run(i);
        });
}

ReaderPool::~ReaderPool()
{
    stop();
}

void ReaderPool::post(CancelToken token, Weight weight, Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping) {
            (weight == Weight::Quick ? m_quick : m_slow).push_back({ std::move(token), weight, std::move(task) });
            m_wake.notify_one();
            return;
        }
    }
    task(cancelled("The program is closing."));
}

bool ReaderPool::takeJob(Job& job)
{
    const std::size_t slowLimit = std::max<std::size_t>(m_readers.size(), 2) - 1;
    std::deque<Job>* from = nullptr;
    if (!m_quick.empty())
        from = &m_quick;
    else if (!m_slow.empty() && (m_slowRunning < slowLimit || m_stopping))
        from = &m_slow;
    if (!from)
        return false;
    job = std::move(from->front());
    from->pop_front();
    return true;
}

void ReaderPool::run(std::size_t index)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        Job job;
        bool taken = false;
        m_wake.wait(lock, [&] { return (taken = takeJob(job)) || m_stopping; });
        if (!taken)
            return;
        m_current[index] = job.token;
        if (m_stopping)
            job.token.cancel();
        if (job.weight == Weight::Slow)
            ++m_slowRunning;
        lock.unlock();
        execute(job, m_readers[index]);
        lock.lock();
        m_current[index].reset();
        if (job.weight == Weight::Slow) {
            --m_slowRunning;
            m_wake.notify_one(); // A slow job may have been left waiting for this place.
        }
    }
}

void ReaderPool::execute(Job& job, std::unique_ptr<StoreReader>& reader)
{
    if (job.token.isCancelled()) {
        job.task(cancelled("The read was cancelled."));
        return;
    }
    if (!reader) {
        auto opened = m_store.openReader();
        if (!opened) {
            log::engine().warn("cannot open a reader: {}", opened.error().message);
            job.task(opened.error());
            return;
        }
        reader = std::move(*opened);
    }
    reader->setCancelToken(job.token);
    job.task(reader.get());
}

void ReaderPool::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        for (const auto& token : m_current) {
            if (token)
                token->cancel();
        }
    }
    m_wake.notify_all();
    for (auto& thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

} // namespace binnacle
