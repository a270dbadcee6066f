#pragma once

#include "backend/event/event.h"
#include "backend/projection/read_types.h"
#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/hash_index.h"

#include <xxhash.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace binnacle::sqlite {

/// Hash of a text, also where a std::string is asked for with a view.
struct TextHash {
    std::uint64_t operator()(std::string_view text) const { return XXH3_64bits(text.data(), text.size()); }
};

/// A map of at most `limit` texts, and of bounded bytes: what was not used since the map was half full last is
/// forgotten first.
template <typename Value>
class BoundedTextMap {
public:
    explicit BoundedTextMap(std::size_t limit)
        : m_half(limit / 2)
    {
    }
    const Value* find(std::string_view key)
    {
        const std::uint64_t hash = TextHash()(key);
        if (const Entry* entry = m_young.find(hash, key))
            return &entry->value;
        const Entry* entry = m_old.find(hash, key);
        return entry == nullptr ? nullptr : add(hash, key, entry->value);
    }
    /// `key` must not be in the map.
    void insert(std::string_view key, Value value) { add(TextHash()(key), key, std::move(value)); }
    void clear()
    {
        m_young.clear();
        m_old.clear();
    }

private:
    struct Entry {
        std::string key;
        Value value;
    };
    struct Generation {
        std::deque<Entry> entries;
        HashIndex<Entry> index;
        std::size_t bytes = 0;

        const Entry* find(std::uint64_t hash, std::string_view key) const
        {
            return index.find(hash, [key](const Entry& entry) { return entry.key == key; });
        }
        void clear()
        {
            entries.clear();
            index.clear();
            bytes = 0;
        }
    };
    static constexpr std::size_t halfBytes = 4 * 1024 * 1024;

    const Value* add(std::uint64_t hash, std::string_view key, Value value)
    {
        Entry added{ std::string(key), std::move(value) };
        if (m_young.entries.size() >= m_half || m_young.bytes + key.size() > halfBytes) {
            std::swap(m_young, m_old);
            m_young.clear();
        }
        Entry& entry = m_young.entries.emplace_back(std::move(added));
        m_young.index.insert(hash, &entry);
        m_young.bytes += key.size();
        return &entry.value;
    }

    std::size_t m_half;
    Generation m_young;
    Generation m_old;
};

/// Gives every repeated text, source and entity its number, and makes new ones in the present transaction.
class Interner {
public:
    explicit Interner(Connection& connection);

    Result<std::int64_t> text(std::string_view value);
    Result<std::string_view> textOf(std::int64_t id);
    Result<std::int64_t> source(Dialect dialect, std::string_view name);
    /// `step`: number of the step id's text. Empty text: it has none.
    Result<std::int64_t> stepLabel(std::int64_t step, std::string_view action, std::string_view type);
    /// The entity with that hash, where it was looked up before; 0: ask entity(event).
    EntityRef known(const EntityHash& hash) const;
    /// The entity that `event` belongs to; it must have one.
    Result<EntityRef> entity(const Event& event);

    /// After a rollback: numbers made in the transaction do not exist.
    void forget();

private:
    Result<void> prepare(Statement& statement, std::string_view sql);

    Connection& m_connection;
    BoundedTextMap<std::int64_t> m_texts{ 65536 };
    std::unordered_map<std::int64_t, std::string> m_values;
    std::size_t m_valueBytes = 0;
    BoundedTextMap<std::int64_t> m_sources{ 4096 };
    BoundedTextMap<std::int64_t> m_labels{ 65536 };
    /// The entities that were looked up last, each in the place that its hash gives.
    struct KnownEntity {
        EntityHash hash;
        EntityRef ref = 0;
    };
    KnownEntity& placeOf(const EntityHash& hash);
    std::vector<KnownEntity> m_entities;
    std::string m_scratch;
    Statement m_findText, m_addText, m_readText;
    Statement m_findSource, m_addSource;
    Statement m_findLabel, m_addLabel;
    Statement m_findEntity, m_addEntity;
};

} // namespace binnacle::sqlite
