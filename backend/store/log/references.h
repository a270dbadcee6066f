#pragma once

#include "backend/store/log/fact_table.h"
#include "backend/store/log/payload_lexer.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// A text that follows from the facts of an event: a text field as it is, a time in RFC 3339 (UTC, Z, with 0, 3, 6 or 9
/// digits of the second's fraction), or an integer in decimal. The numbers are stored: text fields from 0, then the
/// times (four for each of timeFields), then the integers.
using Reference = std::uint8_t;

inline constexpr std::array timeFields{ NumberField::OccurredAt, NumberField::StepExecutedAt };
inline constexpr std::array integerFields{ NumberField::Ordinal, NumberField::SummaryCompleted,
    NumberField::SummaryFailed, NumberField::SummaryInProgress, NumberField::SummaryPending,
    NumberField::WorkflowDuration, NumberField::StepDuration, NumberField::StepRetryCount };
inline constexpr std::size_t timeFormats = 4;
inline constexpr Reference firstTime = textFields;
inline constexpr Reference firstInteger = firstTime + timeFormats * timeFields.size();
inline constexpr Reference firstProperty = firstInteger + integerFields.size();
inline constexpr Reference references = 64;
inline constexpr std::uint64_t textReferences = (std::uint64_t{ 1 } << textFields) - 1;
static_assert(firstProperty < references, "sets of references are masks");

/// The texts of references, row by row.
class ReferenceTexts {
public:
    explicit ReferenceTexts(const FactTable& table)
        : m_table(table)
    {
    }

    void setRow(std::size_t row)
    {
        m_row = row;
        m_made = 0;
        m_hasProperties = false;
    }
    /// Empty where the row has no such field. Valid until setRow().
    std::string_view text(Reference reference)
    {
        if (reference < textFields)
            return m_table.text(reference, m_row);
        return reference < firstProperty ? formatted(reference) : property(reference);
    }
    /// A time (numbered from firstTime on) as it is written at an offset from UTC, with hours and minutes of the offset
    /// instead of Z. Valid until the next call.
    std::string_view zonedTime(std::size_t time, std::int64_t offsetMinutes);
    /// The references that have exactly this text.
    std::uint64_t matching(std::string_view text);

private:
    struct Formatted {
        std::array<char, 40> bytes;
        std::uint8_t size;
    };

    std::string_view formatted(Reference reference);
    std::string_view property(Reference reference);
    void makeTime(std::int64_t micros, unsigned digits, Formatted& out);
    void makeDate(std::int64_t day);

    const FactTable& m_table;
    std::size_t m_row = 0;
    std::uint32_t m_made = 0; ///< A bit for each formatted reference that m_formatted has.
    std::array<Formatted, firstProperty - textFields> m_formatted;
    Formatted m_zoned;
    bool m_hasProperties = false; ///< m_properties is of this row.
    std::vector<Hole> m_properties;
    std::int64_t m_day = INT64_MIN;
    std::array<char, 10> m_date{}; ///< Of m_day.
    bool m_hasDate = false; ///< It lies in the years 0 to 9999.
};

} // namespace binnacle::block
