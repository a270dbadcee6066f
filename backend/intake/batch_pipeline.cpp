#include "backend/intake/batch_pipeline.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace binnacle {

namespace {

/// On the way at once: a few full batches, or very many small ones, which the writer commits together.
constexpr std::size_t maxBytesOnWay = 16 * 1024 * 1024;
constexpr std::size_t maxBatchesOnWay = 2048;
constexpr std::size_t maxListedRejections = 20;
constexpr std::chrono::milliseconds tickEvery{ 100 };
/// A sink that is full of the work of others gives no sign when there is room again.
constexpr std::chrono::milliseconds retryEvery{ 20 };
constexpr std::chrono::seconds patience{ 60 };

std::size_t weightOf(const EventBatch& batch)
{
    return batch.byteSize() + batch.items.size() * sizeof(ParsedItem);
}

} // namespace

/// What is still to be known of a batch after it has been given away.
struct BatchPipeline::Lines {
    std::string origin;
    std::vector<std::uint64_t> lines;
    std::size_t bytes = 0;
};

BatchPipeline::BatchPipeline(EventSink& sink, CancelToken cancel, std::function<void()> tick)
    : m_sink(sink)
    , m_cancel(std::move(cancel))
    , m_tick(std::move(tick))
{
}

BatchPipeline::~BatchPipeline()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_batchesOnWay == 0; });
}

bool BatchPipeline::waitForRoom()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (m_failure || m_cancel.isCancelled())
            return false;
        if (m_bytesOnWay < maxBytesOnWay && m_batchesOnWay < maxBatchesOnWay)
            return true;
        if (m_changed.wait_for(lock, tickEvery) == std::cv_status::timeout) {
            lock.unlock();
            m_tick();
            lock.lock();
        }
    }
}

bool BatchPipeline::submit(std::unique_ptr<EventBatch> batch)
{
    if (batch->items.empty())
        return true;
    auto lines = std::make_shared<Lines>();
    lines->origin = batch->origin;
    lines->bytes = weightOf(*batch);
    lines->lines.reserve(batch->items.size());
    for (const ParsedItem& item : batch->items)
        lines->lines.push_back(item.line);

    const auto givenUp = std::chrono::steady_clock::now() + patience;
    while (waitForRoom()) {
        {
            const std::lock_guard lock(m_mutex);
            ++m_batchesOnWay;
            m_bytesOnWay += lines->bytes;
            m_summary.read += static_cast<std::int64_t>(lines->lines.size());
        }
        if (m_sink.submit(std::move(batch),
                EventSink::Callbacks{ [this, lines](EventSink::Outcome outcome) { complete(*lines, outcome); },
                    [this, lines] { giveBack(*lines); }, true }))
            return true;

        std::unique_lock lock(m_mutex);
        --m_batchesOnWay;
        m_bytesOnWay -= lines->bytes;
        m_summary.read -= static_cast<std::int64_t>(lines->lines.size());
        if (m_batchesOnWay == 0 && std::chrono::steady_clock::now() > givenUp) {
            m_failure = Error::make(ErrorKind::Busy, "INTAKE_BUSY", "The store takes no more events.",
                "It is busy with other input or closing. Run the import again later; nothing is taken twice.");
            return false;
        }
        m_changed.wait_for(lock, m_batchesOnWay == 0 ? retryEvery : tickEvery);
        lock.unlock();
        m_tick();
    }
    return false;
}

void BatchPipeline::drain()
{
    std::unique_lock lock(m_mutex);
    while (m_batchesOnWay > 0) {
        if (m_changed.wait_for(lock, tickEvery) == std::cv_status::timeout) {
            lock.unlock();
            m_tick();
            lock.lock();
        }
    }
}

/// On the writer's thread, as complete().
void BatchPipeline::giveBack(Lines& lines)
{
    const std::lock_guard lock(m_mutex);
    m_bytesOnWay -= std::exchange(lines.bytes, 0);
    m_changed.notify_all();
}

/// On the writer's thread. Notifies under the lock: once it is let go, a drained pipeline may be gone.
void BatchPipeline::complete(Lines& lines, const EventSink::Outcome& outcome)
{
    const std::lock_guard lock(m_mutex);
    --m_batchesOnWay;
    m_bytesOnWay -= std::exchange(lines.bytes, 0);
    if (!outcome.committed) {
        if (!m_failure)
            m_failure = outcome.committed.error();
        m_changed.notify_all();
        return;
    }
    for (std::size_t i = 0; i < outcome.items.size(); ++i) {
        const ItemOutcome& item = outcome.items[i];
        switch (item.kind) {
        case ItemOutcome::Kind::Accepted:
            ++m_summary.accepted;
            m_summary.firstSeq = m_summary.firstSeq == 0 ? item.seq : std::min(m_summary.firstSeq, item.seq);
            m_summary.lastSeq = std::max(m_summary.lastSeq, item.seq);
            break;
        case ItemOutcome::Kind::Duplicate:
            ++m_summary.duplicate;
            break;
        case ItemOutcome::Kind::Rejected:
            ++m_summary.rejected;
            if (m_summary.rejections.size() < maxListedRejections)
                m_summary.rejections.push_back({ lines.origin, i < lines.lines.size() ? lines.lines[i] : 0,
                    item.refusal.code, item.refusal.pointer, item.refusal.message });
            break;
        }
    }
    m_changed.notify_all();
}

std::optional<Error> BatchPipeline::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

ImportSummary BatchPipeline::soFar() const
{
    const std::lock_guard lock(m_mutex);
    return m_summary;
}

} // namespace binnacle
