#pragma once

#include "backend/store/log/packed_block.h"

#include "backend/projection/read_types.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace binnacle::sqlite {

/// A full block on its way to the disk.
struct CompressedBlock {
    Seq firstSeq = 0;
    std::size_t count = 0;
    PackedBlock packed;
    std::optional<Error> error;
};

/// Compresses blocks on a thread of its own, so that it costs the writer nothing while a second core is free.
/// Blocks come back in the order they were given. Owned and used by one thread.
class BlockCompressor {
public:
    BlockCompressor();
    ~BlockCompressor();
    BlockCompressor(const BlockCompressor&) = delete;
    BlockCompressor& operator=(const BlockCompressor&) = delete;

    void submit(Seq firstSeq, std::shared_ptr<const RawBlock> events);
    /// Blocks given and not yet taken.
    std::size_t pending() const { return m_pending; }
    /// The next block; waits for it. Only while pending() is not 0.
    CompressedBlock take();
    /// The next block if it is ready.
    std::optional<CompressedBlock> tryTake();

private:
    struct Raw {
        Seq firstSeq = 0;
        std::shared_ptr<const RawBlock> events;
    };
    void work();

    std::mutex m_mutex;
    std::condition_variable m_wakeWorker;
    std::condition_variable m_wakeOwner;
    std::deque<Raw> m_raw;
    std::deque<CompressedBlock> m_done;
    bool m_stop = false;
    std::size_t m_pending = 0; ///< Of the owner's thread.
    std::thread m_thread;
};

} // namespace binnacle::sqlite
