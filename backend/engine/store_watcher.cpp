#include "backend/engine/store_watcher.h"

#include <utility>

namespace binnacle {

namespace {
/// Which entities changed cannot be told from outside: listeners reload what they show.
ChangeSet difference(const StoreInfo& before, const StoreInfo& after)
{
    ChangeSet change;
    change.quarantineChanged = after.quarantineOpen != before.quarantineOpen;
    if (after.lastSeq != before.lastSeq) {
        change.firstSeq = before.lastSeq + 1;
        change.lastSeq = after.lastSeq;
        change.accepted = after.lastSeq - before.lastSeq;
        change.entitiesOverflowed = true;
    }
    return change;
}
} // namespace

StoreWatcher::StoreWatcher(
    Look look, Changed changed, std::optional<StoreInfo> last, std::chrono::milliseconds interval)
    : m_look(std::move(look))
    , m_changed(std::move(changed))
    , m_interval(interval)
    , m_last(std::move(last))
    , m_thread([this] { run(); })
{
}

StoreWatcher::~StoreWatcher()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void StoreWatcher::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        lock.unlock();
        if (auto info = m_look()) {
            if (m_last && (info->lastSeq != m_last->lastSeq || info->quarantineOpen != m_last->quarantineOpen))
                m_changed(difference(*m_last, *info), *info);
            m_last = std::move(*info);
        }
        lock.lock();
        m_wake.wait_for(lock, m_interval, [this] { return m_stopping; });
    }
}

} // namespace binnacle
