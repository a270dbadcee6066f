#include "backend/engine/writer_thread.h"

#include "backend/core/logging.h"
#include "backend/core/thread_name.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace binnacle {

namespace {
constexpr std::size_t groupEvents = 4096;
constexpr std::size_t importGroupEvents = 16'384;
/// How long imports may keep a transaction open: what is in it shows, and is safe, only after its commit.
constexpr std::chrono::milliseconds importGroupTime{ 1000 };
/// How long an import's next batch may take before the group is committed without it.
constexpr std::chrono::milliseconds importPause{ 20 };
/// A batch of this many items and more queues behind the smaller ones.
constexpr std::size_t bulkBatchItems = 512;
/// Memory of a batch whatever is in it.
constexpr std::size_t batchOverhead = 4 * 1024;
constexpr std::chrono::milliseconds lingerTime{ 5 };
/// Nobody new for this long: those who are late may be busy elsewhere, and are not waited for.
constexpr std::chrono::microseconds lingerPause{ 300 };

/// How often a store that has failed is asked whether it works again.
constexpr std::chrono::milliseconds probeInterval{ 500 };

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

/// Whether a batch queues behind the posts. A sender that does not wait for answers has sent more behind each of its
/// batches, however small: one lane keeps them in order.
bool isBulk(const EventBatch& batch, const EventSink::Callbacks& callbacks)
{
    return callbacks.isPatient || batch.items.size() >= bulkBatchItems;
}

Error readOnlyError()
{
    return Error::make(ErrorKind::Refused, "READ_ONLY", "The store is open for reading only.",
        "Close the other program that writes to it, or choose another store.");
}

/// What `act` gives, or an error where it throws (out of memory): the thread goes on.
template <typename Act>
auto guarded(Act act) -> decltype(act())
{
    try {
        return act();
    } catch (const std::exception& e) {
        return Error::make(ErrorKind::Internal, "APPEND_FAILED", std::string("The store failed: ") + e.what());
    }
}
} // namespace

/// What shares a transaction.
struct WriterThread::Group {
    std::unique_ptr<AppendGroup> open;
    std::vector<Entry> entries;
    std::size_t events = 0;
    bool someoneWaits = false;
    std::optional<Error> error;
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::now() + importGroupTime;
};

WriterThread::WriterThread(EventStore& store, const Clock& clock, StatusBoard& status, std::size_t queueBytes)
    : m_store(store)
    , m_clock(clock)
    , m_status(status)
    , m_queueLimit(queueBytes)
{
    m_thread = std::thread([this] { run(); });
}

WriterThread::~WriterThread()
{
    stop();
}

bool WriterThread::submit(std::unique_ptr<EventBatch>&& batch, Callbacks callbacks)
{
    // What the parsed form takes counts too: a body of tiny items is much larger in memory than on the wire, and so is
    // a body of one.
    const std::size_t bytes = batchOverhead + batch->byteSize() + batch->items.size() * sizeof(ParsedItem);
    const bool isLarge = isBulk(*batch, callbacks);
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing || (m_queuedBytes > 0 && m_queuedBytes + bytes > m_queueLimit))
            return false;
        m_queuedBytes += bytes;
        ++m_queuedBatches;
        (isLarge ? m_bulk : m_small).push_back({ std::move(batch), std::move(callbacks), bytes, {} });
        wake = isLarge || m_small.size() >= m_wakeAt;
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
    nameThisThread("writer");
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (!waitForWork(lock)) {
            lock.unlock();
            probe();
            lock.lock();
        } else if (!m_acts.empty()) {
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
            writeGroup(lock);
        } else {
            return;
        }
    }
}

/// False: a failed store is to be asked how it is. Senders who look at GET /ready before they send, and the window,
/// must learn that it works again although nobody sends.
bool WriterThread::waitForWork(std::unique_lock<std::mutex>& lock)
{
    const auto hasWork = [this] { return m_closing || !m_acts.empty() || !m_small.empty() || !m_bulk.empty(); };
    if (!m_problem.empty())
        return m_wake.wait_for(lock, probeInterval, hasWork);
    m_wake.wait(lock, hasWork);
    return true;
}

