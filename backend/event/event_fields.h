#pragma once

#include "backend/event/event.h"

namespace binnacle {

/// Shows every field of an event but its payload to `visitor`, in the order in which they are stored. Only append to
/// it: facts_codec and the blocks of the log number fields by their place here.
template <typename EventType, typename Visitor>
void visitFields(EventType& event, Visitor& visitor)
{
    visitor.number(event.dialect);
    visitor.number(event.kind);
    visitor.text(event.type);
    visitor.text(event.source);
    visitor.text(event.eventId);
    visitor.flag(event.eventIdIsDerived, false);
    visitor.time(event.occurredAt);
    visitor.flag(event.occurredAtIsArrival, false);
    visitor.integer(event.ordinal);
    visitor.text(event.organization);
    visitor.text(event.project);
    visitor.flag(event.projectIsExplicit, true);
    visitor.flag(event.projectIsKey, true);
    visitor.text(event.entityType);
    visitor.text(event.entityId);
    visitor.text(event.businessKey);
    visitor.number(event.assertedStatus);
    visitor.flag(event.statusIsExplicit, false);
    visitor.text(event.statusText);
    visitor.number(event.statusBefore);
    visitor.optional(event.stepSummary);
    visitor.text(event.workflowId);
    visitor.text(event.runId);
    visitor.text(event.workId);
    visitor.text(event.sessionId);
    visitor.text(event.hostname);
    visitor.text(event.actor);
    visitor.text(event.senderVersion);
    visitor.text(event.environment);
    visitor.text(event.correlationId);
    visitor.text(event.causationJson);
    visitor.optional(event.workflowDurationMs);
    visitor.text(event.workflowSummaryJson);
    visitor.text(event.archiveReason);
    visitor.text(event.propertiesJson);
    visitor.text(event.artifactsJson);
    visitor.text(event.upstreamJson);
    visitor.text(event.downstreamJson);
    visitor.optional(event.step);
}

/// The same for the fields of its step.
template <typename Facts, typename Visitor>
void visitStepFields(Facts& step, Visitor& visitor)
{
    visitor.text(step.stepId);
    visitor.text(step.action);
    visitor.text(step.type);
    visitor.text(step.phase);
    visitor.number(step.execution);
    visitor.text(step.outcome);
    visitor.optional(step.executedAt);
    visitor.optional(step.durationMs);
    visitor.optional(step.retryCount);
    visitor.text(step.retryReason);
    visitor.text(step.errorCode);
    visitor.text(step.errorMessage);
    visitor.optional(step.progress);
    visitor.text(step.progressMessage);
    visitor.text(step.target);
}

namespace detail {
template <typename Enum>
inline constexpr std::uint64_t smallest = 0;
// Dialect and kind have no 0; statuses have.
template <>
inline constexpr std::uint64_t smallest<Dialect> = 1;
template <>
inline constexpr std::uint64_t smallest<EventKind> = 1;
template <typename Enum>
inline constexpr std::uint64_t largest = 0;
template <>
inline constexpr std::uint64_t largest<Dialect> = static_cast<std::uint64_t>(Dialect::Xes);
template <>
inline constexpr std::uint64_t largest<EventKind> = static_cast<std::uint64_t>(EventKind::Fact);
template <>
inline constexpr std::uint64_t largest<EntityStatus> = static_cast<std::uint64_t>(EntityStatus::Archived);
template <>
inline constexpr std::uint64_t largest<ExecutionStatus> = static_cast<std::uint64_t>(ExecutionStatus::Skipped);
} // namespace detail

/// Whether a stored number is one of the enumeration's; another one is damage.
template <typename Enum>
constexpr bool isStoredNumberOf(std::uint64_t stored)
{
    return stored >= detail::smallest<Enum> && stored <= detail::largest<Enum>;
}

} // namespace binnacle
