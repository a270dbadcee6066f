#pragma once

#include "backend/core/timestamp.h"

namespace binnacle {

/// Where "now" comes from, so that tests can hold it still.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;

    /// The machine's wall clock.
    static const Clock& system();
};

} // namespace binnacle
