#include "models/common/text_search.h"

namespace binnacle {

namespace {

// Nobody steps through more; a search for one letter in a long text must not hold the window.
constexpr qsizetype mostPlaces = 10'000;

} // namespace

void TextSearch::find(const QString& searched, const QString& text)
{
    m_searched = searched;
    m_starts.clear();
    if (!searched.isEmpty()) {
        for (qsizetype at = text.indexOf(searched, 0, Qt::CaseInsensitive); at >= 0 && m_starts.size() < mostPlaces;
             at = text.indexOf(searched, at + searched.size(), Qt::CaseInsensitive))
            m_starts << int(at);
    }
    m_current = m_starts.isEmpty() ? -1 : 0;
}

bool TextSearch::step(int by)
{
    if (m_starts.isEmpty())
        return false;
    m_current = ((m_current + by) % count() + count()) % count();
    return true;
}

} // namespace binnacle
