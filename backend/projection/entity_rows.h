#pragma once

#include "backend/projection/read_types.h"
#include "backend/projection/state.h"

namespace binnacle {

// What people are shown of a state.

/// Without `ref`.
EntityRow entityRowOf(const EntityState& state);
/// Without `p95DurationMs`, which is no step's alone.
StepRow stepRowOf(const StepState& state);
PropertyRow propertyRowOf(PropertyState state);

/// The order in which the steps of an entity are shown: by their beginning.
bool comesBefore(const StepRow& a, const StepRow& b);

/// Fills in what the entity says of itself as a whole; not steps, properties and sources.
EntityDetail entityDetailOf(const EntityState& state);

} // namespace binnacle
