#include "backend/projection/query_time.h"

#include "backend/projection/entity_query.h"

#include <charconv>

namespace binnacle {

namespace {

/// Microseconds of "90s", "15m", "2h", "3d", "1w"; nullopt for anything else.
std::optional<std::int64_t> spanMicros(std::string_view text)
{
    if (text.size() < 2 || text.size() > 6)
        return std::nullopt;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size() - 1, count);
    if (error != std::errc() || end != text.data() + text.size() - 1 || count < 0)
        return std::nullopt;
    switch (text.back()) {
    case 's':
        return count * 1'000'000;
    case 'm':
        return count * 60'000'000;
    case 'h':
        return count * 3'600'000'000;
    case 'd':
        return count * 86'400'000'000;
    case 'w':
        return count * 604'800'000'000;
    default:
        return std::nullopt;
    }
}

/// Start of the day (UTC) of "2026-01-10"; nullopt for anything else.
std::optional<Timestamp> dayOf(std::string_view text)
{
    if (text.size() != 10)
        return std::nullopt;
    const auto day = parseTimestamp(std::string(text) + "T00:00:00Z");
    return day ? std::optional(*day) : std::nullopt;
}

} // namespace

bool isTimeSpan(std::string_view text)
{
    return spanMicros(text).has_value();
}

Result<Timestamp> resolveTimeValue(std::string_view value, Timestamp now)
{
    if (const auto span = spanMicros(value))
        return now.plusMicros(-*span);
    if (const auto day = dayOf(value))
        return *day;
    return parseTimestamp(value);
}

Result<TimeBounds> timeBounds(const EntityFilter& filter, Timestamp now)
{
    const auto at = resolveTimeValue(filter.value, now);
    if (!at)
        return at.error();
    if (spanMicros(filter.value)) {
        // "Less than two hours ago" is later than the instant two hours ago.
        const bool isRecent = filter.op != FilterOperator::Greater && filter.op != FilterOperator::GreaterOrEqual;
        return isRecent ? TimeBounds{ *at, std::nullopt } : TimeBounds{ std::nullopt, *at };
    }
    const Timestamp after = at->plusMicros(dayOf(filter.value) ? 86'400'000'000 : 1);
    switch (filter.op) {
    case FilterOperator::Less:
        return TimeBounds{ std::nullopt, *at };
    case FilterOperator::LessOrEqual:
        return TimeBounds{ std::nullopt, after };
    case FilterOperator::Greater:
        return TimeBounds{ after, std::nullopt };
    case FilterOperator::GreaterOrEqual:
        return TimeBounds{ *at, std::nullopt };
    default:
        return TimeBounds{ *at, after };
    }
}

} // namespace binnacle
