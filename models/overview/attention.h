#pragma once

#include "backend/projection/read_types.h"

#include <QString>

#include <vector>

namespace binnacle {

class Formatter;

/// A sentence about something that needs a person, and where to look.
struct AttentionItem {
    QString mark; ///< Status word of the mark in front.
    QString title;
    QString detail;
    QString action; ///< Word of the link: "Open 38", "Inspect".
    QString page; ///< "entities" or "quarantine"
    QString query; ///< For "entities": the filter in the query language.
    double urgency = 0; ///< Larger comes first.
};

/// A span without events of a source that speaks steadily otherwise.
struct SourceGap {
    QString source; ///< Empty: nothing at all was recorded.
    Timestamp from;
    Timestamp to;
    bool isOver = true; ///< False: it lasts until now.
};

/// What the sentences are computed from. Spans are whole hours of occurred_at.
struct AttentionInput {
    Timestamp now;
    Timestamp recentFrom; ///< Start of the span that `recent` covers.
    std::vector<StepStatistics> recent;
    std::vector<StepStatistics> before; ///< The 24 hours before `recentFrom`: what is usual.
    std::int64_t stuck = 0; ///< Entities in progress that were silent for over an hour.
    std::int64_t retrying = 0; ///< Entities with more than ten retries, changed within the last hour.
    std::int64_t quarantined = 0;
    QString quarantineReason; ///< Sentence of the latest quarantined item.
    std::vector<SourceGap> gaps;
};

/// Steps that fail or take much more than usual, entities that are stuck or retry without end, quarantine, silent
/// sources; most urgent first. Says nothing about fewer than `minimumRuns` runs.
std::vector<AttentionItem> computeAttention(const AttentionInput& input, const Formatter& format);

inline constexpr std::int64_t minimumRuns = 10;

/// Gaps of at least 20 minutes in `points` (buckets of `bucketSeconds` over [from, to)): of everything, or of a source
/// that sends twenty or more events in such a time on average. A source that speaks in bursts has to be silent for
/// half as long again as its usual pauses.
std::vector<SourceGap> findGaps(
    const std::vector<VolumePoint>& points, Timestamp from, Timestamp to, std::int64_t bucketSeconds);

} // namespace binnacle
