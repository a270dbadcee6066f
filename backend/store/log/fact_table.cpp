#include "backend/store/log/fact_table.h"

#include "backend/event/event_fields.h"
#include "backend/event/facts_codec.h"
#include "backend/store/log/interner.h"

#include <bit>

namespace binnacle::block {

namespace {

constexpr std::size_t firstStepText = static_cast<std::size_t>(TextField::StepId);
constexpr std::size_t firstStepNumber = static_cast<std::size_t>(NumberField::StepExecutedAt);
constexpr std::size_t lastStepNumber = static_cast<std::size_t>(NumberField::StepProgress);
constexpr unsigned stepFlag = 5; ///< Behind the five flags.
constexpr std::size_t executionEnum = 4;

/// Takes the fields of events apart and puts them into the columns of a table.
class Collector {
public:
    explicit Collector(FactTable& table)
        : m_table(table)
    {
    }

    void add(const Event& event, std::size_t row, std::int64_t recordedAt)
    {
        m_row = row;
        m_shape = {};
        m_text = m_number = m_enum = m_flag = 0;
        visitFields(event, *this);
        m_number = static_cast<unsigned>(NumberField::RecordedAt);
        put(recordedAt, true);
        m_table.shapeOfRow[m_row] = indexOf(m_shape);
    }

    void text(std::string_view value)
    {
        const unsigned field = m_text++;
        if (value.empty())
            return;
        Column& column = m_columns[field];
        if (column.ofRow == nullptr)
            begin(column, field);
        column.ofRow[m_row] = column.interner.indexOf(value);
        m_shape.texts |= std::uint64_t{ 1 } << field;
    }
    void flag(bool value, bool usual) { setFlag(value != usual); }
    void integer(std::int64_t value) { put(value, value != 0); }
    void time(Timestamp value) { integer(value.micros); }
    template <typename Enum>
    void number(Enum value)
    {
        m_shape.enums[m_enum++] = static_cast<std::uint8_t>(value);
    }
    void optional(const std::optional<std::int64_t>& value) { put(value.value_or(0), value.has_value()); }
    void optional(const std::optional<Timestamp>& value) { put(value ? value->micros : 0, value.has_value()); }
    void optional(const std::optional<double>& value)
    {
        put(value ? std::bit_cast<std::int64_t>(*value) : 0, value.has_value());
    }
    void optional(const std::optional<StepSummary>& value)
    {
        const StepSummary counts = value.value_or(StepSummary{});
        for (const std::int64_t count : { counts.completed, counts.failed, counts.inProgress, counts.pending })
            put(count, value.has_value());
    }
    void optional(const std::optional<StepFacts>& value)
    {
        setFlag(value.has_value());
        if (value)
            visitStepFields(*value, *this);
    }

private:
    void setFlag(bool isSet) { m_shape.flags |= static_cast<std::uint8_t>(unsigned{ isSet } << m_flag++); }
    void put(std::int64_t value, bool isThere)
    {
        const unsigned field = m_number++;
        if (!isThere)
            return;
        std::vector<std::int64_t>& column = m_table.numbers[field];
        if (column.empty())
            column.resize(m_table.count);
        column[m_row] = value;
        m_shape.numbers |= static_cast<std::uint16_t>(1U << field);
    }
    std::uint16_t indexOf(const Shape& shape)
    {
        std::vector<Shape>& shapes = m_table.shapes;
        std::size_t index = 1;
        while (index < shapes.size() && !(shapes[index] == shape))
            ++index;
        if (index == shapes.size())
            shapes.push_back(shape);
        return static_cast<std::uint16_t>(index);
    }

    struct Column {
        std::uint16_t* ofRow = nullptr;
        Interner interner;
    };
    void begin(Column& column, unsigned field)
    {
        TextColumn& texts = m_table.texts[field];
        texts.ofRow.resize(m_table.count);
        column.ofRow = texts.ofRow.data();
        column.interner.begin(texts.values);
    }

    FactTable& m_table;
    std::array<Column, textFields> m_columns;
    std::size_t m_row = 0;
    Shape m_shape;
    unsigned m_text = 0;
    unsigned m_number = 0;
    unsigned m_enum = 0;
    unsigned m_flag = 0;
};

/// Puts an event together again.
class Placer {
public:
    Placer(const FactTable& table, std::size_t row)
        : m_table(table)
        , m_row(row)
        , m_shape(table.shape(row))
    {
    }

