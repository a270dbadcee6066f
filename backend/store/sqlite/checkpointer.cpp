#include "backend/store/sqlite/checkpointer.h"

#include "backend/core/logging.h"
#include "backend/core/thread_name.h"

#include <sqlite3.h>

#include <utility>

namespace binnacle::sqlite {

namespace {

// In pages of 8 KiB. A page that changes in many transactions is copied once, so that it pays to wait for some.
constexpr int worthCopying = 4 * 1024;
constexpr int mostPages = 16 * 1024;

/// Longer than pages of a screen take to read.
constexpr int patienceMs = 100;

} // namespace

Result<std::unique_ptr<Checkpointer>> Checkpointer::start(
    Connection& writer, const std::string& path, const std::string& settings)
{
    auto own = Connection::open(path, OpenMode::ReadWrite);
    if (!own)
        return own.error();
    if (auto done = own->execute(settings); !done)
        return done.error();
    return std::unique_ptr<Checkpointer>(new Checkpointer(writer, std::move(*own)));
}

Checkpointer::Checkpointer(Connection& writer, Connection own)
    : m_writer(writer)
    , m_waitAt(mostPages)
    , m_own(std::move(own))
    , m_thread([this] { work(); })
{
    sqlite3_wal_hook(m_writer.handle(), onCommit, this);
}

Checkpointer::~Checkpointer()
{
    sqlite3_wal_hook(m_writer.handle(), nullptr, nullptr);
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
    if (!m_isSyncLost)
        return;
    for (Connection* connection : { &m_writer, &m_own })
        sqlite3_db_config(connection->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

int Checkpointer::onCommit(void* self, sqlite3*, const char*, int pages)
{
    static_cast<Checkpointer*>(self)->committed(pages);
    return SQLITE_OK;
}

void Checkpointer::committed(int pages)
{
    if (pages >= mostPages) {
        const bool waits = pages >= m_waitAt;
        const bool isEmpty = copy(SQLITE_CHECKPOINT_RESTART, waits ? patienceMs : 0);
        // Who reads for minutes is not waited for at every commit.
        if (waits)
            m_waitAt = isEmpty ? mostPages : pages + pages / 2;
        return;
    }
    m_waitAt = mostPages;
    if (pages >= worthCopying) {
        {
            const std::lock_guard lock(m_mutex);
            m_isWanted = true;
        }
        m_wake.notify_one();
    }
}

void Checkpointer::work()
{
    nameThisThread("checkpointer");
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stop || m_isWanted; });
        if (m_stop)
            return;
        m_isWanted = false;
        lock.unlock();
        // Waits for nobody, and copies what no reader still needs to find in the log.
        copy(SQLITE_CHECKPOINT_PASSIVE, 0);
        lock.lock();
    }
}

/// True: all that `mode` asks for was done; it waits so long for readers.
bool Checkpointer::copy(int mode, int waitMs)
{
    const std::lock_guard lock(m_copying);
    if (m_isSyncLost)
        return false;
    sqlite3_busy_timeout(m_own.handle(), waitMs);
    const int code = sqlite3_wal_checkpoint_v2(m_own.handle(), "main", mode, nullptr, nullptr);
    const bool failed = code != SQLITE_OK && code != SQLITE_BUSY;
    m_isSyncLost = code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
    // Nothing is lost: what is in the log stays there.
    if (m_isSyncLost)
        log::store().error("the disk did not sync the store: the write-ahead log keeps everything, and grows, until "
                           "Binnacle is started again");
    else if (failed && !m_hasFailed)
        log::store().warn("copying the write-ahead log into the store failed: {}", sqlite3_errstr(code));
    m_hasFailed = failed;
    return code == SQLITE_OK;
}

} // namespace binnacle::sqlite
