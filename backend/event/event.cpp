#include "backend/event/event.h"

// The streaming state as a value instead of a heap allocation for every event.
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

#include <utility>

namespace binnacle {

namespace {

/// Of events with the same instant and ordinal: which of them is later in the life of an entity.
std::uint8_t rankOf(EventKind kind)
{
    switch (kind) {
    case EventKind::EntityCreated:
        return 0;
    case EventKind::WorkflowStarted:
        return 1;
    case EventKind::StepStarted:
        return 2;
    case EventKind::StepProgress:
        return 3;
    case EventKind::Fact:
    case EventKind::ArtifactCreated:
        return 4;
    case EventKind::StepFailed:
        return 5;
    case EventKind::StepCompleted:
        return 6;
    case EventKind::StatusChanged:
        return 7;
    case EventKind::WorkflowCompleted:
        return 8;
    case EventKind::EntityArchived:
        return 9;
    }
    return 4;
}

template <typename Enum, std::size_t N>
std::optional<Enum> lookUp(const std::array<std::pair<std::string_view, Enum>, N>& table, std::string_view text)
{
    for (const auto& [name, value] : table) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

template <typename Enum, std::size_t N>
std::string_view nameOf(const std::array<std::pair<std::string_view, Enum>, N>& table, Enum value)
{
    for (const auto& [name, candidate] : table) {
        if (candidate == value)
            return name;
    }
    return "unknown";
}

using namespace std::string_view_literals;

constexpr std::array dialects{ std::pair{ "faber"sv, Dialect::Faber }, std::pair{ "workflow"sv, Dialect::Workflow },
    std::pair{ "helios"sv, Dialect::Helios }, std::pair{ "cloudevents"sv, Dialect::CloudEvents },
    std::pair{ "xes"sv, Dialect::Xes } };

constexpr std::array kinds{ std::pair{ "entity_created"sv, EventKind::EntityCreated },
    std::pair{ "step_started"sv, EventKind::StepStarted }, std::pair{ "step_progress"sv, EventKind::StepProgress },
    std::pair{ "step_completed"sv, EventKind::StepCompleted }, std::pair{ "step_failed"sv, EventKind::StepFailed },
    std::pair{ "status_changed"sv, EventKind::StatusChanged },
    std::pair{ "workflow_started"sv, EventKind::WorkflowStarted },
    std::pair{ "workflow_completed"sv, EventKind::WorkflowCompleted },
    std::pair{ "artifact_created"sv, EventKind::ArtifactCreated },
    std::pair{ "entity_archived"sv, EventKind::EntityArchived }, std::pair{ "fact"sv, EventKind::Fact } };

constexpr std::array entityStatuses{ std::pair{ "pending"sv, EntityStatus::Pending },
    std::pair{ "in_progress"sv, EntityStatus::InProgress }, std::pair{ "completed"sv, EntityStatus::Completed },
    std::pair{ "failed"sv, EntityStatus::Failed }, std::pair{ "archived"sv, EntityStatus::Archived },
    std::pair{ "unknown"sv, EntityStatus::Unknown } };

constexpr std::array executionStatuses{ std::pair{ "pending"sv, ExecutionStatus::Pending },
    std::pair{ "started"sv, ExecutionStatus::Started }, std::pair{ "in_progress"sv, ExecutionStatus::InProgress },
    std::pair{ "completed"sv, ExecutionStatus::Completed }, std::pair{ "failed"sv, ExecutionStatus::Failed },
    std::pair{ "skipped"sv, ExecutionStatus::Skipped }, std::pair{ "unknown"sv, ExecutionStatus::Unknown } };

} // namespace

OrderKey orderKeyOf(const Event& event, std::uint64_t identityHash)
{
    return { event.occurredAt.micros, event.ordinal, rankOf(event.kind), identityHash };
}

EventIdentity identityOf(const Event& event)
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    // Lengths in front keep ("a", "bc") and ("ab", "c") apart.
    for (const std::string_view part : { event.organization, event.source, event.eventId }) {
        const std::uint64_t size = part.size();
        XXH3_128bits_update(&state, &size, sizeof size);
        XXH3_128bits_update(&state, part.data(), part.size());
    }
    const auto dialect = static_cast<std::uint8_t>(event.dialect);
    XXH3_128bits_update(&state, &dialect, sizeof dialect);
    const XXH128_hash_t hash = XXH3_128bits_digest(&state);
    return { hash.low64, hash.high64 };
}

std::string_view toString(Dialect dialect)
{
    return nameOf(dialects, dialect);
}
std::optional<Dialect> dialectFromString(std::string_view text)
{
    return lookUp(dialects, text);
}
std::string_view toString(EventKind kind)
{
    return nameOf(kinds, kind);
}
std::string_view toString(EntityStatus status)
{
    return nameOf(entityStatuses, status);
}
std::optional<EntityStatus> entityStatusFromString(std::string_view text)
{
    return lookUp(entityStatuses, text);
}
std::string_view toString(ExecutionStatus status)
{
    return nameOf(executionStatuses, status);
}
std::optional<ExecutionStatus> executionStatusFromString(std::string_view text)
{
    return lookUp(executionStatuses, text);
}

} // namespace binnacle
