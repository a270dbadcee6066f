#pragma once

#include "backend/store/log/payload_lexer.h"
#include "backend/store/log/references.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace binnacle::block {

/// What payloads of the same build have in common, and what is in their holes.
struct PayloadTemplate {
    struct Column {
        std::uint64_t references = 0; ///< The references that have had the hole's text in every row; none: see `texts`.
        std::vector<std::string_view> texts; ///< Of each row.
    };

    std::vector<std::string_view> literals; ///< Before, between and behind the holes.
    std::vector<Column> holes;
    Rows rows;
};

/// Most templates of a block: payloads of further builds are kept as they are.
inline constexpr std::size_t maxTemplates = 256;

/// Sorts the payloads of a block by template. A payload is first compared with templates that its shape had before,
/// which costs a memcmp a literal; only where none fits it is taken apart.
class PayloadTemplates {
public:
    /// Views point into `block`, which must outlive this as `facts` must.
    PayloadTemplates(const RawBlock& block, const FactTable& facts);

    const std::vector<PayloadTemplate>& all() const { return m_templates; }
    const std::vector<std::uint16_t>& ofRow() const { return m_ofRow; } ///< From 1 on.

private:
    static constexpr std::uint16_t none = 0xFFFF;

    void add(std::size_t row);
    bool fits(PayloadTemplate& candidate, std::string_view payload);
    std::uint16_t takeApart(std::size_t row, std::string_view payload);
    std::uint16_t findTemplate(std::string_view payload);
    void narrow(PayloadTemplate& known, PayloadTemplate::Column& hole, std::string_view text);
    bool haveSameText(const Rows& rows, Reference one, Reference other);
    std::uint16_t keepWhole(std::string_view payload);

    const RawBlock& m_block;
    const FactTable& m_facts;
    ReferenceTexts m_references;
    ReferenceTexts m_earlier; ///< Of rows before.
    std::vector<PayloadTemplate> m_templates;
    std::vector<std::uint16_t> m_ofRow;
    std::vector<std::array<std::uint16_t, 2>> m_recent; ///< By shape: the templates it had last.
    std::unordered_multimap<std::uint64_t, std::uint16_t> m_byHash;
    std::size_t m_narrowing = 0; ///< Rows that were compared again.
    std::uint16_t m_whole = none; ///< The template of payloads that are kept as they are.
    std::vector<Hole> m_holes;
    std::vector<std::string_view> m_literals;
    std::vector<std::string_view> m_texts;
    std::string m_skeleton;
    std::deque<std::string> m_kept; ///< Texts that are in no payload as they are.
};

} // namespace binnacle::block
