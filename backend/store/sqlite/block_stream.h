#pragma once

#include "backend/store/sqlite/log_reader.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace binnacle::sqlite {

/// Reads and unpacks events of the log ahead, on a thread of its own, for one who works on them in order.
class BlockStream {
public:
    struct Portion {
        std::shared_ptr<const EventBlock> block; ///< In rows, without payloads. Null: these events cannot be read.
        Seq first = 0; ///< Of the block's events that are meant.
        Seq last = 0;
        Error damage{}; ///< Why, where they cannot.
    };

    /// The events `from` to `to`, over `log`, a connection that nobody else uses.
    BlockStream(Connection log, Seq from, Seq to);
    ~BlockStream();
    BlockStream(const BlockStream&) = delete;
    BlockStream& operator=(const BlockStream&) = delete;

    /// Whether next() gives something without waiting for it.
    bool isReady() const;
    /// nullopt: that was all. Errors: those of LogReader::walk(), except for events that cannot be read.
    Result<std::optional<Portion>> next();

private:
    void read(Seq from, Seq to);
    bool push(Portion portion);

    Connection m_log;
    LogReader m_reader;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Portion> m_ready;
    std::size_t m_readyBytes = 0;
    std::optional<Error> m_error;
    bool m_isDone = false;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace binnacle::sqlite
