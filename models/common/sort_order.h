#pragma once

#include <QList>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <variant>
#include <vector>

namespace binnacle {

/// What a row has in a column, to be ordered by.
using SortValue = std::variant<std::monostate, std::int64_t, double, QString>;

/// Words to be ordered by; an empty text is a missing value.
SortValue wordsToSortBy(const QString& words);

/// Less than 0 where `a` comes before `b`, more than 0 where it comes behind. Numbers stand before words, and what is
/// missing comes last in either direction.
int compareInOrder(const SortValue& a, const SortValue& b, bool descending);

/// By which columns a table is sorted, the first one first.
class SortOrder {
public:
    struct Key {
        int column = 0;
        bool descending = false;
        friend bool operator==(const Key&, const Key&) = default;
    };

    SortOrder() = default;
    explicit SortOrder(Key key)
        : m_keys{ key }
    {
    }

    /// What a click on a head does: `fresh` alone, turned round where it was alone before. With `add` the keys before
    /// it stay, and a key that is among them is turned round.
    void toggle(Key fresh, bool add);

    const std::vector<Key>& keys() const { return m_keys; }
    QList<int> columns() const;
    QList<bool> descending() const;

    /// `count` rows in this order, each by its place before. Equal ones stay as they were.
    std::vector<std::size_t> sorted(
        std::size_t count, const std::function<SortValue(std::size_t row, int column)>& valueOf) const;

    friend bool operator==(const SortOrder&, const SortOrder&) = default;

private:
    std::vector<Key> m_keys;
};

} // namespace binnacle
