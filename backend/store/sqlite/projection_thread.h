#pragma once

#include "backend/store/sqlite/projection_target.h"
#include "backend/store/sqlite/projections_file.h"

#include "backend/store/event_store.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace binnacle::sqlite {

/// Folds what was committed to the log into the projections, on a thread and a connection of its own, so that the
/// writer of the log goes on meanwhile. What it has not folded when the process ends, or could not, it reads from the
/// log again.
class ProjectionThread {
public:
    /// Gets what became visible to readers, on this object's thread or that of add().
    using Listener = std::function<void(const ChangeSet&)>;

    /// `log` is open on the store at `path` for reading. What the projections lack of the log up to `lastSeq` is folded
    /// first.
    ProjectionThread(std::string path, std::string logId, ProjectionsFile file, Connection log, Seq lastSeq);
    /// Folds what it was given.
    ~ProjectionThread();
    ProjectionThread(const ProjectionThread&) = delete;
    ProjectionThread& operator=(const ProjectionThread&) = delete;

    Result<void> start();
    void setListener(Listener listener);

    /// Takes committed events (null: none) and what their commit changed. Waits while too much is on its way.
    void add(std::shared_ptr<const EventBlock> events, const ChangeSet& changes);

    /// Waits until everything that add() was given before is visible. Error: why it cannot become so now.
    Result<void> settle(const CancelToken& cancel = {});
    /// Why the projections do not follow the log at present.
    std::optional<Error> problem() const;
    /// The newest event that readers see.
    Seq foldedSeq() const;

    /// Makes the projections anew, on the calling thread while this object's rests. Where their file is too damaged for
    /// that, an empty one takes its place, and the log is folded into it; readers that are open keep the old one.
    Result<RebuildSummary> rebuild(const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel);

private:
    struct Committed {
        std::shared_ptr<const EventBlock> events; ///< Null: they cannot be read.
        ChangeSet changes;
    };
    using Lock = std::unique_lock<std::mutex>;
    Result<void> replaceFile();
    void await(Lock& lock, const CancelToken& cancel, const std::function<bool()>& isDone);
    Result<RebuildSummary> awaitAll(const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel);
    void run();
    void forgetWaiting();
    bool hasWork() const { return m_foldedSeq < m_committedSeq && !m_isResting; }
    void gather(Lock& lock);
    std::vector<Committed> takeWaiting();
    void foldNext(Lock& lock);
    Result<ChangeSet> fold(const std::vector<Committed>& group);
    Result<std::vector<Committed>> readBehind(Seq from, Seq to);
    Result<void> commit(const std::vector<Committed>& group, const ChangeSet& all);
    void tell(const ChangeSet& changes);

    const std::string m_path;
    const std::string m_logId;
    Connection m_log;
    LogReader m_reader;
    std::unique_ptr<ProjectionTarget> m_target; ///< Null: it was too damaged, and nothing could take its place yet.

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_changed;
    std::deque<Committed> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::size_t m_waitingEvents = 0;
    Seq m_foldedSeq = 0;
    Seq m_takenSeq = 0; ///< Up to here events are folded, being folded, or in m_waiting.
    Seq m_committedSeq = 0;
    std::size_t m_settling = 0; ///< So many threads wait for it.
    bool m_isFolding = false;
    bool m_isResting = false;
    bool m_stop = false;
    std::optional<Error> m_problem;
    std::vector<SeqRange> m_leftOut; ///< Of what was folded since the start.
    std::chrono::steady_clock::time_point
        m_nextFold{}; ///< Not before, unless somebody waits for it or enough has come.
    std::mutex m_listenerMutex;
    Listener m_listener;
    std::thread m_thread;
};

} // namespace binnacle::sqlite
