#pragma once

#include <cstddef>

namespace binnacle::http {

/// How many of `wanted` connections this process can hold beside its files. Raises its limit of descriptors for them as
/// far as it may.
std::size_t connectionsPossible(std::size_t wanted);

} // namespace binnacle::http
