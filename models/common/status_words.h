#pragma once

#include "backend/projection/state.h"

#include <QString>

namespace binnacle {

/// The word the window's marks and filters go by: "pending", "in_progress", "completed", "failed", "archived",
/// "unknown".
QString statusWord(EntityStatus status);
QString statusWord(ExecutionStatus status);

/// The word people read: "In progress". Translated.
QString statusLabel(const QString& word);
QString statusLabel(EntityStatus status);
QString statusLabel(ExecutionStatus status);

/// One letter a step for the step blocks: completed first, then failed, in progress, pending.
QString stepBlocks(const StepSummary& steps);

} // namespace binnacle
