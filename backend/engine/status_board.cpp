#include "backend/engine/status_board.h"

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {
std::int64_t slotOf(CommitRate::TimePoint at)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count() / 500;
}
} // namespace

void CommitRate::add(TimePoint at, std::int64_t count)
{
    const std::int64_t slot = slotOf(at);
    Bucket& bucket = m_buckets[static_cast<std::size_t>(slot) % bucketCount];
    if (bucket.slot != slot)
        bucket = { slot, 0 };
    bucket.count += count;
}

double CommitRate::perSecond(TimePoint now) const
{
    const std::int64_t current = slotOf(now);
    std::int64_t sum = 0;
    for (const Bucket& bucket : m_buckets) {
        if (bucket.slot >= 0 && bucket.slot > current - 10 && bucket.slot <= current)
            sum += bucket.count;
    }
    return static_cast<double>(sum) / 5.0;
}

void StatusBoard::committed(const ChangeSet& change, Timestamp at)
{
    const std::lock_guard lock(m_mutex);
    m_storeProblem.reset();
    if (change.accepted == 0)
        return;
    m_rate.add(std::chrono::steady_clock::now(), change.accepted);
    m_lastSeq = std::max(m_lastSeq, change.lastSeq);
    m_lastRecordedAt = at;
}

void StatusBoard::failed(const Error& error)
{
    const std::lock_guard lock(m_mutex);
    m_storeProblem = error;
}

Result<void> StatusBoard::readiness() const
{
    const std::lock_guard lock(m_mutex);
    return m_storeProblem ? Result<void>(*m_storeProblem) : Result<void>();
}

void StatusBoard::setGateway(std::string url, std::optional<Error> problem)
{
    const std::lock_guard lock(m_mutex);
    m_gatewayUrl = std::move(url);
    m_gatewayProblem = std::move(problem);
}

void StatusBoard::setStart(const StoreInfo& info)
{
    const std::lock_guard lock(m_mutex);
    m_lastSeq = std::max(m_lastSeq, info.lastSeq);
    if (info.lastRecordedAt && (!m_lastRecordedAt || *m_lastRecordedAt < *info.lastRecordedAt))
        m_lastRecordedAt = info.lastRecordedAt;
}

void StatusBoard::fill(EngineStatus& status) const
{
    const std::lock_guard lock(m_mutex);
    status.eventsPerSecond = m_rate.perSecond(std::chrono::steady_clock::now());
    status.lastSeq = m_lastSeq;
    status.lastRecordedAt = m_lastRecordedAt;
    status.gatewayUrl = m_gatewayUrl;
    status.gatewayProblem = m_gatewayProblem;
    status.storeProblem = m_storeProblem;
}

} // namespace binnacle
