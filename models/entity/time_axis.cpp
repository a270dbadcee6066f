#include "models/entity/time_axis.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr double leastPart = 18; ///< Room for a mark where a part has hardly a length.
constexpr double usualPart = 60; ///< What a part between folds is worth widening the axis for.
constexpr double labelGap = 10;

std::vector<TimeSpan> merged(std::vector<TimeSpan> spans)
{
    std::sort(spans.begin(), spans.end(), [](const TimeSpan& a, const TimeSpan& b) { return a.begin < b.begin; });
    std::vector<TimeSpan> out;
    for (const TimeSpan& span : spans) {
        if (!out.empty() && span.begin <= out.back().end)
            out.back().end = std::max(out.back().end, span.end);
        else
            out.push_back(span);
    }
    return out;
}

/// A round step of a clock, at least `micros`.
std::int64_t roundStep(std::int64_t micros)
{
    constexpr std::int64_t second = 1'000'000;
    constexpr std::int64_t steps[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 3 * 3600,
        6 * 3600, 12 * 3600, 86'400, 2 * 86'400, 7 * 86'400, 14 * 86'400, 28 * 86'400, 91 * 86'400, 365 * 86'400 };
    for (const std::int64_t step : steps) {
        if (step * second >= micros)
            return step * second;
    }
    return (micros / (365 * 86'400 * second) + 1) * 365 * 86'400 * second;
}

} // namespace

TimeAxis::TimeAxis(std::vector<TimeSpan> busy, double width, bool folded, double inset)
    : m_width(width)
{
    const std::vector<TimeSpan> spans = merged(std::move(busy));
    if (spans.empty())
        return;
    m_span = { spans.front().begin, spans.back().end };
    m_parts.push_back({ spans.front(), 0, 0, false });
    for (std::size_t i = 1; i < spans.size(); ++i) {
        const TimeSpan idle{ m_parts.back().time.end, spans[i].begin };
        if (folded && idle.end - idle.begin > foldFrom) {
            m_parts.push_back({ idle, 0, 0, true });
            m_parts.push_back({ spans[i], 0, 0, false });
        } else {
            m_parts.back().time.end = spans[i].end;
        }
    }
    spread(width, inset);
}

void TimeAxis::spread(double width, double inset)
{
    const auto folds = double(std::count_if(m_parts.begin(), m_parts.end(), [](const Part& p) { return p.isFold; }));
    const double parts = double(m_parts.size()) - folds;
    // A single part may be narrow; between folds each needs room to be seen.
    const double wanted = 2 * inset + folds * foldWidth + parts * (folds > 0 ? usualPart : leastPart);
    m_width = std::max(width, wanted);
    double total = 0;
    for (const Part& part : m_parts)
        total += part.isFold ? 0 : double(part.time.end - part.time.begin);
    const double shared = m_width - 2 * inset - folds * foldWidth - parts * leastPart;
    double x = inset;
    for (Part& part : m_parts) {
        const double own = double(part.time.end - part.time.begin);
        part.left = x;
        if (part.isFold)
            x += foldWidth;
        else
            x += leastPart + (total > 0 ? shared * own / total : shared / parts);
        part.right = x;
        if (part.isFold)
            m_folds.push_back({ part.left, part.time });
    }
}

double TimeAxis::xOf(std::int64_t micros) const
{
    if (m_parts.empty())
        return 0;
    // The end of a fold is the begin of what follows.
    const auto part = std::find_if(m_parts.begin(), m_parts.end(),
        [micros](const Part& p) { return micros < p.time.end || (micros == p.time.end && !p.isFold); });
    if (part == m_parts.end())
        return m_parts.back().right;
    const double length = double(part->time.end - part->time.begin);
    // Bars keep clear of the fold beside them.
    const double pad = part->isFold || m_folds.empty() ? 0 : 4;
    const double left = part->left + pad;
    const double right = part->right - pad;
    if (micros <= part->time.begin || length <= 0)
        return left;
    return left + (right - left) * double(micros - part->time.begin) / length;
}

std::vector<TimeAxis::Tick> TimeAxis::ticks(const std::function<double(const QString&)>& textWidth,
    const std::function<QString(std::int64_t)>& timeText, const std::function<QString(std::int64_t)>& lengthText) const
{
    std::vector<Tick> out;
    std::vector<std::pair<double, double>> taken;
    const auto place = [&](double x, int anchor, const QString& text, bool isFold) {
        const double wide = textWidth(text);
        const double left = anchor < 0 ? x : anchor > 0 ? x - wide : x - wide / 2;
        const double right = left + wide;
        const double gap = isFold ? 2 : labelGap;
        // Times within one minute read the same where seconds are not told.
        const bool isTold = std::any_of(
            out.begin(), out.end(), [&](const Tick& other) { return !isFold && !other.isFold && other.text == text; });
        const bool free = !isTold && left >= 0 && right <= m_width
            && std::none_of(taken.begin(), taken.end(),
                [&](const auto& other) { return left < other.second + gap && other.first < right + gap; });
        if (!free)
            return;
        taken.emplace_back(left, right);
        out.push_back({ x, anchor, text, isFold });
    };
    if (m_parts.empty())
        return out;
    for (const Fold& fold : m_folds)
        place(fold.left + foldWidth / 2, 0, lengthText(fold.time.end - fold.time.begin), true);
    place(m_parts.front().left, -1, timeText(m_span.begin), false);
    if (m_span.end > m_span.begin)
        place(m_parts.back().right, 1, timeText(m_span.end), false);
    for (const Part& part : m_parts) {
        if (!part.isFold)
            place(part.left, -1, timeText(part.time.begin), false);
    }
    for (const Part& part : m_parts) {
        const std::int64_t own = part.time.end - part.time.begin;
        const double wide = part.right - part.left;
        if (part.isFold || own <= 0 || wide < 120)
            continue;
        const std::int64_t step = roundStep(std::int64_t(double(own) * 110 / wide));
        for (std::int64_t at = (part.time.begin / step + 1) * step; at < part.time.end; at += step)
            place(xOf(at), 0, timeText(at), false);
    }
    std::sort(out.begin(), out.end(), [](const Tick& a, const Tick& b) { return a.x < b.x; });
    return out;
}

} // namespace binnacle
