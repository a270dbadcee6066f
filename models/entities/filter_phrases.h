#pragma once

#include "backend/projection/entity_query.h"

#include <QString>

#include <vector>

namespace binnacle {

/// The field as a person calls it, for example "Status".
QString filterLabel(EntityField field);

/// What a chip says behind the label: "failed", "not docs", "under 2 h ago", "starts with order-".
QString filterPhrase(const EntityFilter& filter);

/// A chip's label and phrase as one sentence part, for accessible names and buttons: "Project not docs".
QString filterSentence(const EntityFilter& filter);

/// A coloured part of a query as typed; offsets are in UTF-16 units.
struct QuerySpan {
    enum class Kind : std::uint8_t { Negation, Field, Value, Word };
    Kind kind = Kind::Word;
    qsizetype offset = 0;
    qsizetype length = 0;
    friend bool operator==(const QuerySpan&, const QuerySpan&) = default;
};

/// Splits a query for colouring. Never fails: what is no field is a word.
std::vector<QuerySpan> querySpans(const QString& text);

/// The offset in UTF-16 units of byte `utf8Offset` of `text` in UTF-8 (clamped to its end).
qsizetype utf16Offset(const QString& text, std::size_t utf8Offset);

} // namespace binnacle
