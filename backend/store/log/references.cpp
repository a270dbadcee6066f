#include "backend/store/log/references.h"

#include "backend/store/log/short_bytes.h"

#include <charconv>
#include <cstring>

namespace binnacle::block {

namespace {

constexpr std::int64_t microsASecond = 1'000'000;
constexpr std::int64_t secondsADay = 86'400;
constexpr std::int64_t firstDay = -719'528; // 0000-01-01
constexpr std::int64_t lastDay = 2'932'896; // 9999-12-31
constexpr std::array<unsigned, timeFormats> fractionDigits{ 0, 3, 6, 9 };

constexpr std::array<char, 200> pairsOfDigits = [] {
    std::array<char, 200> pairs{};
    for (std::size_t i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}();

/// `value` is below 100.
void putPair(char* at, std::uint32_t value)
{
    std::memcpy(at, pairsOfDigits.data() + std::size_t{ 2 } * value, 2);
}

/// `value` is below 1000.
void putThree(char* at, std::uint32_t value)
{
    at[0] = static_cast<char>('0' + value / 100);
    putPair(at + 1, value % 100);
}

} // namespace

std::string_view ReferenceTexts::formatted(Reference reference)
{
    const std::size_t index = reference - std::size_t{ textFields };
    Formatted& out = m_formatted[index];
    if ((m_made >> index & 1U) == 0) {
        m_made |= 1U << index;
        out.size = 0;
        if (reference < firstInteger) {
            const NumberField field = timeFields[index / timeFormats];
            if (m_table.has(field, m_row))
                makeTime(m_table.number(field, m_row), fractionDigits[index % timeFormats], out);
        } else {
            const NumberField field = integerFields[reference - std::size_t{ firstInteger }];
            if (m_table.has(field, m_row)) {
                char* const begin = out.bytes.data();
                const auto end = std::to_chars(begin, begin + out.bytes.size(), m_table.number(field, m_row)).ptr;
                out.size = static_cast<std::uint8_t>(end - begin);
            }
        }
    }
    return { out.bytes.data(), out.size };
}

std::string_view ReferenceTexts::property(Reference reference)
{
    const std::string_view json = m_table.text(static_cast<std::size_t>(TextField::PropertiesJson), m_row);
    if (!m_hasProperties) {
        m_hasProperties = true;
        if (!findHoles(json, {}, m_properties))
            m_properties.clear();
    }
    const std::size_t index = reference - std::size_t{ firstProperty };
    if (index >= m_properties.size())
        return {};
    const Hole& hole = m_properties[index];
    return json.substr(hole.begin, hole.end - hole.begin);
}

std::string_view ReferenceTexts::zonedTime(std::size_t time, std::int64_t offsetMinutes)
{
    constexpr std::int64_t microsAMinute = 60 * microsASecond;
    const NumberField field = timeFields[time / timeFormats];
    m_zoned.size = 0;
    // Nothing is written for an offset that has no form, or a time that may leave the range of its type.
    if (!m_table.has(field, m_row) || offsetMinutes <= -1'440 || offsetMinutes >= 1'440)
        return {};
    const std::int64_t micros = m_table.number(field, m_row);
    if (micros <= firstDay * secondsADay * microsASecond || micros >= lastDay * secondsADay * microsASecond)
        return {};
    makeTime(micros + offsetMinutes * microsAMinute, fractionDigits[time % timeFormats], m_zoned);
    if (m_zoned.size == 0)
        return {};
    char* const at = m_zoned.bytes.data() + m_zoned.size - 1; // Z
    const auto minutes = static_cast<std::uint32_t>(offsetMinutes < 0 ? -offsetMinutes : offsetMinutes);
    at[0] = offsetMinutes < 0 ? '-' : '+';
    putPair(at + 1, minutes / 60);
    at[3] = ':';
    putPair(at + 4, minutes % 60);
    m_zoned.size = static_cast<std::uint8_t>(m_zoned.size + 5);
    return { m_zoned.bytes.data(), m_zoned.size };
}

void ReferenceTexts::makeTime(std::int64_t micros, unsigned digits, Formatted& out)
{
    std::int64_t seconds = micros / microsASecond;
    auto fraction = static_cast<std::int32_t>(micros % microsASecond);
    if (fraction < 0) {
        fraction += microsASecond;
        --seconds;
    }
    std::int64_t day = seconds / secondsADay;
    auto second = static_cast<std::int32_t>(seconds % secondsADay);
    if (second < 0) {
        second += secondsADay;
        --day;
    }
    if (day != m_day)
        makeDate(day);
    // What the format has no digits for is no reference.
    if (!m_hasDate || (digits == 0 && fraction != 0) || (digits == 3 && fraction % 1'000 != 0))
        return;
    char* at = out.bytes.data();
    std::memcpy(at, m_date.data(), m_date.size());
    at[10] = 'T';
    putPair(at + 11, static_cast<std::uint32_t>(second / 3'600));
    at[13] = ':';
    putPair(at + 14, static_cast<std::uint32_t>(second / 60 % 60));
    at[16] = ':';
    putPair(at + 17, static_cast<std::uint32_t>(second % 60));
    at += 19;
    if (digits > 0) {
        *at++ = '.';
        const auto value = static_cast<std::uint32_t>(fraction);
        putThree(at, value / 1'000);
        if (digits > 3)
            putThree(at + 3, value % 1'000);
        if (digits == 9)
            std::memset(at + 6, '0', 3);
        at += digits;
    }
    *at++ = 'Z';
    out.size = static_cast<std::uint8_t>(at - out.bytes.data());
}

/// Source of the algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
void ReferenceTexts::makeDate(std::int64_t day)
{
    m_day = day;
    m_hasDate = day >= firstDay && day <= lastDay;
    if (!m_hasDate)
        return;
    const auto days = static_cast<std::uint32_t>(day + 719'468 + 146'097);
    const std::uint32_t era = days / 146'097;
    const std::uint32_t dayOfEra = days % 146'097;
    const std::uint32_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::uint32_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::uint32_t shifted = (5 * dayOfYear + 2) / 153;
    const std::uint32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    const std::uint32_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0) - 400;
    putPair(m_date.data(), year / 100);
    putPair(m_date.data() + 2, year % 100);
    m_date[4] = '-';
    putPair(m_date.data() + 5, month);
    m_date[7] = '-';
    putPair(m_date.data() + 8, dayOfYear - (153 * shifted + 2) / 5 + 1);
}

std::uint64_t ReferenceTexts::matching(std::string_view wanted)
{
    std::uint64_t found = 0;
    const auto compare = [&](Reference first, Reference end) {
        for (Reference reference = first; reference < end; ++reference)
            found |= std::uint64_t{ sameText(text(reference), wanted) } << reference;
    };
    compare(0, firstTime);
    if (wanted.empty() || wanted.front() <= '9') // A digit or a sign, or anything else that is rare.
        compare(firstTime, firstProperty);
    compare(firstProperty, references);
    return found;
}

} // namespace binnacle::block
