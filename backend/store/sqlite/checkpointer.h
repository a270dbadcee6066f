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
/// writer goes on meanwhile. A log that is copied whole is written from its beginning again; where the writer
/// never pauses that does not happen by itself, so past a limit the writer copies the rest before it goes on.
class Checkpointer {
public:
    /// Takes over from SQLite's own checkpoints on `writer`, which must outlive it. Errors: those of opening `path`.
    static Result<std::unique_ptr<Checkpointer>> start(Connection& writer, const std::string& path);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

private:
    Checkpointer(Connection& writer, Connection own);
    static int onCommit(void* self, sqlite3* writer, const char* schema, int pages);
    void committed(int pages);
    void work();
    void copy(Connection& connection);

    Connection& m_writer;
    Connection m_own;
    std::mutex m_copying; ///< Held while pages are copied: SQLite lets one connection at a time do it.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isWanted = false;
    bool m_stop = false;
    bool m_hasFailed = false; ///< Said once, until it works again. Under m_copying.
    std::thread m_thread;
};

} // namespace binnacle::sqlite
