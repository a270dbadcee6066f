#pragma once

#include "backend/store/log/block_frame.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// Writes texts one after the other.
void putTexts(std::span<const std::string_view> texts, FrameWriter& out);
/// Appends `count` texts to `texts`. They point into the frame.
void takeTexts(std::size_t count, std::vector<std::string_view>& texts, FrameReader& in);

} // namespace binnacle::block
