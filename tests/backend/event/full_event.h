#pragma once

#include "backend/event/facts_codec.h"

#include <cstdint>
#include <limits>
#include <string>

namespace binnacle::test {

inline std::string encoded(const Event& event)
{
    std::string facts;
    encodeFacts(event, facts);
    return facts;
}

/// Every field set to something that is not its default.
inline Event fullEvent()
{
    Event e;
    e.dialect = Dialect::Xes;
    e.kind = EventKind::StepFailed;
    e.type = "a";
    e.source = "b";
    e.eventId = "c";
    e.eventIdIsDerived = true;
    e.occurredAt = Timestamp{ -5 };
    e.occurredAtIsArrival = true;
    e.ordinal = std::numeric_limits<std::int64_t>::min();
    e.organization = "d";
    e.project = "e";
    e.projectIsExplicit = false;
    e.projectIsKey = false;
    e.entityType = "f";
    e.entityId = "g";
    e.businessKey = "h";
    e.assertedStatus = EntityStatus::Archived;
    e.statusIsExplicit = true;
    e.statusText = "i";
    e.statusBefore = EntityStatus::Pending;
    e.stepSummary = StepSummary{ 1, 2, 3, std::numeric_limits<std::int64_t>::max() };
    e.workflowId = "j";
    e.runId = "k";
    e.workId = "l";
    e.sessionId = "m";
    e.hostname = "n";
    e.actor = "o";
    e.senderVersion = "p";
    e.environment = "q";
    e.correlationId = "r";
    e.causationJson = "[1]";
    e.workflowDurationMs = 0;
    e.workflowSummaryJson = "{}";
    e.archiveReason = "s";
    e.propertiesJson = "{\"t\":1}";
    e.artifactsJson = "[{}]";
    e.upstreamJson = "{\"u\":1}";
    e.downstreamJson = "[{\"v\":1}]";
    StepFacts& step = e.step.emplace();
    step.stepId = "w";
    step.action = "x";
    step.type = "y";
    step.phase = "z";
    step.execution = ExecutionStatus::Skipped;
    step.outcome = "A";
    step.executedAt = Timestamp{ 0 };
    step.durationMs = 0;
    step.retryCount = -1;
    step.retryReason = "B";
    step.errorCode = "C";
    step.errorMessage = "D";
    step.progress = 0.1;
    step.progressMessage = "E";
    step.target = "F";
    return e;
}

} // namespace binnacle::test
