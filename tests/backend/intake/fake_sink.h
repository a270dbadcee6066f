#pragma once

#include "backend/intake/event_sink.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace binnacle::test {

/// Commits on a thread of its own, as the engine's writer does; dedupes by event id.
class FakeSink final : public EventSink {
public:
    FakeSink()
    {
        m_thread = std::thread([this] { run(); });
    }
    ~FakeSink() override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closing = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    bool submit(std::unique_ptr<EventBatch>&& batch, Callbacks callbacks) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_refusals > 0) {
            --m_refusals;
            return false;
        }
        m_queue.push_back({ std::move(batch), std::move(callbacks.done) });
        m_changed.notify_all();
        return true;
    }

    void refuseNext(int count) { m_refusals = count; }
    void failAfter(int batches) { m_batchesLeft = batches; }
    void afterBatch(std::function<void()> call) { m_afterBatch = std::move(call); }

    std::vector<std::string> origins;
    std::size_t largestBatch = 0;
    std::vector<std::string> refused; ///< The bytes of every refused item.

private:
    struct Entry {
        std::unique_ptr<EventBatch> batch;
        std::function<void(Outcome)> done;
    };

    void run()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [this] { return m_closing || !m_queue.empty(); });
            if (m_queue.empty())
                return;
            Entry entry = std::move(m_queue.front());
            m_queue.pop_front();
            lock.unlock();
            entry.done(commit(*entry.batch));
            if (m_afterBatch)
                m_afterBatch();
            lock.lock();
        }
    }

    Outcome commit(const EventBatch& batch)
    {
        if (m_batchesLeft == 0)
            return { Error::make(ErrorKind::Unavailable, "DISK_FULL", "The disk is full."), {} };
        m_batchesLeft -= m_batchesLeft > 0 ? 1 : 0;
        origins.push_back(batch.origin);
        largestBatch = std::max(largestBatch, batch.items.size());
        Outcome outcome;
        for (const ParsedItem& item : batch.items) {
            ItemOutcome& one = outcome.items.emplace_back();
            if (const Event* event = item.event()) {
                const bool isNew = m_ids.insert(std::string(event->eventId)).second;
                one.kind = isNew ? ItemOutcome::Kind::Accepted : ItemOutcome::Kind::Duplicate;
                one.seq = isNew ? ++m_seq : 1;
            } else {
                one.refusal = *item.refusal();
                refused.emplace_back(item.raw);
            }
        }
        return outcome;
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Entry> m_queue;
    bool m_closing = false;
    int m_refusals = 0;
    int m_batchesLeft = -1;
    std::function<void()> m_afterBatch;
    std::set<std::string> m_ids;
    Seq m_seq = 0;
    std::thread m_thread;
};

} // namespace binnacle::test
