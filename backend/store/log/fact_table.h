#pragma once

#include "backend/core/result.h"
#include "backend/event/event.h"
#include "backend/store/log/index_codec.h"
#include "backend/store/log/raw_block.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace binnacle {

/// The texts of an event, in the order of visitFields(). The numbers are stored: never reuse one.
enum class TextField : std::uint8_t {
    Type,
    Source,
    EventId,
    Organization,
    Project,
    EntityType,
    EntityId,
    BusinessKey,
    StatusText,
    WorkflowId,
    RunId,
    WorkId,
    SessionId,
    Hostname,
    Actor,
    SenderVersion,
    Environment,
    CorrelationId,
    CausationJson,
    WorkflowSummaryJson,
    ArchiveReason,
    PropertiesJson,
    ArtifactsJson,
    UpstreamJson,
    DownstreamJson,
    StepId,
    StepAction,
    StepType,
    StepPhase,
    StepOutcome,
    StepRetryReason,
    StepErrorCode,
    StepErrorMessage,
    StepProgressMessage,
    StepTarget,
};
inline constexpr std::size_t textFields = 35;

/// The order in which columns of texts are written: what others are made up of, or follow from, comes first.
inline constexpr std::array textOrder{ TextField::Type, TextField::Source, TextField::Organization, TextField::Project,
    TextField::EntityType, TextField::SenderVersion, TextField::Environment, TextField::WorkflowId, TextField::WorkId,
    TextField::EntityId, TextField::BusinessKey, TextField::RunId, TextField::Hostname, TextField::SessionId,
    TextField::Actor, TextField::CorrelationId, TextField::StepAction, TextField::StepPhase, TextField::StepType,
    TextField::StepTarget, TextField::StepId, TextField::StatusText, TextField::StepOutcome, TextField::StepRetryReason,
    TextField::StepErrorCode, TextField::StepErrorMessage, TextField::StepProgressMessage, TextField::ArchiveReason,
    TextField::EventId, TextField::CausationJson, TextField::PropertiesJson, TextField::ArtifactsJson,
    TextField::UpstreamJson, TextField::DownstreamJson, TextField::WorkflowSummaryJson };
static_assert(textOrder.size() == textFields);

/// The numbers of an event, in the order of visitFields(). The numbers are stored: never reuse one.
enum class NumberField : std::uint8_t {
    OccurredAt, ///< Times are microseconds since the epoch.
    Ordinal,
    SummaryCompleted,
    SummaryFailed,
    SummaryInProgress,
    SummaryPending,
    WorkflowDuration,
    StepExecutedAt,
    StepDuration,
    StepRetryCount,
    StepProgress, ///< The bits of a double.
    RecordedAt, ///< Not of the event: when the store took it.
};
inline constexpr std::size_t numberFields = 12;

namespace block {

/// What an event has: all of it that is neither text nor number, and which texts and numbers are there. Few occur in a
/// block.
struct Shape {
    std::uint64_t texts = 0; ///< A bit for each TextField that is not empty.
    std::uint16_t numbers = 0; ///< A bit for each NumberField that is not at its default.
    std::uint8_t flags = 0; ///< In the order of visitFields(), the last says that there is a step: unlike the usual.
    std::array<std::uint8_t, 5> enums{}; ///< In the order of visitFields().

    friend bool operator==(const Shape&, const Shape&) = default;
};

struct TextColumn {
    std::vector<std::uint16_t> ofRow; ///< Index into values; empty where no event has the field.
    std::vector<std::string_view> values{ std::string_view() }; ///< The first stands for no value.
};

/// The events of a block column by column.
struct FactTable {
    std::size_t count = 0;
    std::vector<Shape> shapes; ///< The first is not used: rows are numbered as in any IndexColumn.
    std::vector<std::uint16_t> shapeOfRow;
    std::array<TextColumn, textFields> texts;
    std::array<std::vector<std::int64_t>, numberFields> numbers; ///< Empty where no event has the field.

    const Shape& shape(std::size_t row) const { return shapes[shapeOfRow[row]]; }
    std::string_view text(std::size_t field, std::size_t row) const
    {
        const TextColumn& column = texts[field];
        return column.ofRow.empty() ? std::string_view() : column.values[column.ofRow[row]];
    }
    bool has(NumberField field, std::size_t row) const
    {
        return (shape(row).numbers >> static_cast<unsigned>(field) & 1U) != 0;
    }
    std::int64_t number(NumberField field, std::size_t row) const
    {
        return numbers[static_cast<std::size_t>(field)][row];
    }
    /// Everything but the payload. Views point where those of the table do.
    Event event(std::size_t row) const;
    /// The rows that have a field, ascending.
    Rows rowsOf(TextField field) const;
    Rows rowsOf(NumberField field) const;

private:
    Rows rowsWhere(const std::vector<std::uint8_t>& ofShape) const;
};

/// Views point into `block`. Errors: those of decodeFacts().
Result<FactTable> factTableOf(const RawBlock& block);

/// Whether an event can have this shape; another one is damage.
bool isPossible(const Shape& shape);

} // namespace block
} // namespace binnacle
