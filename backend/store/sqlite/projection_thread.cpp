#include "backend/store/sqlite/projection_thread.h"

#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/rebuilder.h"

#include "backend/core/logging.h"
#include "backend/core/thread_name.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// What may wait: facts of some 100,000 events. Past it, the log waits for the projections.
constexpr std::size_t mostWaitingBytes = 24 * 1024 * 1024;
/// Events of one transaction where they are read from the log.
constexpr Seq eventsBehind = 65'536;

/// A transaction's cost hardly depends on how often an entity occurs in it, so it pays to let events gather while many
/// come: three times as long as the last fold took, but not longer than this.
constexpr std::chrono::milliseconds mostGatherTime{ 1000 };
constexpr std::size_t enoughEvents = 65'536;

constexpr std::chrono::seconds retryAfter{ 1 };

/// Nobody tells when a token is cancelled.
constexpr std::chrono::milliseconds cancelCheck{ 100 };

/// A ChangeSet lists at most this many entities.
constexpr std::size_t mostListedEntities = 10'000;

Error cancelled()
{
    return Error::make(ErrorKind::Cancelled, "CANCELLED", "Cancelled; the log is folded on when the store is open.");
}

/// Events that the log cannot give are left out, so damage is of the projections' own file.
Error ownDamage(const Error& error)
{
    if (!isDamage(error))
        return error;
    return Error::make(ErrorKind::Corrupt, "PROJECTIONS_DAMAGED",
        "What is derived from the log is damaged and no longer follows it; the log itself goes on. " + error.message,
        "Make it anew: close what writes to the store, then `binnacle rebuild`.");
}

} // namespace

ProjectionThread::ProjectionThread(
    std::string path, std::string logId, ProjectionsFile file, Connection log, Seq lastSeq)
    : m_path(std::move(path))
    , m_logId(std::move(logId))
    , m_log(std::move(log))
    , m_reader(m_log)
    , m_target(std::make_unique<ProjectionTarget>(std::move(file.connection), m_reader))
    , m_foldedSeq(file.foldedSeq)
    , m_takenSeq(file.foldedSeq)
    , m_committedSeq(lastSeq)
{
}

Result<void> ProjectionThread::start()
{
    if (auto done = m_target->prepare(m_path); !done)
        return done;
    m_thread = std::thread([this] { run(); });
    return {};
}

ProjectionThread::~ProjectionThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void ProjectionThread::setListener(Listener listener)
{
    const std::lock_guard lock(m_listenerMutex);
    m_listener = std::move(listener);
}

void ProjectionThread::tell(const ChangeSet& changes)
{
    const std::lock_guard lock(m_listenerMutex);
    if (m_listener)
        m_listener(changes);
}

void ProjectionThread::add(std::shared_ptr<const EventBlock> events, const ChangeSet& changes)
{
    if (!events) {
        tell(changes);
        return;
    }
    Lock lock(m_mutex);
    m_committedSeq = events->lastSeq();
    // Where those before it have to be read from the log first, it need not be kept: it is there too.
    if (events->firstSeq() == m_takenSeq + 1 && !m_problem && !m_isResting) {
        m_takenSeq = events->lastSeq();
        m_waitingBytes += events->byteSize();
        m_waitingEvents += events->count();
        m_waiting.push_back({ std::move(events), changes });
    }
    m_wake.notify_one();
    m_changed.wait(lock, [this] { return m_waitingBytes <= mostWaitingBytes || m_problem || m_isResting || m_stop; });
}

Result<void> ProjectionThread::settle(const CancelToken& cancel)
{
    Lock lock(m_mutex);
    const Seq wanted = m_committedSeq;
    ++m_settling;
    m_wake.notify_one();
    await(lock, cancel, [&] { return m_foldedSeq >= wanted || m_problem || m_stop; });
    --m_settling;
    if (m_foldedSeq >= wanted)
        return {};
    return m_problem ? *m_problem : cancelled();
}

/// Waits for one of the two.
void ProjectionThread::await(Lock& lock, const CancelToken& cancel, const std::function<bool()>& isDone)
{
    while (!cancel.isCancelled() && !m_changed.wait_for(lock, cancelCheck, isDone)) { }
}

