#pragma once

#include "backend/core/result.h"
#include "backend/engine/engine.h"
#include "backend/projection/read_types.h"

#include <array>
#include <chrono>
#include <mutex>
#include <string>

namespace binnacle {

/// Accepted events a second over the last five, from half-second buckets.
class CommitRate {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    void add(TimePoint at, std::int64_t count);
    double perSecond(TimePoint now) const;

private:
    static constexpr std::size_t bucketCount = 11; ///< Ten whole ones and the one being filled.
    struct Bucket {
        std::int64_t slot = -1; ///< Half seconds of the steady clock.
        std::int64_t count = 0;
    };
    std::array<Bucket, bucketCount> m_buckets;
};

/// Live figures; written by the writer and the gateway, read from anywhere.
class StatusBoard {
public:
    void committed(const ChangeSet& change, Timestamp at);
    void failed(const Error& error);
    void setGateway(std::string url, std::optional<Error> problem);
    /// An error while the store does not take events.
    Result<void> readiness() const;
    void setStart(const StoreInfo& info);

    /// Fills in what the board knows; the queue's figures are the writer's.
    void fill(EngineStatus& status) const;

private:
    mutable std::mutex m_mutex;
    CommitRate m_rate;
    Seq m_lastSeq = 0;
    std::optional<Timestamp> m_lastRecordedAt;
    std::string m_gatewayUrl;
    std::optional<Error> m_gatewayProblem;
    std::optional<Error> m_storeProblem;
};

} // namespace binnacle
