#include "backend/store/log/payload_columns.h"

#include "backend/core/varint.h"
#include "backend/store/log/interner.h"
#include "backend/store/log/payload_templates.h"
#include "backend/store/log/short_bytes.h"
#include "backend/store/log/value_codec.h"

namespace binnacle {

namespace block {

namespace {

/// What a column of the payloads may be a function of: the facts' shapes and texts.
KnownColumns columnsOf(const FactTable& facts)
{
    KnownColumns known{ { facts.shapeOfRow.data(), facts.shapes.size() - 1 } };
    for (const TextColumn& column : facts.texts) {
        if (!column.ofRow.empty())
            known.push_back({ column.ofRow.data(), column.values.size() - 1 });
    }
    return known;
}

/// Enough to see that facts and payloads are of different blocks.
std::uint64_t shortHash(std::uint64_t hash)
{
    return hash & 0xFFFF'FFFFU;
}

} // namespace

Result<PackedFrame> packPayloads(const RawBlock& raw, const FactTable& facts, std::uint64_t factsHash)
{
    const PayloadTemplates templates(raw, facts);
    const KnownColumns known = columnsOf(facts);
    FrameWriter out;
    putVarint(out.structure, shortHash(factsHash));
    putIndices({ templates.ofRow().data(), templates.all().size() }, allRows(facts.count), known, out);
    for (const PayloadTemplate& each : templates.all()) {
        putVarint(out.structure, each.holes.size());
        for (const PayloadTemplate::Column& hole : each.holes)
            out.structure += static_cast<char>(hole.references == 0 ? 0 : std::countr_zero(hole.references) + 1);
        for (const std::string_view literal : each.literals) {
            putVarint(out.structure, literal.size());
            out.texts += literal;
        }
    }
    Interner interner;
    std::vector<std::string_view> values;
    std::vector<std::uint16_t> ofRow(facts.count);
    for (const PayloadTemplate& each : templates.all()) {
        for (const PayloadTemplate::Column& hole : each.holes) {
            if (hole.references != 0)
                continue;
            values.assign(1, {});
            interner.begin(values);
            for (std::size_t i = 0; i < each.rows.size(); ++i)
                ofRow[each.rows[i]] = interner.indexOf(hole.texts[i]);
            putIndices({ ofRow.data(), values.size() - 1 }, each.rows, known, out);
            putTexts(std::span(values).subspan(1), firstRows(ofRow.data(), each.rows, values.size() - 1), facts,
                ~std::uint64_t{ 0 }, out);
        }
    }
    return packFrame(out);
}

} // namespace block

Result<PayloadColumns> PayloadColumns::unpack(std::string_view frame, const FactColumns& facts)
{
    auto unpacked = block::unpackFrame(frame);
    if (!unpacked)
        return unpacked.error();
    PayloadColumns columns;
    columns.m_bytes = std::move(unpacked->bytes);
    columns.m_facts = &facts.table();
    columns.take(unpacked->streams, facts.contentHash());
    if (!unpacked->streams.ok() || !unpacked->streams.isAtEnd())
        return block::corrupt();
    return columns;
}

void PayloadColumns::take(block::FrameReader& in, std::uint64_t factsHash)
{
    if (in.structure.varint() != block::shortHash(factsHash)) {
        in.structure.fail();
        return;
    }
    const std::size_t count = m_facts->count;
    const block::KnownColumns known = block::columnsOf(*m_facts);
    m_templateOfRow.resize(count);
    m_placeOfRow.resize(count);
    const std::size_t templates = block::takeIndices(m_templateOfRow.data(), block::allRows(count), known, in);
    if (templates > block::maxTemplates)
        in.structure.fail();
    for (std::size_t i = 0; i < templates && in.ok(); ++i)
        takeTemplate(in);
    if (!in.ok())
        return;
    std::vector<block::Rows> rowsOf(templates);
    for (std::size_t row = 0; row < count; ++row) {
        block::Rows& rows = rowsOf[m_templateOfRow[row] - 1U];
        m_placeOfRow[row] = static_cast<std::uint16_t>(rows.size());
        rows.push_back(static_cast<std::uint16_t>(row));
    }
    std::vector<std::uint16_t> ofRow(count);
    for (std::size_t i = 0; i < templates; ++i) {
        const block::Rows& rows = rowsOf[i];
        for (Template::HoleColumn& hole : m_templates[i].holes) {
            if (hole.reference != 0)
                continue;
            const std::size_t distinct = block::takeIndices(ofRow.data(), rows, known, in);
            block::takeTexts(block::firstRows(ofRow.data(), rows, distinct), *m_facts, hole.texts.values, m_arena, in);
            if (!in.ok())
                return;
            for (const std::uint16_t row : rows)
                hole.texts.ofRow.push_back(ofRow[row]);
        }
    }
}

void PayloadColumns::takeTemplate(block::FrameReader& in)
{
    const std::uint64_t holes = in.structure.varint();
    if (holes > block::maxHoles) {
        in.structure.fail();
        return;
    }
    Template& added = m_templates.emplace_back();
    added.holes.resize(holes);
    for (Template::HoleColumn& hole : added.holes) {
        hole.reference = in.structure.byte();
        if (hole.reference > block::references)
            in.structure.fail();
    }
    for (std::size_t i = 0; i <= holes; ++i)
        added.literalBytes += added.literals.emplace_back(in.texts.bytes(in.structure.varint())).size();
}

Result<void> PayloadColumns::payload(std::size_t index, std::string& out) const
{
    const Template& form = m_templates[m_templateOfRow[index] - 1U];
    const std::size_t place = m_placeOfRow[index];
    block::ReferenceTexts references(*m_facts);
    references.setRow(index);
    struct Piece {
        const char* data;
        std::size_t size;
    };
    std::array<Piece, block::maxHoles> texts; // Of the holes. Not string_view, which would be set to zero first.
    std::size_t size = form.literalBytes;
    for (std::size_t i = 0; i < form.holes.size(); ++i) {
        const Template::HoleColumn& hole = form.holes[i];
        const std::string_view text = hole.reference != 0
            ? references.text(static_cast<block::Reference>(hole.reference - 1))
            : hole.texts.values[hole.texts.ofRow[place]];
        texts[i] = { text.data(), text.size() };
        size += text.size();
    }
    if (size > block::maxFrameBytes)
        return block::corrupt();
    out.resize(size);
    char* at = out.data();
    for (std::size_t i = 0; i < form.holes.size(); ++i)
        at = block::copyBytes({ texts[i].data, texts[i].size }, block::copyBytes(form.literals[i], at));
    block::copyBytes(form.literals.back(), at);
    return {};
}

} // namespace binnacle
