#pragma once

#include <QString>

#include <cstdint>
#include <functional>
#include <vector>

namespace binnacle {

/// Microseconds since 1970 UTC, begin <= end.
struct TimeSpan {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

/// A line of time in pixels, on which idle time may be folded (ui.md, section 7, rule 7).
class TimeAxis {
public:
    static constexpr double foldWidth = 38;
    static constexpr std::int64_t foldFrom = 10 * 60 * std::int64_t(1'000'000); ///< Idle time over this is folded.

    struct Fold {
        double left = 0;
        TimeSpan time;
    };
    struct Tick {
        double x = 0; ///< Where the text is anchored.
        int anchor = 0; ///< -1: starts at x, 0: centred, 1: ends at x.
        QString text;
        bool isFold = false; ///< The length of a fold.
    };

    /// `busy`: when anything ran, in any order; may overlap. The axis goes from the first begin to the last end, from
    /// `inset` to `width` - `inset`. It grows beyond `width` where folds would leave too little; see width().
    TimeAxis(std::vector<TimeSpan> busy, double width, bool folded, double inset = 12);

    bool isEmpty() const { return m_parts.empty(); }
    double width() const { return m_width; }
    TimeSpan span() const { return m_span; }
    const std::vector<Fold>& folds() const { return m_folds; }
    /// Time inside a fold lies in proportion within its 38 px; time outside the axis at its ends.
    double xOf(std::int64_t micros) const;

    /// Labels that do not touch one another, no time twice: the folds' lengths, both ends, the starts after folds,
    /// round times.
    /// `textWidth` measures, `timeText` and `lengthText` (microseconds) word them.
    std::vector<Tick> ticks(const std::function<double(const QString&)>& textWidth,
        const std::function<QString(std::int64_t)>& timeText,
        const std::function<QString(std::int64_t)>& lengthText) const;

private:
    struct Part {
        TimeSpan time;
        double left = 0;
        double right = 0;
        bool isFold = false;
    };

    void spread(double width, double inset);

    std::vector<Part> m_parts;
    std::vector<Fold> m_folds;
    TimeSpan m_span;
    double m_width = 0;
};

} // namespace binnacle
