#pragma once

#include "backend/core/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle {

/// An instant: microseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
struct Timestamp {
    std::int64_t micros = 0;

    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;

    static constexpr Timestamp fromMillis(std::int64_t ms) { return { ms * 1000 }; }
    static constexpr Timestamp fromSeconds(std::int64_t s) { return { s * 1'000'000 }; }
    constexpr Timestamp plusMicros(std::int64_t us) const { return { micros + us }; }
};

/// What parseTimestamp does with a time that names no offset.
enum class MissingOffset : std::uint8_t { Refuse, AssumeUtc };

/// Reads an RFC 3339 date-time: any offset or Z, 0 to 9 fraction digits (those past the sixth are
/// cut), `T`, `t` or a space between date and time. Years 0001 to 9999. A leap second (:60) reads
/// as the first instant of the next minute. Error code: INVALID_TIMESTAMP.
Result<Timestamp> parseTimestamp(std::string_view text, MissingOffset missing = MissingOffset::Refuse);

/// RFC 3339 UTC with six fraction digits, for example "2026-01-10T12:30:00.123000Z".
std::string formatTimestamp(Timestamp at);

} // namespace binnacle
