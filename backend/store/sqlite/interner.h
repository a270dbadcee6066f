#pragma once

#include "backend/event/event.h"
#include "backend/projection/read_types.h"
#include "backend/store/sqlite/database.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace binnacle::sqlite {

/// Hash that lets a map of strings be asked with a view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// A map of bounded size: what was not used since the map was half full last is forgotten first.
template <typename Value>
class BoundedTextMap {
public:
    explicit BoundedTextMap(std::size_t limit)
        : m_half(limit / 2)
    {
    }
    const Value* find(std::string_view key)
    {
        if (const auto it = m_young.find(key); it != m_young.end())
            return &it->second;
        const auto it = m_old.find(key);
        if (it == m_old.end())
            return nullptr;
        return insert(it->first, it->second);
    }
    const Value* insert(std::string_view key, Value value)
    {
        std::string copy(key);
        if (m_young.size() >= m_half) {
            m_old = std::move(m_young);
            m_young.clear();
        }
        return &m_young.insert_or_assign(std::move(copy), std::move(value)).first->second;
    }
    void clear()
    {
        m_young.clear();
        m_old.clear();
    }

private:
    using Map = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
    std::size_t m_half;
    Map m_young;
    Map m_old;
};

/// Gives every repeated text, source and entity its number, and makes new ones in the present transaction.
class Interner {
public:
    explicit Interner(Connection& connection);

    Result<std::int64_t> text(std::string_view value);
    Result<std::string_view> textOf(std::int64_t id);
    Result<std::int64_t> source(Dialect dialect, std::string_view name);
    /// The entity that `event` belongs to; it must have one.
    Result<EntityRef> entity(const Event& event);
    /// Number of the id text's entity as entity_key holds it; empty where there is none.
    Result<std::string> entityId(EntityRef ref);

    /// After a rollback: numbers made in the transaction do not exist.
    void forget();

private:
    Result<void> prepare(Statement& statement, std::string_view sql);

    Connection& m_connection;
    BoundedTextMap<std::int64_t> m_texts{ 65536 };
    std::unordered_map<std::int64_t, std::string> m_values;
    BoundedTextMap<std::int64_t> m_sources{ 4096 };
    BoundedTextMap<EntityRef> m_entities{ 131072 };
    std::string m_scratch;
    Statement m_findText, m_addText, m_readText;
    Statement m_findSource, m_addSource;
    Statement m_findEntity, m_addEntity, m_readEntityId;
};

} // namespace binnacle::sqlite
