#pragma once

#include <QString>
#include <QStringList>

#include <compare>
#include <optional>
#include <utility>
#include <vector>

namespace binnacle {

/// How well a text answers what was typed; smaller is better.
struct PaletteMatch {
    enum Kind { Prefix, WordStart, Substring, Keyword, Subsequence };

    Kind kind = Prefix;
    qsizetype position = 0; ///< Of the first matched letter.
    qsizetype length = 0; ///< Of the whole text: the shorter one is the closer one.
    /// Runs of matched letters: begin and length.
    std::vector<std::pair<qsizetype, qsizetype>> runs;

    /// Order of rank; runs do not count.
    friend std::strong_ordering operator<=>(const PaletteMatch& a, const PaletteMatch& b);
    friend bool operator==(const PaletteMatch& a, const PaletteMatch& b) { return (a <=> b) == 0; }
};

/// Case-insensitive. An empty `typed` matches everything alike. `keywords` are other words for the same, found but not
/// shown. Nothing where `text` does not match at all.
std::optional<PaletteMatch> matchPalette(const QString& text, const QString& typed, const QString& keywords = {});

/// `text` cut at the runs: even indexes are plain, odd ones matched. Joined they are the text.
QStringList matchParts(const QString& text, const PaletteMatch& match);

} // namespace binnacle