std::optional<Error> ProjectionThread::problem() const
{
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

Seq ProjectionThread::foldedSeq() const
{
    const std::lock_guard lock(m_mutex);
    return m_foldedSeq;
}

void ProjectionThread::run()
{
    nameThisThread("projections");
    Lock lock(m_mutex);
    for (;;) {
        if (m_problem)
            m_wake.wait_for(lock, retryAfter, [this] { return m_stop; });
        else
            m_wake.wait(lock, [this] { return m_stop || hasWork(); });
        // What is not in memory is read from the log at the next start.
        if (m_stop && (m_problem || m_waiting.empty()))
            return;
        if (!hasWork())
            continue;
        gather(lock);
        foldNext(lock);
    }
}

/// Waits until it is worth a transaction.
void ProjectionThread::gather(Lock& lock)
{
    m_wake.wait_until(lock, m_nextFold,
        [this] { return m_stop || m_isResting || m_settling > 0 || m_waitingEvents >= enoughEvents || m_problem; });
}

std::vector<ProjectionThread::Committed> ProjectionThread::takeWaiting()
{
    std::vector<Committed> group;
    group.assign(std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(m_waiting.end()));
    forgetWaiting();
    return group;
}

void ProjectionThread::forgetWaiting()
{
    m_waiting.clear();
    m_waitingBytes = 0;
    m_waitingEvents = 0;
}

void ProjectionThread::foldNext(Lock& lock)
{
    if (!hasWork())
        return;
    std::vector<Committed> group = takeWaiting();
    const Seq from = m_foldedSeq + 1;
    const Seq to = std::min(m_committedSeq, from + eventsBehind - 1);
    if (group.empty())
        m_takenSeq = to;
    m_isFolding = true;
    const auto begin = std::chrono::steady_clock::now();
    lock.unlock();
    // There is room again for whoever waits to add.
    m_changed.notify_all();
    const auto folded = [&]() -> Result<ChangeSet> {
        try {
            if (group.empty()) {
                auto behind = readBehind(from, to);
                if (!behind)
                    return behind.error();
                group = std::move(*behind);
            }
            return fold(group);
        } catch (const std::exception& e) {
            return Error::make(ErrorKind::Internal, "APPEND_FAILED", std::string("The store failed: ") + e.what());
        }
    }();
    if (!folded) {
        if (m_target)
            m_target->forget();
        m_reader.forget();
    } else {
        tell(*folded);
    }
    lock.lock();
    m_isFolding = false;
    const auto end = std::chrono::steady_clock::now();
    m_nextFold = end + std::min<std::chrono::steady_clock::duration>(3 * (end - begin), mostGatherTime);
    if (folded) {
        if (m_problem)
            log::store().info("the projections follow the log again");
        m_problem.reset();
        m_foldedSeq = folded->lastSeq;
        for (const Committed& part : group) {
            if (!part.events)
                addRange(m_leftOut, { part.changes.firstSeq, part.changes.lastSeq });
        }
    } else {
        if (!m_problem)
            log::store().error(
                "the projections cannot follow the log: {} ({})", folded.error().message, folded.error().code);
        m_problem = ownDamage(folded.error());
        m_takenSeq = m_foldedSeq;
        forgetWaiting();
    }
    m_changed.notify_all();
}

/// Events that the projections lack and nobody has in memory. Those that cannot be read come without a block.
Result<std::vector<ProjectionThread::Committed>> ProjectionThread::readBehind(Seq from, Seq to)
{
    std::vector<Committed> group;
    const auto add = [&group](std::shared_ptr<const EventBlock> block, Seq first, Seq last) {
        ChangeSet changes;
        changes.firstSeq = first;
        changes.lastSeq = last;
        changes.accepted = block ? last - first + 1 : 0;
        group.push_back({ std::move(block), changes });
    };
    const auto skip = [&](const SeqRange& events, const Error& why) -> Result<bool> {
        log::store().error("the {} are left out of the projections: {}", nameOf(events), why.message);
        add(nullptr, events.first, events.last);
        return true;
    };
    const auto take = [&](const std::shared_ptr<const EventBlock>& block, Seq first, Seq last) -> Result<bool> {
        if (auto found = block->findEntities(); !found)
            return skip({ first, last }, found.error());
        add(block, first, last);
        return true;
    };
    auto done = m_reader.walk(from, to, take, skip);
    if (!done)
        return done.error();
    return group;
}

Result<ChangeSet> ProjectionThread::fold(const std::vector<Committed>& group)
{
    ChangeSet all;
    all.firstSeq = group.front().changes.firstSeq;
    all.lastSeq = group.back().changes.lastSeq;
    for (const Committed& part : group) {
        all.accepted += part.changes.accepted;
        all.duplicates += part.changes.duplicates;
        all.rejected += part.changes.rejected;
        all.quarantineChanged = all.quarantineChanged || part.changes.quarantineChanged;
    }
    if (auto done = commit(group, all); !done)
        return done.error();
    all.entities = m_target->fold.takeChanged();
    all.entitiesOverflowed = all.entities.size() > mostListedEntities;
    all.entities.resize(std::min(all.entities.size(), mostListedEntities));
    return all;
}

Result<void> ProjectionThread::commit(const std::vector<Committed>& group, const ChangeSet& all)
{
    if (!m_target) {
        if (auto done = replaceFile(); !done)
            return done;
    }
    auto transaction = Transaction::begin(m_target->connection, Transaction::Kind::Write);
    if (!transaction)
        return transaction.error();
    for (const Committed& part : group) {
        const SeqRange events{ part.changes.firstSeq, part.changes.lastSeq };
        auto done =
            part.events ? m_target->fold.add(part.events, events.first, events.last) : m_target->fold.leaveOut(events);
        if (!done)
            return done;
    }
    if (auto done = m_target->fold.flush(); !done)
        return done;
    if (auto done = m_target->journal.add(all.firstSeq - 1, all.lastSeq, m_target->changes); !done)
        return done;
    m_target->changes.clear();
    m_target->setProgress.bindInt(1, all.lastSeq);
    if (auto done = m_target->setProgress.run(); !done)
        return done;
    return transaction->commit();
}

Result<RebuildSummary> ProjectionThread::rebuild(
    const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
{
    auto stream = Connection::open(m_path, OpenMode::ReadOnly);
    if (!stream)
        return stream.error();
    Lock lock(m_mutex);
    m_isResting = true;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return !m_isFolding; });
    const Seq lastSeq = m_foldedSeq;
    lock.unlock();
    Result<RebuildSummary> rebuilt = m_target
        ? rebuildProjections(m_target->connection, m_reader, std::move(*stream), lastSeq, progress, cancel)
        : corruption("The projections have no file.");
    // Where it is the log that cannot be read, what was made of it is all there is.
    const bool isDamaged = !rebuilt && isDamage(rebuilt.error()) && m_reader.lastSeq().ok();
    auto replaced = isDamaged ? replaceFile() : Result<void>();
    if (m_target)
        m_target->forget();
    lock.lock();
    m_isResting = false;
    if (isDamaged) {
        m_foldedSeq = 0;
        m_takenSeq = 0;
        forgetWaiting();
        m_leftOut.clear();
        m_problem.reset();
    }
    m_wake.notify_one();
    lock.unlock();
    if (!isDamaged)
        return rebuilt;
    return replaced ? awaitAll(progress, cancel) : replaced.error();
}

