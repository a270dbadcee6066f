#include "backend/store/log/fact_table.h"

#include "backend/event/event_fields.h"
#include "backend/event/facts_codec.h"
#include "backend/store/log/interner.h"

#include <algorithm>
#include <bit>

namespace binnacle::block {

namespace {

constexpr std::size_t firstStepText = static_cast<std::size_t>(TextField::StepId);
constexpr std::size_t firstStepNumber = static_cast<std::size_t>(NumberField::StepExecutedAt);
constexpr std::size_t lastStepNumber = static_cast<std::size_t>(NumberField::StepProgress);
constexpr unsigned stepFlag = 5; ///< Behind the five flags.
constexpr std::size_t executionEnum = 4;

/// Takes the fields of an event apart.
class Collector {
public:
    Collector(std::string_view* texts, std::size_t textStride, std::array<std::int64_t, numberFields>& numbers)
        : m_texts(texts)
        , m_stride(textStride)
        , m_numbers(numbers)
    {
    }

    void text(std::string_view value)
    {
        m_texts[m_text * m_stride] = value;
        shape.texts |= std::uint64_t{ !value.empty() } << m_text++;
    }
    void flag(bool value, bool usual) { setFlag(value != usual); }
    void integer(std::int64_t value) { put(value, value != 0); }
    void time(Timestamp value) { integer(value.micros); }
    template <typename Enum>
    void number(Enum value)
    {
        shape.enums[m_enum++] = static_cast<std::uint8_t>(value);
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

    Shape shape;

private:
    void setFlag(bool isSet) { shape.flags |= static_cast<std::uint8_t>(unsigned{ isSet } << m_flag++); }
    void put(std::int64_t value, bool isThere)
    {
        m_numbers[m_number] = value;
        shape.numbers |= static_cast<std::uint16_t>(unsigned{ isThere } << m_number++);
    }

    std::string_view* m_texts;
    std::size_t m_stride;
    std::array<std::int64_t, numberFields>& m_numbers;
    std::size_t m_text = 0;
    std::size_t m_number = 0;
    std::size_t m_enum = 0;
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
    Rows rows;
    rows.reserve(count);
    for (std::size_t row = 0; row < count; ++row) {
        if ((shape(row).texts >> static_cast<unsigned>(field) & 1U) != 0)
            rows.push_back(static_cast<std::uint16_t>(row));
    }
    return rows;
}

Rows FactTable::rowsOf(NumberField field) const
{
    Rows rows;
    rows.reserve(count);
    for (std::size_t row = 0; row < count; ++row) {
        if (has(field, row))
            rows.push_back(static_cast<std::uint16_t>(row));
    }
    return rows;
}

Result<FactTable> factTableOf(const RawBlock& block)
{
    FactTable table;
    table.count = block.count();
    table.shapes.resize(1);
    table.shapeOfRow.resize(table.count);
    std::vector<std::string_view> texts(textFields * table.count);
    std::array<std::int64_t, numberFields> numbers{};
    std::uint64_t usedTexts = 0;
    for (std::size_t row = 0; row < table.count; ++row) {
        const RawBlock::Item item = block.at(row);
        std::string_view facts = item.facts;
        const auto event = decodeFacts(facts);
        if (!event)
            return event.error();
        if (!facts.empty())
            return corrupt();
        Collector collector(texts.data() + row, table.count, numbers);
        visitFields(*event, collector);
        Shape& shape = collector.shape;
        numbers[static_cast<std::size_t>(NumberField::RecordedAt)] = item.recordedAt;
        shape.numbers |= static_cast<std::uint16_t>(1U << static_cast<unsigned>(NumberField::RecordedAt));
        usedTexts |= shape.texts;
        for (std::size_t field = 0; field < numberFields; ++field) {
            if ((shape.numbers >> field & 1U) == 0)
                continue;
            if (table.numbers[field].empty())
                table.numbers[field].resize(table.count);
            table.numbers[field][row] = numbers[field];
        }
        auto known = std::find(table.shapes.begin() + 1, table.shapes.end(), shape);
        if (known == table.shapes.end())
            known = table.shapes.insert(known, shape);
        table.shapeOfRow[row] = static_cast<std::uint16_t>(known - table.shapes.begin());
    }
    Interner interner(table.count);
    for (std::size_t field = 0; field < textFields; ++field) {
        if ((usedTexts >> field & 1U) == 0)
            continue;
        TextColumn& column = table.texts[field];
        column.ofRow.resize(table.count);
        interner.begin(column.values);
        const std::string_view* text = texts.data() + field * table.count;
        for (std::size_t row = 0; row < table.count; ++row) {
            if (!text[row].empty())
                column.ofRow[row] = interner.indexOf(text[row]);
        }
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
