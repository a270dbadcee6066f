#include "backend/intake/demo/demo_feed.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace binnacle::demo {

namespace {

constexpr std::int64_t minute = 60'000'000;
constexpr std::string_view origin = "demo";

void addLine(const Line& line, ItemParser& parser, EventBatch& batch)
{
    parser.options().arrival = line.sentAt;
    batch.origin = origin;
    parser.parse(batch.adopt(line.json), batch.items.size() + 1, std::nullopt, batch);
}

} // namespace

Timestamp DemoClock::now() const
{
    const std::int64_t fixed = m_fixed;
    return fixed == INT64_MIN ? Clock::system().now() : Timestamp{ fixed };
}

Options windowScenario(Timestamp now, std::uint64_t seed)
{
    constexpr double day = 24 * 3600;
    Options options;
    options.seed = seed;
    options.spanSeconds = 2 * day;
    options.now = now;
    options.end = now.plusMicros(static_cast<std::int64_t>(day * 1e6));
    options.events = 90'000;
    options.untilEnd = true;
    options.faults = { allFaults().begin(), allFaults().end() };
    return options;
}

Result<std::int64_t> fillHistory(EventStore& store, DemoClock& clock, Generator& generator, Timestamp until,
    std::optional<Line>& next, const std::function<void(double share)>& progress, const CancelToken& cancel)
{
    ItemParser parser{ ParseOptions{} };
    std::int64_t written = 0;
    next = generator.next();
    const std::int64_t start = next ? next->sentAt.micros : until.micros;
    while (next && next->sentAt <= until) {
        if (cancel.isCancelled())
            return Error::make(ErrorKind::Cancelled, "CANCELLED", "Making the demo was cancelled.");
        EventBatch batch;
        const std::int64_t sliceEnd = std::min(next->sentAt.micros + minute, until.micros);
        for (; next && next->sentAt.micros <= sliceEnd; next = generator.next())
            addLine(*next, parser, batch);
        clock.set(Timestamp{ sliceEnd });
        AppendRequest request{ &batch, {} };
        const Result<ChangeSet> appended = store.append({ &request, 1 });
        if (!appended)
            return appended.error();
        written += static_cast<std::int64_t>(batch.items.size());
        if (progress && until.micros > start)
            progress(static_cast<double>(sliceEnd - start) / static_cast<double>(until.micros - start));
    }
    return written;
}

class LiveFeed::Private {
public:
    Private(EventSink& sink, Generator generator, std::optional<Line> first)
        : m_sink(sink)
        , m_generator(std::move(generator))
        , m_next(std::move(first))
        , m_thread([this] { run(); })
    {
    }

    ~Private()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }

private:
    void run()
    {
        ItemParser parser{ ParseOptions{} };
        while (m_next) {
            std::unique_lock lock(m_mutex);
            const auto due = std::chrono::system_clock::time_point(std::chrono::microseconds(m_next->sentAt.micros));
            if (m_wake.wait_until(lock, due, [this] { return m_stopping; }))
                return;
            lock.unlock();
            auto batch = std::make_unique<EventBatch>();
            const Timestamp now = Clock::system().now();
            for (; m_next && m_next->sentAt <= now && batch->items.size() < 256; m_next = m_generator.next())
                addLine(*m_next, parser, *batch);
            // A full queue drops the demo's lines: nobody waits for them.
            if (!batch->items.empty())
                m_sink.submit(std::move(batch), [](const EventSink::Outcome&) {});
        }
    }

    EventSink& m_sink;
    Generator m_generator;
    std::optional<Line> m_next;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

LiveFeed::LiveFeed(EventSink& sink, Generator generator, std::optional<Line> first)
    : d(std::make_unique<Private>(sink, std::move(generator), std::move(first)))
{
}

LiveFeed::~LiveFeed() = default;

} // namespace binnacle::demo
