#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// A part of a payload that varies between payloads of the same build.
struct Hole {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// Most holes of a payload. One with more is kept as it is.
inline constexpr std::size_t maxHoles = 512;

/// Finds the holes of a payload: of JSON the contents of strings that are no keys, numbers, and the first of `slices`
/// that stands at a value's place as a whole; of XML the values of attributes not called "key". Any bytes will do: what
/// is neither gives whatever looks like it. Holes are in order and do not overlap. False: there are too many.
bool findHoles(std::string_view payload, std::span<const std::string_view> slices, std::vector<Hole>& holes);

/// Where a hole that begins at `begin` ends, if the byte behind the hole is `closing` (a quote), or as a number.
std::size_t endOfHole(std::string_view payload, std::size_t begin, char closing);

} // namespace binnacle::block
