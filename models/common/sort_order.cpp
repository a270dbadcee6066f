#include "models/common/sort_order.h"

#include <algorithm>
#include <numeric>

namespace binnacle {

namespace {

/// As people look for words: case counts between words that are equal but for it.
int compare(const QString& a, const QString& b)
{
    const int folded = a.compare(b, Qt::CaseInsensitive);
    return folded != 0 ? folded : a.compare(b);
}

template <typename Number>
int compare(Number a, Number b)
{
    return a < b ? -1 : int(b < a);
}

int compare(const SortValue& a, const SortValue& b)
{
    if (a.index() != b.index())
        return a.index() < b.index() ? -1 : 1;
    if (const auto* integer = std::get_if<std::int64_t>(&a))
        return compare(*integer, std::get<std::int64_t>(b));
    if (const auto* number = std::get_if<double>(&a))
        return compare(*number, std::get<double>(b));
    if (const auto* words = std::get_if<QString>(&a))
        return compare(*words, std::get<QString>(b));
    return 0;
}

bool isMissing(const SortValue& value)
{
    return std::holds_alternative<std::monostate>(value);
}

} // namespace

SortValue wordsToSortBy(const QString& words)
{
    return words.isEmpty() ? SortValue() : SortValue(words);
}

int compareInOrder(const SortValue& a, const SortValue& b, bool descending)
{
    if (isMissing(a) != isMissing(b))
        return isMissing(a) ? 1 : -1;
    return descending ? compare(b, a) : compare(a, b);
}

void SortOrder::toggle(Key fresh, bool add)
{
    const auto found =
        std::find_if(m_keys.begin(), m_keys.end(), [&fresh](const Key& key) { return key.column == fresh.column; });
    const bool isKnown = found != m_keys.end();
    if (isKnown && (add || m_keys.size() == 1)) {
        found->descending = !found->descending;
        return;
    }
    if (!add)
        m_keys.clear();
    m_keys.push_back(fresh);
}

QList<int> SortOrder::columns() const
{
    QList<int> columns;
    for (const Key& key : m_keys)
        columns << key.column;
    return columns;
}

QList<bool> SortOrder::descending() const
{
    QList<bool> descending;
    for (const Key& key : m_keys)
        descending << key.descending;
    return descending;
}

std::vector<std::size_t> SortOrder::sorted(
    std::size_t count, const std::function<SortValue(std::size_t, int)>& valueOf) const
{
    // Each value is made once: those of one row stand side by side.
    std::vector<SortValue> values;
    values.reserve(count * m_keys.size());
    for (std::size_t row = 0; row < count; ++row) {
        for (const Key& key : m_keys)
            values.push_back(valueOf(row, key.column));
    }
    const auto isBefore = [&](std::size_t a, std::size_t b) {
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            const int difference =
                compareInOrder(values[a * m_keys.size() + i], values[b * m_keys.size() + i], m_keys[i].descending);
            if (difference != 0)
                return difference < 0;
        }
        return false;
    };
    std::vector<std::size_t> rows(count);
    std::iota(rows.begin(), rows.end(), std::size_t(0));
    std::stable_sort(rows.begin(), rows.end(), isBefore);
    return rows;
}

} // namespace binnacle
