#pragma once

#include <QList>
#include <QString>

namespace binnacle {

/// The places where a shown text holds a searched one, letter case aside, and which of them is looked at.
class TextSearch {
public:
    /// Finds `searched` in `text`; the first place is looked at. An empty one is nowhere.
    void find(const QString& searched, const QString& text);
    /// After the text changed.
    void findAgain(const QString& text) { find(m_searched, text); }
    /// To the next (1) or previous (-1) place, around the ends. False where there is none.
    bool step(int by);

    const QString& searched() const { return m_searched; }
    int count() const { return int(m_starts.size()); }
    /// The place that is looked at, from 0; -1: none.
    int current() const { return m_current; }
    /// Where it starts in the text; -1: none.
    int start() const { return m_current < 0 ? -1 : m_starts[m_current]; }

private:
    QString m_searched;
    QList<int> m_starts;
    int m_current = -1;
};

} // namespace binnacle
