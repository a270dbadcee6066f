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

void BlockCompressor::submit(std::shared_ptr<const RawBlock> block)
{
    {
        const std::lock_guard lock(m_mutex);
        m_raw.push_back(std::move(block));
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
        const std::shared_ptr<const RawBlock> raw = std::move(m_raw.front());
        m_raw.pop_front();
        lock.unlock();
        CompressedBlock block{ raw->firstSeq, raw->rows.size(), {}, {}, {}, {} };
        auto rows = packLogRows(raw->rows);
        auto facts = raw->facts.compress();
        auto payloads = raw->payloads.compress();
        if (!rows)
            block.error = rows.error();
        else if (!facts)
            block.error = facts.error();
        else if (!payloads)
            block.error = payloads.error();
        else {
            block.rows = std::move(*rows);
            block.facts = std::move(*facts);
            block.payloads = std::move(*payloads);
        }
        lock.lock();
        m_done.push_back(std::move(block));
        m_wakeOwner.notify_one();
    }
}

} // namespace binnacle::sqlite
