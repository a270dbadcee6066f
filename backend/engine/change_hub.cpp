#include "backend/engine/change_hub.h"

#include "backend/core/thread_name.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

namespace binnacle {

namespace {
struct Registration {
    ChangeHub::Listener listener;
    bool removed = false; ///< Under the hub's mutex.
};
} // namespace

struct ChangeHub::State {
    explicit State(std::chrono::milliseconds every)
        : interval(every)
    {
    }

    const std::chrono::milliseconds interval;
    std::mutex mutex;
    std::condition_variable wake; ///< For the notifier: something is pending, or stop.
    std::condition_variable idle; ///< For unsubscribers: no listener is being called.
    std::vector<std::shared_ptr<Registration>> registrations;
    const Registration* running = nullptr;
    ChangeSet pending;
    std::unordered_set<EntityRef> pendingEntities;
    bool hasPending = false;
    bool stopping = false;
    std::thread::id notifierId;
    std::thread notifier;

    void merge(const ChangeSet& change);
    ChangeSet takePending();
    void notifyLoop();
    void deliver(std::unique_lock<std::mutex>& lock, const ChangeSet& change);
    void unsubscribe(const std::shared_ptr<Registration>& registration);
};

void ChangeHub::State::merge(const ChangeSet& change)
{
    if (change.firstSeq > 0)
        pending.firstSeq = pending.firstSeq > 0 ? std::min(pending.firstSeq, change.firstSeq) : change.firstSeq;
    pending.lastSeq = std::max(pending.lastSeq, change.lastSeq);
    pending.accepted += change.accepted;
    pending.duplicates += change.duplicates;
    pending.rejected += change.rejected;
    pending.quarantineChanged |= change.quarantineChanged;
    pending.everythingChanged |= change.everythingChanged;
    pending.entitiesOverflowed |= change.entitiesOverflowed;
    for (const EntityRef ref : change.entities) {
        if (pendingEntities.contains(ref))
            continue;
        if (pendingEntities.size() >= maxChangedEntities) {
            pending.entitiesOverflowed = true;
            break;
        }
        pendingEntities.insert(ref);
        pending.entities.push_back(ref);
    }
    hasPending = true;
}

ChangeSet ChangeHub::State::takePending()
{
    hasPending = false;
    pendingEntities.clear();
    return std::exchange(pending, {});
}

void ChangeHub::State::deliver(std::unique_lock<std::mutex>& lock, const ChangeSet& change)
{
    const auto targets = registrations; // A listener may subscribe and unsubscribe while it runs.
    for (const auto& target : targets) {
        if (target->removed)
            continue;
        running = target.get();
        lock.unlock();
        target->listener(change);
        lock.lock();
        running = nullptr;
        idle.notify_all();
    }
}

void ChangeHub::State::notifyLoop()
{
    std::unique_lock lock(mutex);
    notifierId = std::this_thread::get_id();
    auto next = std::chrono::steady_clock::time_point::min();
    for (;;) {
        wake.wait(lock, [this] { return stopping || hasPending; });
        wake.wait_until(lock, next, [this] { return stopping; });
        if (hasPending) {
            const ChangeSet change = takePending();
            next = std::chrono::steady_clock::now() + interval;
            deliver(lock, change);
        } else if (stopping) {
            return;
        }
    }
}

void ChangeHub::State::unsubscribe(const std::shared_ptr<Registration>& registration)
{
    std::unique_lock lock(mutex);
    registration->removed = true;
    std::erase(registrations, registration);
    if (std::this_thread::get_id() != notifierId)
        idle.wait(lock, [&] { return running != registration.get(); });
}

ChangeHub::ChangeHub(std::chrono::milliseconds interval)
    : m_state(std::make_shared<State>(interval))
{
    m_state->notifier = std::thread([state = m_state.get()] {
        nameThisThread("changes");
        state->notifyLoop();
    });
}

ChangeHub::~ChangeHub()
{
    stop();
}

void ChangeHub::publish(const ChangeSet& change)
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->merge(change);
    }
    m_state->wake.notify_one();
}

Subscription ChangeHub::subscribe(Listener listener)
{
    auto registration = std::make_shared<Registration>();
    registration->listener = std::move(listener);
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->registrations.push_back(registration);
    }
    return Subscription([state = m_state, registration] { state->unsubscribe(registration); });
}

void ChangeHub::stop()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->wake.notify_one();
    if (m_state->notifier.joinable())
        m_state->notifier.join();
}

} // namespace binnacle
