#pragma once

#include "backend/event/event.h"
#include "backend/intake/demo/random.h"

#include <string>
#include <string_view>

namespace binnacle::demo {

/// A line that must be refused, made from a good one that was sent before, and what is wrong with it.
struct Spoiled {
    std::string json;
    std::string_view what;
};

Spoiled spoil(const std::string& good, Dialect dialect, Random& random);

} // namespace binnacle::demo
