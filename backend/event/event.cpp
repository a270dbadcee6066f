#include "backend/event/event.h"

// The streaming state as a value instead of a heap allocation for every event.
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <string>
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

namespace {

/// XXH3 over `parts`, each behind its length, which keeps ("a", "bc") and ("ab", "c") apart, and `last`.
XXH128_hash_t hashOf(std::initializer_list<std::string_view> parts, std::uint8_t last)
{
    std::size_t size = sizeof last;
    for (const std::string_view part : parts)
        size += sizeof(std::uint64_t) + part.size();
    // Nearly always short: put together on the stack that takes a third of the time of hashing piece by piece.
    std::array<char, 512> shortBytes;
    std::string longBytes;
    char* const bytes = size <= shortBytes.size() ? shortBytes.data() : (longBytes.resize(size), longBytes.data());
    char* end = bytes;
    for (const std::string_view part : parts) {
        const std::uint64_t length = part.size();
        std::memcpy(end, &length, sizeof length);
        end += sizeof length;
        end = std::copy(part.begin(), part.end(), end);
    }
    std::memcpy(end, &last, sizeof last);
    return XXH3_128bits(bytes, size);
}

} // namespace

EventIdentity identityOf(const Event& event)
{
    const XXH128_hash_t hash =
        hashOf({ event.organization, event.source, event.eventId }, static_cast<std::uint8_t>(event.dialect));
    return { hash.low64, hash.high64 };
}

EntityHash entityHashOf(const Event& event)
{
    if (event.entityId.empty())
        return {};
    const std::string_view project = event.projectIsKey ? event.project : std::string_view();
    const XXH128_hash_t hash = hashOf({ event.organization, project, event.entityType, event.entityId }, 0);
    // Nothing is to look like an event without an entity.
    return { hash.low64 | 1, hash.high64 };
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
