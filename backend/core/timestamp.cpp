#include "backend/core/timestamp.h"

#include <array>
#include <cstdio>

namespace binnacle {

namespace {

Error invalid(std::string message)
{
    return Error::make(ErrorKind::InvalidInput, "INVALID_TIMESTAMP", std::move(message));
}

/// Reads exactly `count` decimal digits at `at`; -1 where one is missing.
int digits(std::string_view text, std::size_t at, std::size_t count)
{
    if (at + count > text.size())
        return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool isLeapYear(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int daysInMonth(int year, int month)
{
    static constexpr std::array<int, 12> days{ 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && isLeapYear(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto yearOfEra = static_cast<unsigned>(year - era * 400);
    const unsigned dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + static_cast<std::int64_t>(dayOfEra) - 719468;
}

struct CivilDate {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

/// The inverse of daysFromCivil; same source, civil_from_days.
CivilDate civilFromDays(std::int64_t days)
{
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto dayOfEra = static_cast<unsigned>(days - era * 146097);
    const unsigned yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const unsigned dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const unsigned shifted = (5 * dayOfYear + 2) / 153;
    const unsigned day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
    return { static_cast<std::int64_t>(yearOfEra) + era * 400 + (month <= 2), month, day };
}

} // namespace

Result<Timestamp> parseTimestamp(std::string_view text, MissingOffset missing)
{
    static const std::string expected = "A time is written like 2026-01-10T12:30:00.123Z or 2026-01-10T13:30:00+01:00.";
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    if (text.size() < 19 || year < 1 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0 || text[4] != '-'
        || text[7] != '-' || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':'
        || text[16] != ':')
        return invalid("This is not a date and time. " + expected);
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        return invalid("This date or time does not exist in the calendar.");

    std::size_t at = 19;
    std::int64_t fraction = 0;
    if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
        ++at;
        const std::size_t first = at;
        std::int64_t unit = 100'000;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            fraction += (text[at] - '0') * unit;
            unit /= 10;
        }
        if (at == first || at - first > 9)
            return invalid("The fraction of a second has 1 to 9 digits. " + expected);
    }

    std::int64_t offsetMinutes = 0;
    if (at == text.size()) {
        if (missing == MissingOffset::Refuse)
            return invalid("This time names no offset from UTC, so its instant is unknown. Add Z or an offset such as "
                           "+01:00.");
    } else if ((text[at] == 'Z' || text[at] == 'z') && at + 1 == text.size()) {
        offsetMinutes = 0;
    } else if (text[at] == '+' || text[at] == '-') {
        const bool colon = at + 3 < text.size() && text[at + 3] == ':';
        const int offsetHour = digits(text, at + 1, 2);
        const int offsetMinute = digits(text, at + (colon ? 4 : 3), 2);
        if (offsetHour < 0 || offsetMinute < 0 || offsetHour > 23 || offsetMinute > 59
            || at + (colon ? 6 : 5) != text.size())
            return invalid("The offset from UTC is not valid. " + expected);
        offsetMinutes = (offsetHour * 60 + offsetMinute) * (text[at] == '-' ? -1 : 1);
    } else {
        return invalid("There is something after the time that is not an offset. " + expected);
    }

    const std::int64_t days = daysFromCivil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    const std::int64_t seconds = days * 86'400 + hour * 3'600 + minute * 60 + second - offsetMinutes * 60;
    // An offset or a leap second can lead out of the years that can be written again.
    static const std::int64_t firstSecond = daysFromCivil(1, 1, 1) * 86'400;
    static const std::int64_t lastSecond = daysFromCivil(10'000, 1, 1) * 86'400 - 1;
    if (seconds < firstSecond || seconds > lastSecond)
        return invalid("This time lies outside the years 1 to 9999 UTC.");
    return Timestamp{ seconds * 1'000'000 + fraction };
}

std::string formatTimestamp(Timestamp at)
{
    std::int64_t days = at.micros / 86'400'000'000;
    std::int64_t rest = at.micros % 86'400'000'000;
    if (rest < 0) {
        rest += 86'400'000'000;
        --days;
    }
    const CivilDate date = civilFromDays(days);
    const auto seconds = static_cast<int>(rest / 1'000'000);
    std::array<char, 40> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), "%04lld-%02u-%02uT%02d:%02d:%02d.%06dZ",
        static_cast<long long>(date.year), date.month, date.day, seconds / 3600, seconds / 60 % 60, seconds % 60,
        static_cast<int>(rest % 1'000'000));
    return { buffer.data(), static_cast<std::size_t>(length) };
}

} // namespace binnacle
