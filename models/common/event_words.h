#pragma once

#include "backend/projection/read_types.h"

#include <QString>

namespace binnacle {

class Formatter;

/// What `event` says, in a few words: "review completed in 41 s", "github-commit failed, attempt 3".
QString activityText(const EventRow& event, const Formatter& format);
/// The status word of the mark in front of it.
QString activityMark(const EventRow& event);

} // namespace binnacle
