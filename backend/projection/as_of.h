#pragma once

#include "backend/event/event.h"

#include <cstdint>

namespace binnacle {

/// Which time "as of" means. The numbers are stored.
enum class AsOfAxis : std::uint8_t {
    Recorded = 0, ///< What was known at an instant: the events that had been received.
    Occurred = 1, ///< What was true at an instant, as far as is known by now: the events that had happened.
};

/// An instant on one of them; events of exactly that instant count.
struct AsOf {
    AsOfAxis axis = AsOfAxis::Recorded;
    Timestamp at;
};

} // namespace binnacle