    void text(std::string_view& value)
    {
        const std::size_t field = m_text++;
        if ((m_shape.texts >> field & 1U) != 0)
            value = m_table.text(field, m_row);
    }
    void flag(bool& value, bool usual) { value = nextFlag() != usual; }
    void integer(std::int64_t& value)
    {
        if (const auto stored = next())
            value = *stored;
    }
    void time(Timestamp& value) { integer(value.micros); }
    template <typename Enum>
    void number(Enum& value)
    {
        value = static_cast<Enum>(m_shape.enums[m_enum++]);
    }
    void optional(std::optional<std::int64_t>& value) { value = next(); }
    void optional(std::optional<Timestamp>& value)
    {
        if (const auto stored = next())
            value = Timestamp{ *stored };
    }
    void optional(std::optional<double>& value)
    {
        if (const auto stored = next())
            value = std::bit_cast<double>(*stored);
    }
    void optional(std::optional<StepSummary>& value)
    {
        const auto completed = next();
        const auto failed = next();
        const auto inProgress = next();
        const auto pending = next();
        if (completed)
            value = StepSummary{ *completed, *failed, *inProgress, *pending };
    }
    void optional(std::optional<StepFacts>& value)
    {
        if (nextFlag())
            visitStepFields(value.emplace(), *this);
    }

private:
    bool nextFlag() { return (m_shape.flags >> m_flag++ & 1U) != 0; }
    std::optional<std::int64_t> next()
    {
        const std::size_t field = m_number++;
        if ((m_shape.numbers >> field & 1U) == 0)
            return std::nullopt;
        return m_table.numbers[field][m_row];
    }

    const FactTable& m_table;
    std::size_t m_row;
    const Shape& m_shape;
    std::size_t m_text = 0;
    std::size_t m_number = 0;
    std::size_t m_enum = 0;
    unsigned m_flag = 0;
};

template <typename Number>
bool allOrNone(Number bits, Number group)
{
    return (bits & group) == 0 || (bits & group) == group;
}

} // namespace

Event FactTable::event(std::size_t row) const
{
    Event event;
    Placer placer(*this, row);
    visitFields(event, placer);
    return event;
}

Rows FactTable::rowsOf(TextField field) const
{
    std::vector<std::uint8_t> has;
    for (const Shape& each : shapes)
        has.push_back(each.texts >> static_cast<unsigned>(field) & 1U);
    return rowsWhere(has);
}

Rows FactTable::rowsOf(NumberField field) const
{
    std::vector<std::uint8_t> has;
    for (const Shape& each : shapes)
        has.push_back(each.numbers >> static_cast<unsigned>(field) & 1U);
    return rowsWhere(has);
}

/// The rows whose shapes have a 1.
Rows FactTable::rowsWhere(const std::vector<std::uint8_t>& ofShape) const
{
    Rows rows(count);
    std::size_t found = 0;
    for (std::size_t row = 0; row < count; ++row) {
        rows[found] = static_cast<std::uint16_t>(row); // No branch: neighbours differ.
        found += ofShape[shapeOfRow[row]];
    }
    rows.resize(found);
    return rows;
}

Result<FactTable> factTableOf(const RawBlock& block)
{
    FactTable table;
    table.count = block.count();
    table.shapes.resize(1);
    table.shapeOfRow.resize(table.count);
    Collector collector(table);
    for (std::size_t row = 0; row < table.count; ++row) {
        const RawBlock::Item item = block.at(row);
        std::string_view facts = item.facts;
        const auto event = decodeFacts(facts);
        if (!event)
            return event.error();
        if (!facts.empty())
            return corrupt();
        collector.add(*event, row, item.recordedAt);
    }
    return table;
}

bool isPossible(const Shape& shape)
{
    constexpr std::uint16_t summary = 0b111100;
    constexpr std::uint16_t stepNumbers = (1U << (lastStepNumber + 1)) - (1U << firstStepNumber);
    const bool hasStep = (shape.flags >> stepFlag & 1U) != 0;
    const bool saysOfStep =
        shape.texts >> firstStepText != 0 || (shape.numbers & stepNumbers) != 0 || shape.enums[executionEnum] != 0;
    return shape.texts >> textFields == 0 && shape.numbers >> numberFields == 0 && shape.flags >> (stepFlag + 1) == 0
        && (shape.numbers >> static_cast<unsigned>(NumberField::RecordedAt) & 1U) != 0
        && allOrNone(shape.numbers, summary) && (hasStep || !saysOfStep) && isStoredNumberOf<Dialect>(shape.enums[0])
        && isStoredNumberOf<EventKind>(shape.enums[1]) && isStoredNumberOf<EntityStatus>(shape.enums[2])
        && isStoredNumberOf<EntityStatus>(shape.enums[3])
        && isStoredNumberOf<ExecutionStatus>(shape.enums[executionEnum]);
}

} // namespace binnacle::block
