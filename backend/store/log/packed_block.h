#pragma once

#include "backend/store/log/fact_columns.h"
#include "backend/store/log/payload_columns.h"
#include "backend/store/log/raw_block.h"

namespace binnacle {

/// A block as it is stored. To read payloads, one needs the facts too; to read facts, the number of events.
struct PackedBlock {
    std::string facts;
    std::string payloads;
};

/// Packs a block of 1 to 32,768 events. Errors: those of decodeFacts(), and COMPRESSION_FAILED.
Result<PackedBlock> packBlock(const RawBlock& block);

} // namespace binnacle
