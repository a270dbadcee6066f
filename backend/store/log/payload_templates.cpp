#include "backend/store/log/payload_templates.h"

#include "backend/store/log/short_bytes.h"

#include <xxhash.h>

#include <bit>

namespace binnacle::block {

namespace {

constexpr std::array sliceFields{ TextField::PropertiesJson, TextField::WorkflowSummaryJson, TextField::ArtifactsJson,
    TextField::UpstreamJson, TextField::DownstreamJson, TextField::CausationJson };

/// Most rows of a block that are compared again to find another reference. Usually it takes some hundred.
constexpr std::size_t maxNarrowing = 100'000;

Reference firstOf(std::uint64_t references)
{
    return static_cast<Reference>(std::countr_zero(references));
}

} // namespace

PayloadTemplates::PayloadTemplates(const RawBlock& block, const FactTable& facts)
    : m_block(block)
    , m_facts(facts)
    , m_references(facts)
    , m_earlier(facts)
    , m_ofRow(facts.count)
    , m_recent(facts.shapes.size(), { none, none })
{
    for (std::size_t row = 0; row < facts.count; ++row)
        add(row);
}

void PayloadTemplates::add(std::size_t row)
{
    const std::string_view payload = m_block.at(row).payload;
    m_references.setRow(row);
    auto& recent = m_recent[m_facts.shapeOfRow[row]];
    std::uint16_t found = none;
    for (const std::uint16_t candidate : recent) {
        if (candidate != none && fits(m_templates[candidate], payload)) {
            found = candidate;
            break;
        }
    }
    if (found == none)
        found = takeApart(row, payload);
    if (found != recent[0])
        recent = { found, recent[0] };
    m_templates[found].rows.push_back(static_cast<std::uint16_t>(row));
    m_ofRow[row] = static_cast<std::uint16_t>(found + 1);
}

bool PayloadTemplates::fits(PayloadTemplate& candidate, std::string_view payload)
{
    m_texts.clear();
    const char* at = payload.data();
    const char* const end = at + payload.size();
    const auto take = [&](std::string_view text) {
        if (static_cast<std::size_t>(end - at) < text.size() || !sameBytes(at, text.data(), text.size()))
            return false;
        at += text.size();
        return true;
    };
    const std::string_view* literal = candidate.literals.data();
    for (const PayloadTemplate::Column& hole : candidate.holes) {
        if (!take(*literal++))
            return false;
        if (hole.references != 0) {
            if (!take(m_references.text(firstOf(hole.references))))
                return false;
        } else {
            const std::string_view rest(at, static_cast<std::size_t>(end - at));
            m_texts.push_back(rest.substr(0, endOfHole(rest, 0, literal->empty() ? '\0' : literal->front())));
            at += m_texts.back().size();
        }
    }
    if (!take(*literal) || at != end)
        return false;
    if (m_texts.empty())
        return true;
    auto text = m_texts.begin();
    for (PayloadTemplate::Column& hole : candidate.holes) {
        if (hole.references == 0)
            hole.texts.push_back(*text++);
    }
    return true;
}

std::uint16_t PayloadTemplates::takeApart(std::size_t row, std::string_view payload)
{
    std::array<std::string_view, sliceFields.size()> slices;
    std::size_t sliceCount = 0;
    for (const TextField field : sliceFields) {
        const std::string_view slice = m_facts.text(static_cast<std::size_t>(field), row);
        if (!slice.empty())
            slices[sliceCount++] = slice;
    }
    if (!findHoles(payload, std::span(slices).first(sliceCount), m_holes))
        return keepWhole(payload);
    const std::uint16_t found = findTemplate(payload);
    if (found == none)
        return keepWhole(payload);
    PayloadTemplate& known = m_templates[found];
    for (std::size_t i = 0; i < m_holes.size(); ++i) {
        const std::string_view text = payload.substr(m_holes[i].begin, m_holes[i].end - m_holes[i].begin);
        PayloadTemplate::Column& hole = known.holes[i];
        if (known.rows.empty())
            hole.references = m_references.matching(text);
        else if (hole.references != 0 && m_references.text(firstOf(hole.references)) != text)
            narrow(known, hole, text);
        if (hole.references == 0)
            hole.texts.push_back(text);
    }
    return found;
}

/// The template with the literals between m_holes, a new one where there is room; else none.
std::uint16_t PayloadTemplates::findTemplate(std::string_view payload)
{
    m_literals.clear();
    m_skeleton.clear();
    std::size_t at = 0;
    for (const Hole& hole : m_holes) {
        m_literals.push_back(payload.substr(at, hole.begin - at));
        m_skeleton.append(m_literals.back());
        m_skeleton += '\0';
        at = hole.end;
    }
    m_literals.push_back(payload.substr(at));
    m_skeleton.append(m_literals.back());
    const std::uint64_t hash = XXH3_64bits(m_skeleton.data(), m_skeleton.size());
    const auto [begin, end] = m_byHash.equal_range(hash);
    for (auto it = begin; it != end; ++it) {
        if (m_templates[it->second].literals == m_literals)
            return it->second;
    }
    // One is left for payloads that are kept whole.
    if (m_templates.size() + 1 >= maxTemplates)
        return none;
    const auto index = static_cast<std::uint16_t>(m_templates.size());
    m_byHash.emplace(hash, index);
    PayloadTemplate& added = m_templates.emplace_back();
    added.literals = m_literals;
    added.holes.resize(m_holes.size());
    return index;
}

/// The hole's first reference has another text than this row: takes the next that holds for all rows, or none.
void PayloadTemplates::narrow(PayloadTemplate& known, PayloadTemplate::Column& hole, std::string_view text)
{
    const Reference before = firstOf(hole.references);
    for (std::uint64_t left = hole.references & (hole.references - 1); left != 0; left &= left - 1) {
        const Reference now = firstOf(left);
        if (m_references.text(now) == text && haveSameText(known.rows, now, before)) {
            hole.references = left;
            return;
        }
    }
    hole.references = 0;
    for (const std::uint16_t row : known.rows) {
        m_earlier.setRow(row);
        const std::string_view earlier = m_earlier.text(before);
        hole.texts.push_back(before < textFields ? earlier : m_kept.emplace_back(earlier));
    }
}

bool PayloadTemplates::haveSameText(const Rows& rows, Reference one, Reference other)
{
    for (const std::uint16_t row : rows) {
        m_earlier.setRow(row);
        if (++m_narrowing > maxNarrowing || m_earlier.text(one) != m_earlier.text(other))
            return false;
    }
    return true;
}

std::uint16_t PayloadTemplates::keepWhole(std::string_view payload)
{
    if (m_whole == none) {
        m_whole = static_cast<std::uint16_t>(m_templates.size());
        PayloadTemplate& added = m_templates.emplace_back();
        added.literals.resize(2);
        added.holes.resize(1);
    }
    m_templates[m_whole].holes.front().texts.push_back(payload);
    return m_whole;
}

} // namespace binnacle::block
