#include "backend/event/xes/lifecycle.h"

#include <algorithm>
#include <array>

namespace binnacle::xes {

namespace {

struct Row {
    std::string_view transition;
    EventKind kind;
    ExecutionStatus execution;
    EntityStatus entity;
};

constexpr std::array table{
    Row{ "schedule", EventKind::StepProgress, ExecutionStatus::Pending, EntityStatus::Pending },
    Row{ "assign", EventKind::StepProgress, ExecutionStatus::Pending, EntityStatus::Pending },
    Row{ "reassign", EventKind::StepProgress, ExecutionStatus::Pending, EntityStatus::Pending },
    Row{ "start", EventKind::StepStarted, ExecutionStatus::Started, EntityStatus::InProgress },
    Row{ "suspend", EventKind::StepProgress, ExecutionStatus::InProgress, EntityStatus::InProgress },
    Row{ "resume", EventKind::StepProgress, ExecutionStatus::InProgress, EntityStatus::InProgress },
    Row{ "complete", EventKind::StepCompleted, ExecutionStatus::Completed, EntityStatus::Completed },
    Row{ "manualskip", EventKind::StepCompleted, ExecutionStatus::Skipped, EntityStatus::Completed },
    Row{ "autoskip", EventKind::StepCompleted, ExecutionStatus::Skipped, EntityStatus::Completed },
    Row{ "withdraw", EventKind::StepFailed, ExecutionStatus::Failed, EntityStatus::Failed },
    Row{ "ate_abort", EventKind::StepFailed, ExecutionStatus::Failed, EntityStatus::Failed },
    Row{ "pi_abort", EventKind::StepFailed, ExecutionStatus::Failed, EntityStatus::Failed },
    Row{ "unknown", EventKind::StepCompleted, ExecutionStatus::Completed, EntityStatus::Completed },
};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool sameWord(std::string_view text, std::string_view lowerCase)
{
    return std::equal(
        text.begin(), text.end(), lowerCase.begin(), lowerCase.end(), [](char a, char b) { return lower(a) == b; });
}

} // namespace

LifecycleMeaning meaningOf(std::string_view transition)
{
    if (transition.empty())
        transition = "complete";
    for (const Row& row : table) {
        if (sameWord(transition, row.transition))
            return { row.kind, row.execution, row.entity, true };
    }
    return {};
}

} // namespace binnacle::xes
