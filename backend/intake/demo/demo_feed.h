#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/clock.h"
#include "backend/core/result.h"
#include "backend/event/parser.h"
#include "backend/intake/demo/demo_generator.h"
#include "backend/intake/event_sink.h"

#include <atomic>
#include <functional>
#include <memory>

namespace binnacle::demo {

/// A clock that stands where it is put, so that the demo's past is recorded when it happened, and goes with the
/// machine's clock once released.
class DemoClock final : public Clock {
public:
    Timestamp now() const override;
    void set(Timestamp at) { m_fixed = at.micros; }
    void release() { m_fixed = INT64_MIN; }

private:
    std::atomic<std::int64_t> m_fixed{ INT64_MIN };
};

/// The demo that the window opens: 24 hours that lie behind `now`, and as many to come.
Options windowScenario(Timestamp now, std::uint64_t seed);

/// Appends everything that `generator` sent before `until`, a simulated minute a commit, with `clock` going along.
/// The line that was read beyond `until` is left in `next`. Gives the number of lines written.
Result<std::int64_t> fillHistory(EventStore& store, DemoClock& clock, Generator& generator, Timestamp until,
    std::optional<Line>& next, const std::function<void(double share)>& progress, const CancelToken& cancel);

/// Sends each line of a generator to a sink at its time, on a thread of its own, until destroyed.
class LiveFeed {
public:
    LiveFeed(EventSink& sink, Generator generator, std::optional<Line> first);
    ~LiveFeed();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace binnacle::demo
