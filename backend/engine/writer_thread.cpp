#include "backend/engine/writer_thread.h"

#include "backend/core/logging.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace binnacle {

namespace {
constexpr std::size_t groupEvents = 4096;
constexpr std::size_t bulkGroupEvents = 32'768;
constexpr std::size_t bulkGroupBytes = 32 * 1024 * 1024;
/// From this many items on a batch is an import, whose sender does not wait for each answer.
constexpr std::size_t bulkBatchItems = 512;
constexpr std::chrono::milliseconds lingerTime{ 5 };
/// Nobody new for this long: those who are late may be busy elsewhere, and are not waited for.
constexpr std::chrono::microseconds lingerPause{ 300 };

/// Faults of the place, not of the batch: trying its parts again would only fail again.
bool hitsEveryBatch(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::Busy:
    case ErrorKind::Unavailable:
    case ErrorKind::Refused:
    case ErrorKind::Cancelled:
        return true;
    default:
        return false;
    }
}
} // namespace

WriterThread::WriterThread(
    EventStore& store, const Clock& clock, ChangeHub& changes, StatusBoard& status, std::size_t queueBytes)
    : m_store(store)
    , m_clock(clock)
    , m_changes(changes)
    , m_status(status)
    , m_queueLimit(queueBytes)
{
    m_thread = std::thread([this] { run(); });
}

WriterThread::~WriterThread()
{
    stop();
}

bool WriterThread::submit(std::unique_ptr<EventBatch>&& batch, std::function<void(Outcome)> done)
{
    // What the parsed form takes counts too: a body of tiny items is much larger in memory than on the wire.
    const std::size_t bytes = batch->byteSize() + batch->items.size() * sizeof(ParsedItem);
    const bool isBulk = batch->items.size() >= bulkBatchItems;
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing || (m_queuedBytes > 0 && m_queuedBytes + bytes > m_queueLimit))
            return false;
        m_queuedBytes += bytes;
        ++m_queuedBatches;
        (isBulk ? m_bulk : m_small).push_back({ std::move(batch), std::move(done), bytes });
        wake = isBulk || m_small.size() >= m_wakeAt;
    }
    if (wake)
        m_wake.notify_one();
    return true;
}

void WriterThread::post(Act act)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_closing) {
            m_acts.push_back(std::move(act));
            m_wake.notify_one();
            return;
        }
    }
    act(Error::make(ErrorKind::Cancelled, "CANCELLED", "The program is closing."));
}

void WriterThread::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void WriterThread::fill(EngineStatus& status) const
{
    const std::lock_guard lock(m_mutex);
    status.queuedBatches = static_cast<std::int64_t>(m_queuedBatches);
    status.queuedBytes = static_cast<std::int64_t>(m_queuedBytes);
    status.queueLimitBytes = static_cast<std::int64_t>(m_queueLimit);
}

void WriterThread::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_closing || !m_acts.empty() || !m_small.empty() || !m_bulk.empty(); });
        if (!m_acts.empty()) {
            const Act act = std::move(m_acts.front());
            m_acts.pop_front();
            const bool closing = m_closing;
            lock.unlock();
            if (closing)
                act(Error::make(ErrorKind::Cancelled, "CANCELLED", "The program is closing."));
            else
                act(&m_store);
            lock.lock();
        } else if (!m_small.empty() || !m_bulk.empty()) {
            linger(lock);
            Group group = takeGroup();
            lock.unlock();
            commit(std::move(group));
            lock.lock();
        } else {
            return;
        }
    }
}

void WriterThread::linger(std::unique_lock<std::mutex>& lock)
{
    // A lone sender must not wait for company that never comes, so we wait only for as many batches as came together
    // the last time: senders that have just had their answers are about to send again.
    if (m_small.size() >= m_lastGroupSize || !m_bulk.empty() || m_closing)
        return;
    m_wakeAt = m_lastGroupSize;
    const auto worthWriting = [this] {
        return m_closing || !m_acts.empty() || !m_bulk.empty() || m_small.size() >= m_wakeAt;
    };
    const auto deadline = std::chrono::steady_clock::now() + lingerTime;
    std::size_t seen = 0;
    do {
        seen = m_small.size();
    } while (!m_wake.wait_for(lock, lingerPause, worthWriting) && m_small.size() > seen
        && std::chrono::steady_clock::now() < deadline);
    m_wakeAt = 1;
}

WriterThread::Group WriterThread::takeGroup()
{
    const bool someoneWaits = !m_small.empty();
    const std::size_t eventLimit = someoneWaits ? groupEvents : bulkGroupEvents;
    Group group;
    std::size_t events = 0;
    std::size_t bytes = 0;
    const auto take = [&](std::deque<Entry>& lane) {
        while (!lane.empty() && events < eventLimit && bytes < bulkGroupBytes) {
            const Entry& front = lane.front();
            const std::size_t items = front.batch->items.size();
            if (!group.empty() && (events + items > eventLimit || bytes + front.bytes > bulkGroupBytes))
                break;
            events += items;
            bytes += front.bytes;
            group.push_back(std::move(lane.front()));
            lane.pop_front();
        }
    };
    take(m_small);
    m_lastGroupSize = std::max<std::size_t>(group.size(), 1);
    const std::size_t before = m_bulk.size();
    take(m_bulk);
    // Posts come first but never keep an import from getting on.
    if (someoneWaits && before > 0 && m_bulk.size() == before) {
        group.push_back(std::move(m_bulk.front()));
        m_bulk.pop_front();
    }
    return group;
}

Result<ChangeSet> WriterThread::append(std::span<AppendRequest> requests)
{
    auto result = [&]() -> Result<ChangeSet> {
        if (m_store.isReadOnly())
            return Error::make(ErrorKind::Refused, "READ_ONLY", "The store is open for reading only.",
                "Close the other program that writes to it, or choose another store.");
        try {
            return m_store.append(requests);
        } catch (const std::exception& e) {
            return Error::make(ErrorKind::Internal, "APPEND_FAILED", std::string("The store failed: ") + e.what());
        }
    }();
    if (result) {
        m_status.committed(*result, m_clock.now());
        m_changes.publish(*result);
    } else {
        m_status.failed(result.error());
        log::engine().error("append failed: {} ({})", result.error().message, result.error().code);
    }
    return result;
}

void WriterThread::commit(Group group)
{
    std::vector<AppendRequest> requests(group.size());
    for (std::size_t i = 0; i < group.size(); ++i)
        requests[i].batch = group[i].batch.get();
    const auto result = append(requests);
    if (!result && group.size() > 1 && !hitsEveryBatch(result.error())) {
        commitOneByOne(group);
        return;
    }
    release(group);
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (result)
            group[i].done({ Result<void>(), std::move(requests[i].outcomes) });
        else
            group[i].done({ Result<void>(result.error()), {} });
    }
}

void WriterThread::release(const Group& group)
{
    // Before the answers go out, so that whoever sends again on an answer finds the room.
    const std::lock_guard lock(m_mutex);
    m_queuedBatches -= group.size();
    for (const Entry& entry : group)
        m_queuedBytes -= entry.bytes;
}

void WriterThread::commitOneByOne(Group& group)
{
    release(group);
    // Senders share a transaction by chance; what one of them sent must not cost the others theirs.
    for (Entry& entry : group) {
        AppendRequest request;
        request.batch = entry.batch.get();
        const auto result = append({ &request, 1 });
        if (result)
            entry.done({ Result<void>(), std::move(request.outcomes) });
        else
            entry.done({ Result<void>(result.error()), {} });
    }
}

} // namespace binnacle
