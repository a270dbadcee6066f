#include "backend/store/log/packed_block.h"

namespace binnacle {

Result<PackedBlock> packBlock(const RawBlock& raw)
{
    if (raw.count() == 0 || raw.count() > block::maxBlockEvents)
        return Error::make(ErrorKind::Internal, "COMPRESSION_FAILED", "A block has no events, or too many.");
    auto table = block::factTableOf(raw);
    if (!table)
        return table.error();
    auto facts = block::packFacts(*table);
    if (!facts)
        return facts.error();
    auto payloads = block::packPayloads(raw, *table, facts->contentHash);
    if (!payloads)
        return payloads.error();
    return PackedBlock{ std::move(facts->bytes), std::move(payloads->bytes) };
}

} // namespace binnacle