void WriterThread::probe()
{
    const auto done = guarded([this] { return m_store.probe(); });
    (void)tell(done ? Result<ChangeSet>(ChangeSet()) : done.error());
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

void WriterThread::writeGroup(std::unique_lock<std::mutex>& lock)
{
    Group group;
    do {
        std::vector<Entry> entries = takeEntries(group);
        lock.unlock();
        add(group, std::move(entries));
        lock.lock();
    } while (goesOn(lock, group));
    lock.unlock();
    finish(group);
    lock.lock();
}

/// Posts come first but never keep an import from getting on.
std::vector<WriterThread::Entry> WriterThread::takeEntries(Group& group)
{
    std::vector<Entry> taken;
    std::size_t events = 0;
    while (!m_small.empty() && (taken.empty() || events + m_small.front().batch->items.size() <= groupEvents)) {
        events += m_small.front().batch->items.size();
        taken.push_back(std::move(m_small.front()));
        m_small.pop_front();
    }
    m_lastGroupSize = std::max<std::size_t>(taken.size(), 1);
    if (!m_bulk.empty()) {
        events += m_bulk.front().batch->items.size();
        taken.push_back(std::move(m_bulk.front()));
        m_bulk.pop_front();
    }
    group.events += events;
    group.someoneWaits =
        std::any_of(taken.begin(), taken.end(), [](const Entry& entry) { return !entry.callbacks.isPatient; });
    return taken;
}

/// Imports share a transaction as long as more of them come and nobody waits for an answer.
bool WriterThread::goesOn(std::unique_lock<std::mutex>& lock, const Group& group)
{
    const auto mayGrow = [&] {
        return !group.error && !group.someoneWaits && group.events < importGroupEvents && m_acts.empty()
            && std::chrono::steady_clock::now() < group.deadline;
    };
    if (!mayGrow())
        return false;
    const auto hasCome = [this] { return m_closing || !m_acts.empty() || !m_small.empty() || !m_bulk.empty(); };
    return m_wake.wait_for(lock, importPause, hasCome) && mayGrow() && (!m_small.empty() || !m_bulk.empty());
}

void WriterThread::add(Group& group, std::vector<Entry> entries)
{
    for (Entry& entry : entries) {
        if (!group.error) {
            const auto added = guarded([&]() -> Result<void> {
                if (!group.open) {
                    if (m_store.isReadOnly())
                        return readOnlyError();
                    auto opened = m_store.beginAppend();
                    if (!opened)
                        return opened.error();
                    group.open = std::move(*opened);
                }
                AppendRequest request{ entry.batch.get(), {}, !entry.callbacks.isPatient };
                auto done = group.open->add(request);
                entry.outcomes = std::move(request.outcomes);
                return done;
            });
            if (!added)
                group.error = added.error();
            else if (isBulk(*entry.batch, entry.callbacks))
                release(entry);
        }
        group.entries.push_back(std::move(entry));
    }
}

/// Gives an import's memory and its room in the queue back as soon as the transaction holds its events.
void WriterThread::release(Entry& entry)
{
    entry.batch.reset();
    {
        const std::lock_guard lock(m_mutex);
        m_queuedBytes -= std::exchange(entry.bytes, 0);
    }
    if (entry.callbacks.released)
        entry.callbacks.released();
}

void WriterThread::finish(Group& group)
{
    const auto result = tell(guarded([&]() -> Result<ChangeSet> {
        if (group.error)
            return *group.error;
        return group.open->commit();
    }));
    // Ends the transaction, also of a group that failed.
    group.open.reset();
    {
        // Before the answers go out, so that whoever sends again on an answer finds the room.
        const std::lock_guard lock(m_mutex);
        m_queuedBatches -= group.entries.size();
        for (const Entry& entry : group.entries)
            m_queuedBytes -= entry.bytes;
    }
    for (Entry& entry : group.entries) {
        // Senders share a transaction by chance; what one of them sent must not cost the others theirs.
        if (!result && group.entries.size() > 1 && entry.batch && !hitsEveryBatch(result.error()))
            commitAlone(entry);
        else
            answer(entry, result);
    }
    for (const Entry& entry : group.entries) {
        if (entry.callbacks.afterGroup)
            entry.callbacks.afterGroup();
    }
}

void WriterThread::answer(Entry& entry, const Result<ChangeSet>& result)
{
    if (result)
        entry.callbacks.done({ Result<void>(), std::move(entry.outcomes) });
    else
        entry.callbacks.done({ Result<void>(result.error()), {} });
}

void WriterThread::commitAlone(Entry& entry)
{
    AppendRequest request{ entry.batch.get(), {} };
    const auto result = append({ &request, 1 });
    entry.outcomes = std::move(request.outcomes);
    answer(entry, result);
}

Result<ChangeSet> WriterThread::append(std::span<AppendRequest> requests)
{
    return tell(guarded([&]() -> Result<ChangeSet> {
        if (m_store.isReadOnly())
            return readOnlyError();
        return m_store.append(requests);
    }));
}

Result<ChangeSet> WriterThread::tell(Result<ChangeSet> result)
{
    // Who shows events hears of them from the store, once they can be read.
    if (result)
        m_status.committed(*result, m_clock.now());
    else
        m_status.failed(result.error());
    // Logged once, not for every sender who tries: the log file may lie on the same full disk.
    const std::string before = std::exchange(m_problem, result ? std::string() : result.error().code);
    if (before != m_problem && result)
        log::engine().info("the store takes events again");
    else if (before != m_problem)
        log::engine().error("append failed: {} ({})", result.error().message, m_problem);
    return result;
}

} // namespace binnacle
