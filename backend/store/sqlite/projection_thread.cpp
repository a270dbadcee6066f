#include "backend/store/sqlite/projection_thread.h"

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
constexpr std::chrono::milliseconds mostGatherTime{ 200 };
constexpr std::size_t enoughEvents = 65'536;

constexpr std::chrono::seconds retryAfter{ 1 };

/// A ChangeSet lists at most this many entities.
constexpr std::size_t mostListedEntities = 10'000;

} // namespace

ProjectionThread::ProjectionThread(std::string path, ProjectionsFile file, Connection log, Seq lastSeq)
    : m_path(std::move(path))
    , m_connection(std::move(file.connection))
    , m_log(std::move(log))
    , m_reader(m_log)
    , m_interner(m_connection)
    , m_fold(m_connection, m_interner, m_reader)
    , m_foldedSeq(file.foldedSeq)
    , m_takenSeq(file.foldedSeq)
    , m_committedSeq(lastSeq)
{
}

Result<void> ProjectionThread::start()
{
    auto checkpointer = Checkpointer::start(m_connection, projectionsPath(m_path), "PRAGMA synchronous=NORMAL");
    if (!checkpointer)
        return checkpointer.error();
    m_checkpointer = std::move(*checkpointer);
    if (auto done = dropShadow(m_connection); !done)
        return done;
    if (auto done = m_fold.prepare(""); !done)
        return done;
    m_fold.recordIn(m_entityChanges);
    if (auto done = m_journal.prepare(m_connection); !done)
        return done;
    if (auto done = m_connection.prepareAll({ { &m_setProgress, "UPDATE progress SET seq=?" } }); !done)
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

Result<void> ProjectionThread::settle()
{
    Lock lock(m_mutex);
    const Seq wanted = m_committedSeq;
    ++m_settling;
    m_wake.notify_one();
    m_changed.wait(lock, [&] { return m_foldedSeq >= wanted || m_problem || m_stop; });
    --m_settling;
    if (m_foldedSeq >= wanted)
        return {};
    return m_problem ? *m_problem : Error::make(ErrorKind::Cancelled, "CANCELLED", "The program is closing.");
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
            return fold(std::move(group));
        } catch (const std::exception& e) {
            return Error::make(ErrorKind::Internal, "APPEND_FAILED", std::string("The store failed: ") + e.what());
        }
    }();
    if (!folded) {
        // After a rollback nothing in memory is true any more.
        m_fold.forget();
        m_interner.forget();
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
    } else {
        if (!m_problem)
            log::store().error(
                "the projections cannot follow the log: {} ({})", folded.error().message, folded.error().code);
        m_problem = folded.error();
        m_takenSeq = m_foldedSeq;
        forgetWaiting();
    }
    m_changed.notify_all();
}

/// Events that the projections lack and nobody has in memory.
Result<std::vector<ProjectionThread::Committed>> ProjectionThread::readBehind(Seq from, Seq to)
{
    std::vector<Committed> group;
    auto done = m_reader.walk(
        from, to, [&](const std::shared_ptr<const EventBlock>& block, Seq first, Seq last) -> Result<bool> {
            ChangeSet changes;
            changes.firstSeq = first;
            changes.lastSeq = last;
            changes.accepted = last - first + 1;
            group.push_back({ block, changes });
            return true;
        });
    if (!done)
        return done.error();
    return group;
}

Result<ChangeSet> ProjectionThread::fold(std::vector<Committed> group)
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
    all.entities = m_fold.takeChanged();
    all.entitiesOverflowed = all.entities.size() > mostListedEntities;
    all.entities.resize(std::min(all.entities.size(), mostListedEntities));
    return all;
}

Result<void> ProjectionThread::commit(const std::vector<Committed>& group, const ChangeSet& all)
{
    auto transaction = Transaction::begin(m_connection, Transaction::Kind::Write);
    if (!transaction)
        return transaction.error();
    for (const Committed& part : group) {
        if (auto done = m_fold.add(part.events, part.changes.firstSeq, part.changes.lastSeq); !done)
            return done;
    }
    if (auto done = m_fold.flush(); !done)
        return done;
    if (auto done = m_journal.add(all.firstSeq - 1, all.lastSeq, m_entityChanges); !done)
        return done;
    m_entityChanges.clear();
    m_setProgress.bindInt(1, all.lastSeq);
    if (auto done = m_setProgress.run(); !done)
        return done;
    return transaction->commit();
}

Result<Seq> ProjectionThread::rebuild(const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
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
    auto folded = rebuildProjections(m_connection, m_reader, std::move(*stream), lastSeq, progress, cancel);
    m_fold.forget();
    m_interner.forget();
    lock.lock();
    m_isResting = false;
    m_wake.notify_one();
    return folded;
}

} // namespace binnacle::sqlite
