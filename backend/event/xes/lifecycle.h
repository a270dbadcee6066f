#pragma once

#include "backend/event/event.h"

#include <string_view>

namespace binnacle::xes {

/// What a lifecycle transition says about its step and its case.
struct LifecycleMeaning {
    EventKind kind = EventKind::StepCompleted;
    ExecutionStatus execution = ExecutionStatus::Completed;
    EntityStatus entity = EntityStatus::Completed;
    bool isStandard = false;
};

/// Meaning of `lifecycle:transition` (IEEE 1849, lifecycle extension, model "standard"). Case does not matter, as
/// tools write "COMPLETE" too. No transition at all is "complete"; one of another model is completed and not
/// standard. The table is in README.md.
LifecycleMeaning meaningOf(std::string_view transition);

} // namespace binnacle::xes
