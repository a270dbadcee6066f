#pragma once

#include "models/entities/entity_columns.h"

#include <QString>

namespace binnacle {

class Formatter;

/// What stands in the place of a masked value.
QString maskedText();

/// A cell as text, or empty where the value is missing.
QString cellText(const EntityRow& row, EntityColumnKind kind, const Formatter& formatter);
/// The whole value where the cell shortens it.
QString cellTip(const EntityRow& row, EntityColumnKind kind, const Formatter& formatter);
/// Tone of the cell's text as TableModel::ToneRole has it.
QString cellTone(const EntityRow& row, EntityColumnKind kind);
/// The row read aloud: "blog-post ten-lessons, failed, at github-commit, 5 of 7 steps done, updated 4 m ago, 3
/// retries".
QString rowSentence(const EntityRow& row, const Formatter& formatter, bool nameIsMasked);

} // namespace binnacle
