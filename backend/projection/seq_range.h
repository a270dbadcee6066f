#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle {

/// The number of an event in its store, from 1 on.
using Seq = std::int64_t;

/// Events that follow each other, both ends included.
struct SeqRange {
    Seq first = 0;
    Seq last = 0;

    std::int64_t count() const { return last - first + 1; }
    bool holds(Seq seq) const { return seq >= first && seq <= last; }
    friend bool operator==(const SeqRange&, const SeqRange&) = default;
};

/// "event 7" or "events 1 to 512".
inline std::string nameOf(const SeqRange& events)
{
    if (events.first == events.last)
        return "event " + std::to_string(events.first);
    return "events " + std::to_string(events.first) + " to " + std::to_string(events.last);
}

/// Adds `added` behind the others, or to the last of them where they touch, on whichever side.
inline void addRange(std::vector<SeqRange>& ranges, const SeqRange& added)
{
    if (!ranges.empty() && added.first <= ranges.back().last + 1 && added.last >= ranges.back().first - 1) {
        SeqRange& last = ranges.back();
        last.first = added.first < last.first ? added.first : last.first;
        last.last = added.last > last.last ? added.last : last.last;
        return;
    }
    ranges.push_back(added);
}

} // namespace binnacle
