#pragma once

#include "backend/intake/import_types.h"

#include <QString>

namespace binnacle {

class Formatter;

/// "41,806 events, 98,000 events/s, 12 s left, orders.ndjson". `elapsedMs` since the beginning; the time left follows
/// from the bytes read until now, and is not told in the first second.
QString importProgressText(const ImportProgress& progress, double elapsedMs, const Formatter& format);

/// 0..1; negative while the size is not known.
double importShare(const ImportProgress& progress);

/// "41,806 events are new." ... what came of it, in one or two sentences, never better than the worst that happened.
QString importResultTitle(const ImportSummary& summary, const Formatter& format);
/// The status word of the result's mark: "completed", "warn" (in part) or "failed".
QString importResultMark(const ImportSummary& summary);
/// What could not be read or written and what to do about it: a line for each.
QString importProblems(const ImportSummary& summary);
/// What else there is to know: a sentence for each line.
QString importNotes(const ImportSummary& summary);

} // namespace binnacle
