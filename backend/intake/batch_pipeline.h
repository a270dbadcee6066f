#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/result.h"
#include "backend/intake/event_sink.h"
#include "backend/intake/import_types.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// Hands batches to a sink, some at a time, and gathers what becomes of them. Reading and parsing go on while the
/// writer writes; when too much is on its way, the next batch waits.
class BatchPipeline {
public:
    /// `tick` runs now and then on the calling thread while it waits.
    BatchPipeline(EventSink& sink, CancelToken cancel, std::function<void()> tick);
    /// Waits for what is on its way.
    ~BatchPipeline();
    BatchPipeline(const BatchPipeline&) = delete;
    BatchPipeline& operator=(const BatchPipeline&) = delete;

    /// Hands `batch` over, waiting for room. False where it was not taken: cancelled, or a commit has failed.
    bool submit(std::unique_ptr<EventBatch> batch);

    /// Waits until nothing is on its way.
    void drain();
    /// Waits until what was committed can be read. Error: why it cannot yet.
    Result<void> settle() { return m_sink.settle(); }

    /// Why the sink stopped taking, if it did.
    std::optional<Error> failure() const;

    /// What is committed so far: counts, seqs, the first rejections.
    ImportSummary soFar() const;

private:
    struct Lines;

    bool waitForRoom();
    void giveBack(Lines& lines);
    void complete(Lines& lines, const EventSink::Outcome& outcome);

    EventSink& m_sink;
    CancelToken m_cancel;
    std::function<void()> m_tick;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_batchesOnWay = 0;
    std::size_t m_bytesOnWay = 0;
    std::optional<Error> m_failure;
    ImportSummary m_summary;
};

} // namespace binnacle