/// Puts an empty file in the place of the one that is damaged.
Result<void> ProjectionThread::replaceFile()
{
    log::store().warn("the projections are too damaged to be rebuilt in their file; a new one takes its place");
    // Before its file goes: at its end it removes the write-ahead log that has the file's name.
    m_target.reset();
    if (auto done = removeProjections(m_path); !done)
        return done;
    auto file = openProjections(m_path, m_logId, 0);
    if (!file)
        return file.error();
    auto target = std::make_unique<ProjectionTarget>(std::move(file->connection), m_reader);
    if (auto done = target->prepare(m_path); !done)
        return done;
    m_target = std::move(target);
    return {};
}

/// Waits until everything is folded that is in the log now.
Result<RebuildSummary> ProjectionThread::awaitAll(
    const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
{
    Lock lock(m_mutex);
    const Seq wanted = m_committedSeq;
    while (m_foldedSeq < wanted && !m_problem && !cancel.isCancelled()) {
        const Seq before = m_foldedSeq;
        await(lock, cancel, [&] { return m_foldedSeq != before || m_problem; });
        const Seq done = m_foldedSeq;
        lock.unlock();
        if (progress)
            progress({ done, wanted });
        lock.lock();
    }
    if (m_problem)
        return *m_problem;
    if (m_foldedSeq < wanted)
        return cancelled();
    RebuildSummary summary{ wanted, m_leftOut };
    for (const SeqRange& events : m_leftOut)
        summary.events -= events.count();
    return summary;
}

} // namespace binnacle::sqlite
