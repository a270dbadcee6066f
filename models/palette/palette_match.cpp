#include "models/palette/palette_match.h"

#include <tuple>

namespace binnacle {

namespace {

bool startsWord(const QString& text, qsizetype at)
{
    return at == 0 || (text[at].isLetterOrNumber() && !text[at - 1].isLetterOrNumber());
}

qsizetype findWordStart(const QString& text, const QString& typed)
{
    qsizetype at = text.indexOf(typed, 0, Qt::CaseInsensitive);
    while (at >= 0 && !startsWord(text, at))
        at = text.indexOf(typed, at + 1, Qt::CaseInsensitive);
    return at;
}

/// Letters of `typed` in their order, each at the beginning of a word or next to the one before: initials. Letters
/// from anywhere would find nearly everything.
std::optional<PaletteMatch> findSubsequence(const QString& text, const QString& typed)
{
    PaletteMatch match;
    match.kind = PaletteMatch::Subsequence;
    qsizetype from = 0;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        qsizetype at = text.indexOf(letter, from, Qt::CaseInsensitive);
        const bool goesOn = !match.runs.empty() && at == from;
        while (at >= 0 && !goesOn && !startsWord(text, at))
            at = text.indexOf(letter, at + 1, Qt::CaseInsensitive);
        if (at < 0)
            return std::nullopt;
        if (!match.runs.empty() && match.runs.back().first + match.runs.back().second == at)
            ++match.runs.back().second;
        else
            match.runs.emplace_back(at, 1);
        from = at + 1;
    }
    if (match.runs.empty())
        return std::nullopt;
    match.position = match.runs.front().first;
    return match;
}

} // namespace

std::strong_ordering operator<=>(const PaletteMatch& a, const PaletteMatch& b)
{
    return std::tie(a.kind, a.position, a.length) <=> std::tie(b.kind, b.position, b.length);
}

std::optional<PaletteMatch> matchPalette(const QString& text, const QString& typed, const QString& keywords)
{
    if (typed.isEmpty())
        return PaletteMatch{};
    std::optional<PaletteMatch> match;
    qsizetype at = findWordStart(text, typed);
    if (at == 0)
        match = PaletteMatch{ PaletteMatch::Prefix, 0, 0, { { 0, typed.size() } } };
    else if (at > 0)
        match = PaletteMatch{ PaletteMatch::WordStart, at, 0, { { at, typed.size() } } };
    else if (at = text.indexOf(typed, 0, Qt::CaseInsensitive); at >= 0)
        match = PaletteMatch{ PaletteMatch::Substring, at, 0, { { at, typed.size() } } };
    else if (findWordStart(keywords, typed) >= 0)
        match = PaletteMatch{ PaletteMatch::Keyword, 0, 0, {} };
    // One letter would match nearly everything.
    else if (typed.size() > 1)
        match = findSubsequence(text, typed);
    if (match)
        match->length = text.size();
    return match;
}

QStringList matchParts(const QString& text, const PaletteMatch& match)
{
    QStringList parts;
    qsizetype from = 0;
    for (const auto& [begin, length] : match.runs) {
        if (begin < from || begin + length > text.size())
            break;
        parts << text.mid(from, begin - from) << text.mid(begin, length);
        from = begin + length;
    }
    parts << text.mid(from);
    return parts;
}

} // namespace binnacle
