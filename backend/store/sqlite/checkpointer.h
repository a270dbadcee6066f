#pragma once

#include "backend/store/sqlite/database.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace binnacle::sqlite {

/// Copies committed pages from the write-ahead log into the file, on a thread and a connection of its own, so that the
/// writer goes on meanwhile. A log that is copied whole and that nobody reads is written from its beginning again;
/// where writer and readers never pause that does not happen by itself, so past a limit the writer copies the rest and
/// waits for the readers of the moment before it goes on, but never long for one that stays.
///
/// A sync that fails is the end of that: the kernel may have taken for written what is not, and does not write it
/// again, while SQLite remembers most of it as copied. Nothing is lost as long as the log keeps it, so it grows until
/// the store is opened anew, when SQLite reads it from its beginning.
class Checkpointer {
public:
    /// Takes over from SQLite's own checkpoints on `writer`, which must outlive it. `settings`: how the writer syncs.
    /// Errors: those of opening `path`.
    static Result<std::unique_ptr<Checkpointer>> start(
        Connection& writer, const std::string& path, const std::string& settings);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

private:
    Checkpointer(Connection& writer, Connection own);
    static int onCommit(void* self, sqlite3* writer, const char* schema, int pages);
    void committed(int pages);
    void work();
    bool copy(int mode, int waitMs);

    Connection& m_writer;
    int m_waitAt; ///< Pages in the log at which readers are waited for. Of the writer's thread.
    std::mutex m_copying; ///< For m_own.
    Connection m_own;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isWanted = false;
    bool m_stop = false;
    bool m_hasFailed = false; ///< Said once, until it works again. Under m_copying.
    bool m_isSyncLost = false; ///< Nothing is copied any more. Under m_copying.
    std::thread m_thread;
};

} // namespace binnacle::sqlite
