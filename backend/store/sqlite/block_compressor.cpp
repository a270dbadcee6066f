#include "backend/store/sqlite/block_compressor.h"

#include "backend/core/thread_name.h"

#include <utility>

namespace binnacle::sqlite {

BlockCompressor::BlockCompressor()
    : m_thread([this] { work(); })
{
}

BlockCompressor::~BlockCompressor()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wakeWorker.notify_one();
    m_thread.join();
}

void BlockCompressor::submit(Seq firstSeq, std::shared_ptr<const RawBlock> events)
{
    {
        const std::lock_guard lock(m_mutex);
        m_raw.push_back({ firstSeq, std::move(events) });
    }
    ++m_pending;
    m_wakeWorker.notify_one();
}

CompressedBlock BlockCompressor::take()
{
    std::unique_lock lock(m_mutex);
    m_wakeOwner.wait(lock, [this] { return !m_done.empty(); });
    CompressedBlock block = std::move(m_done.front());
    m_done.pop_front();
    --m_pending;
    return block;
}

std::optional<CompressedBlock> BlockCompressor::tryTake()
{
    const std::lock_guard lock(m_mutex);
    if (m_done.empty())
        return std::nullopt;
    CompressedBlock block = std::move(m_done.front());
    m_done.pop_front();
    --m_pending;
    return block;
}

void BlockCompressor::work()
{
    nameThisThread("compressor");
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wakeWorker.wait(lock, [this] { return m_stop || !m_raw.empty(); });
        if (m_stop)
            return;
        const Raw raw = std::move(m_raw.front());
        m_raw.pop_front();
        lock.unlock();
        CompressedBlock block{ raw.firstSeq, raw.events->count(), {}, {} };
        auto packed = packBlock(*raw.events);
        if (packed)
            block.packed = std::move(*packed);
        else
            block.error = packed.error();
        lock.lock();
        m_done.push_back(std::move(block));
        m_wakeOwner.notify_one();
    }
}

} // namespace binnacle::sqlite
