#pragma once

#include "backend/store/log/fact_columns.h"

#include <string>

namespace binnacle {

namespace block {
Result<PackedFrame> packPayloads(const RawBlock& raw, const FactTable& facts, std::uint64_t factsHash);
}

/// The payloads of a block, byte for byte as they arrived.
class PayloadColumns {
public:
    /// Reads the frame of payloads of the block that has these `facts`, which must outlive the columns (they may be
    /// moved). Errors: STORE_CORRUPT, also where the facts are of another block, and UNSUPPORTED_FACTS for a newer
    /// version.
    static Result<PayloadColumns> unpack(std::string_view frame, const FactColumns& facts);

    /// Replaces `out` by a payload. Error: STORE_CORRUPT.
    Result<void> payload(std::size_t index, std::string& out) const;

private:
    struct Template {
        struct HoleColumn {
            std::uint8_t reference = 0; ///< One more than the reference; 0: see `texts`.
            block::TextColumn texts; ///< ofRow counts the rows of the template.
        };
        std::vector<std::string_view> literals; ///< Before, between and behind the holes.
        std::size_t literalBytes = 0;
        std::vector<HoleColumn> holes;
    };

    PayloadColumns() = default;
    void take(block::FrameReader& in, std::uint64_t factsHash);
    void takeTemplate(block::FrameReader& in);

    std::vector<char> m_bytes;
    block::TextArena m_arena;
    const block::FactTable* m_facts = nullptr;
    std::vector<std::uint16_t> m_templateOfRow; ///< From 1 on.
    std::vector<std::uint16_t> m_placeOfRow; ///< Among the rows of its template.
    std::vector<Template> m_templates;
};

} // namespace binnacle
