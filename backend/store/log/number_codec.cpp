#include "backend/store/log/number_codec.h"

#include "backend/core/varint.h"
#include "backend/store/log/interner.h"

#include <bit>

namespace binnacle::block {

namespace {

/// What a number is written as the difference from. The numbers are stored.
enum class Base : std::uint8_t {
    None = 0,
    Previous = 1, ///< The row before that has one.
    OccurredAt = 2,
    Elapsed = 3, ///< Milliseconds from executedAt to occurredAt.
};
constexpr std::array bases{ Base::None, Base::Previous, Base::OccurredAt, Base::Elapsed };

/// All differences can be divided by it: times often have whole milliseconds or seconds. Its place here is stored.
constexpr std::array<std::int64_t, 3> units{ 1, 1'000, 1'000'000 };

/// In the column's first byte: the base in bits 0 and 1, the unit in 2 and 3; or that it is a list of distinct values.
constexpr unsigned unitShift = 2;
constexpr std::uint8_t indexedFlag = 0x80;

constexpr bool isTime(NumberField field)
{
    return field == NumberField::OccurredAt || field == NumberField::StepExecutedAt || field == NumberField::RecordedAt;
}

/// Differences wrap around on purpose: they are taken back the same way.
std::int64_t minus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
std::int64_t plus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t times(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
}

/// The value of a base in each row, as far as it does not come from the column itself.
class BaseOfRow {
public:
    BaseOfRow(const FactTable& table, Base base)
        : m_occurred(numbersOf(table, NumberField::OccurredAt))
        , m_executed(numbersOf(table, NumberField::StepExecutedAt))
        , m_base(base)
    {
    }
    std::int64_t at(std::size_t row, std::int64_t previous) const
    {
        switch (m_base) {
        case Base::None:
            return 0;
        case Base::Previous:
            return previous;
        case Base::OccurredAt:
            return valueAt(m_occurred, row);
        case Base::Elapsed:
            return minus(valueAt(m_occurred, row), valueAt(m_executed, row)) / 1'000;
        }
        return 0;
    }

private:
    static const std::vector<std::int64_t>& numbersOf(const FactTable& table, NumberField field)
    {
        return table.numbers[static_cast<std::size_t>(field)];
    }
    static std::int64_t valueAt(const std::vector<std::int64_t>& column, std::size_t row)
    {
        return column.empty() ? 0 : column[row];
    }

    const std::vector<std::int64_t>& m_occurred;
    const std::vector<std::int64_t>& m_executed;
    Base m_base;
};

/// A base refers to columns that are read before.
bool mayBeBase(Base base, NumberField field)
{
    if (base == Base::OccurredAt)
        return field == NumberField::StepExecutedAt || field == NumberField::RecordedAt;
    return base != Base::Elapsed || field == NumberField::StepDuration;
}

struct Differences {
    std::vector<std::int64_t> values;
    std::uint8_t unit = 0;
    std::size_t bytes = 0;
};

std::size_t varintSize(std::uint64_t value)
{
    return (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
}

Differences differencesFrom(
    Base base, const std::vector<std::int64_t>& column, const Rows& rows, const FactTable& table)
{
    const BaseOfRow baseOfRow(table, base);
    Differences found;
    found.values.reserve(rows.size());
    found.unit = static_cast<std::uint8_t>(units.size() - 1);
    std::int64_t previous = 0;
    for (const std::uint16_t row : rows) {
        const std::int64_t difference = minus(column[row], baseOfRow.at(row, previous));
        previous = column[row];
        while (difference % units[found.unit] != 0)
            --found.unit;
        found.values.push_back(difference);
    }
    for (std::int64_t& value : found.values) {
        value /= units[found.unit];
        found.bytes += varintSize(zigzag(value));
    }
    return found;
}

/// Writes the column by its distinct values; false where it has too many.
bool putIndexed(const std::vector<std::int64_t>& column, const Rows& rows, const KnownColumns& known, FrameWriter& out)
{
    std::vector<std::string_view> values{ std::string_view() };
    std::vector<std::uint16_t> ofRow(column.size());
    Interner interner;
    interner.begin(values);
    for (const std::uint16_t row : rows) {
        ofRow[row] = interner.indexOf({ reinterpret_cast<const char*>(&column[row]), sizeof(std::int64_t) });
        if (values.size() > rows.size() / 2 + 2)
            return false;
    }
    out.structure += static_cast<char>(indexedFlag);
    putIndices({ ofRow.data(), values.size() - 1 }, rows, known, out);
    std::size_t largest = 0;
    for (const std::uint16_t row : rows) {
        if (ofRow[row] > largest) {
            largest = ofRow[row];
            putVarint(out.numbers, zigzag(column[row]));
        }
    }
    return true;
}

} // namespace

void putNumbers(const FactTable& table, NumberField field, const KnownColumns& known, FrameWriter& out)
{
    const auto& column = table.numbers[static_cast<std::size_t>(field)];
    const Rows rows = table.rowsOf(field);
    if (!isTime(field) && putIndexed(column, rows, known, out))
        return;
    Base best = Base::None;
    Differences differences = differencesFrom(best, column, rows, table);
    for (const Base base : bases) {
        if (base == Base::None || !mayBeBase(base, field))
            continue;
        Differences others = differencesFrom(base, column, rows, table);
        if (others.bytes < differences.bytes) {
            differences = std::move(others);
            best = base;
        }
    }
    out.structure += static_cast<char>(static_cast<unsigned>(best) | unsigned{ differences.unit } << unitShift);
    for (const std::int64_t value : differences.values)
        putVarint(out.numbers, zigzag(value));
}

void takeNumbers(FactTable& table, NumberField field, const KnownColumns& known, FrameReader& in)
{
    auto& column = table.numbers[static_cast<std::size_t>(field)];
    const Rows rows = table.rowsOf(field);
    column.assign(table.count, 0);
    const std::uint8_t head = in.structure.byte();
    if (head == indexedFlag) {
        std::vector<std::uint16_t> ofRow(table.count);
        const std::size_t distinct = takeIndices(ofRow.data(), rows, known, in);
        std::vector<std::int64_t> values(distinct + 1);
        for (std::size_t i = 1; i <= distinct; ++i)
            values[i] = unzigzag(in.numbers.varint());
        if (!in.ok())
            return;
        for (const std::uint16_t row : rows)
            column[row] = values[ofRow[row]];
        return;
    }
    const auto base = static_cast<Base>(head & 3U);
    const unsigned unit = head >> unitShift;
    if (unit >= units.size() || !mayBeBase(base, field)) {
        in.structure.fail();
        return;
    }
    const BaseOfRow baseOfRow(table, base);
    std::int64_t previous = 0;
    for (const std::uint16_t row : rows) {
        const std::int64_t difference = times(unzigzag(in.numbers.varint()), units[unit]);
        previous = column[row] = plus(baseOfRow.at(row, previous), difference);
    }
}

} // namespace binnacle::block
