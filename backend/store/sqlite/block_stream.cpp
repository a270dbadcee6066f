#include "backend/store/sqlite/block_stream.h"

#include "backend/core/thread_name.h"

#include <utility>

namespace binnacle::sqlite {

namespace {

/// What may wait: about as much as is folded at once, so that reading goes on while it is.
constexpr std::size_t mostReadyBytes = 24 * 1024 * 1024;

std::size_t bytesOf(const BlockStream::Portion& portion)
{
    return portion.block ? portion.block->byteSize() : 0;
}

} // namespace

BlockStream::BlockStream(Connection log, Seq from, Seq to)
    : m_log(std::move(log))
    , m_reader(m_log)
    , m_thread([this, from, to] { read(from, to); })
{
}

BlockStream::~BlockStream()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void BlockStream::read(Seq from, Seq to)
{
    nameThisThread("log reader");
    const auto skip = [this](const SeqRange& events, const Error& why) -> Result<bool> {
        return push({ nullptr, events.first, events.last, why });
    };
    const auto give = [&](const std::shared_ptr<const EventBlock>& block, Seq first, Seq last) -> Result<bool> {
        // Here rather than with whoever folds the events.
        auto rows = block->inRows();
        return rows ? push({ *rows, first, last }) : skip({ first, last }, rows.error());
    };
    auto done = from > to ? Result<void>() : m_reader.walk(from, to, give, skip);
    const std::lock_guard lock(m_mutex);
    if (!done)
        m_error = done.error();
    m_isDone = true;
    m_changed.notify_all();
}

/// False: nobody wants more.
bool BlockStream::push(Portion portion)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_stop || m_readyBytes < mostReadyBytes; });
    if (m_stop)
        return false;
    m_readyBytes += bytesOf(portion);
    m_ready.push_back(std::move(portion));
    m_changed.notify_all();
    return true;
}

bool BlockStream::isReady() const
{
    const std::lock_guard lock(m_mutex);
    return m_isDone || !m_ready.empty();
}

Result<std::optional<BlockStream::Portion>> BlockStream::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isDone || !m_ready.empty(); });
    if (m_ready.empty())
        return m_error ? Result<std::optional<Portion>>(*m_error) : Result<std::optional<Portion>>(std::nullopt);
    Portion portion = std::move(m_ready.front());
    m_ready.pop_front();
    m_readyBytes -= bytesOf(portion);
    m_changed.notify_all();
    return std::optional(std::move(portion));
}

} // namespace binnacle::sqlite
