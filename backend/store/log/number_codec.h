#pragma once

#include "backend/store/log/fact_table.h"

namespace binnacle::block {

/// The order in which columns of numbers are written. The times come first: durations follow from them.
inline constexpr std::array numberOrder{ NumberField::OccurredAt, NumberField::StepExecutedAt, NumberField::RecordedAt,
    NumberField::StepDuration, NumberField::WorkflowDuration, NumberField::Ordinal, NumberField::StepRetryCount,
    NumberField::StepProgress, NumberField::SummaryCompleted, NumberField::SummaryFailed,
    NumberField::SummaryInProgress, NumberField::SummaryPending };

/// Writes the column of `field`, which some rows have.
void putNumbers(const FactTable& table, NumberField field, const KnownColumns& known, FrameWriter& out);
/// Reads it into `table`, which has its shapes and the columns before.
void takeNumbers(FactTable& table, NumberField field, const KnownColumns& known, FrameReader& in);

} // namespace binnacle::block
