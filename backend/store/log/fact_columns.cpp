#include "backend/store/log/fact_columns.h"

#include "backend/core/varint.h"
#include "backend/store/log/number_codec.h"
#include "backend/store/log/value_codec.h"

namespace binnacle {

namespace block {

namespace {

void putShape(const Shape& shape, FrameWriter& out)
{
    putVarint(out.structure, shape.texts);
    putVarint(out.structure, shape.numbers);
    out.structure += static_cast<char>(shape.flags);
    for (const std::uint8_t value : shape.enums)
        out.structure += static_cast<char>(value);
}

Shape takeShape(FrameReader& in)
{
    Shape shape;
    shape.texts = in.structure.varint();
    const std::uint64_t numbers = in.structure.varint();
    shape.numbers = static_cast<std::uint16_t>(numbers);
    shape.flags = in.structure.byte();
    for (std::uint8_t& value : shape.enums)
        value = in.structure.byte();
    if (numbers >> numberFields != 0 || !isPossible(shape))
        in.structure.fail();
    return shape;
}

/// Which texts and numbers any shape has.
Shape unionOf(const std::vector<Shape>& shapes)
{
    Shape all;
    for (const Shape& shape : shapes) {
        all.texts |= shape.texts;
        all.numbers |= shape.numbers;
    }
    return all;
}

void takeTable(FactTable& table, TextArena& arena, FrameReader& in)
{
    KnownColumns known;
    table.shapeOfRow.resize(table.count);
    const std::size_t shapes = takeIndices(table.shapeOfRow.data(), allRows(table.count), known, in);
    table.shapes.resize(1);
    for (std::size_t i = 0; i < shapes && in.ok(); ++i)
        table.shapes.push_back(takeShape(in));
    if (!in.ok())
        return;
    known.push_back({ table.shapeOfRow.data(), shapes });
    const Shape used = unionOf(table.shapes);
    for (const NumberField field : numberOrder) {
        if ((used.numbers >> static_cast<unsigned>(field) & 1U) != 0)
            takeNumbers(table, field, known, in);
    }
    for (const TextField field : textOrder) {
        if ((used.texts >> static_cast<unsigned>(field) & 1U) == 0)
            continue;
        TextColumn& column = table.texts[static_cast<std::size_t>(field)];
        column.ofRow.resize(table.count);
        const Rows rows = table.rowsOf(field);
        const std::size_t distinct = takeIndices(column.ofRow.data(), rows, known, in);
        takeTexts(firstRows(column.ofRow.data(), rows, distinct), table, column.values, arena, in);
        if (!in.ok())
            return;
        known.push_back({ column.ofRow.data(), distinct });
    }
}

} // namespace

Result<PackedFrame> packFacts(const FactTable& table)
{
    FrameWriter out;
    KnownColumns known;
    const IndexColumn shapes{ table.shapeOfRow.data(), table.shapes.size() - 1 };
    putIndices(shapes, allRows(table.count), known, out);
    for (std::size_t i = 1; i < table.shapes.size(); ++i)
        putShape(table.shapes[i], out);
    known.push_back(shapes);
    for (const NumberField field : numberOrder) {
        if (!table.numbers[static_cast<std::size_t>(field)].empty())
            putNumbers(table, field, known, out);
    }
    std::uint64_t allowed = ~textReferences;
    for (const TextField field : textOrder) {
        const TextColumn& column = table.texts[static_cast<std::size_t>(field)];
        if (column.ofRow.empty())
            continue;
        const IndexColumn indices{ column.ofRow.data(), column.values.size() - 1 };
        const Rows rows = table.rowsOf(field);
        putIndices(indices, rows, known, out);
        putTexts(
            std::span(column.values).subspan(1), firstRows(indices.ofRow, rows, indices.distinct), table, allowed, out);
        known.push_back(indices);
        allowed |= std::uint64_t{ 1 } << static_cast<unsigned>(field);
    }
    return packFrame(out);
}

} // namespace block

Result<FactColumns> FactColumns::unpack(std::string_view frame, std::size_t count)
{
    if (count == 0 || count > block::maxBlockEvents)
        return block::corrupt();
    auto unpacked = block::unpackFrame(frame);
    if (!unpacked)
        return unpacked.error();
    FactColumns columns;
    columns.m_bytes = std::move(unpacked->bytes);
    columns.m_contentHash = unpacked->contentHash;
    columns.m_table = std::make_unique<block::FactTable>();
    columns.m_table->count = count;
    block::takeTable(*columns.m_table, columns.m_arena, unpacked->streams);
    if (!unpacked->streams.ok() || !unpacked->streams.isAtEnd())
        return block::corrupt();
    return columns;
}

} // namespace binnacle
