#pragma once

#include <QList>

#include <vector>

namespace binnacle {

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

    friend bool operator==(const SortOrder&, const SortOrder&) = default;

private:
    std::vector<Key> m_keys;
};

} // namespace binnacle
