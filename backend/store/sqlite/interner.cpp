#include "backend/store/sqlite/interner.h"

#include "backend/store/sqlite/corruption.h"

#include <algorithm>

namespace binnacle::sqlite {

namespace {
/// Texts whose value is kept in memory by number; past either the map starts anew.
constexpr std::size_t maxValues = 65536;
constexpr std::size_t maxValueBytes = 4 * 1024 * 1024;
/// 24 bytes each; a power of two.
constexpr std::size_t knownEntities = 256 * 1024;
} // namespace

Interner::Interner(Connection& connection)
    : m_connection(connection)
    , m_entities(knownEntities)
{
}

Result<void> Interner::prepare(Statement& statement, std::string_view sql)
{
    if (statement)
        return {};
    auto prepared = m_connection.prepare(sql);
    if (!prepared)
        return prepared.error();
    statement = std::move(*prepared);
    return {};
}

Result<std::int64_t> Interner::text(std::string_view value)
{
    if (const auto* known = m_texts.find(value))
        return *known;
    if (auto done = prepare(m_findText, "SELECT id FROM text WHERE value=?"); !done)
        return done.error();
    if (auto done = prepare(m_addText, "INSERT INTO text(value) VALUES(?)"); !done)
        return done.error();
    m_findText.bindText(1, value);
    auto found = m_findText.step();
    if (!found)
        return found.error();
    std::int64_t id = *found ? m_findText.columnInt(0) : 0;
    m_findText.reset();
    if (id == 0) {
        m_addText.bindText(1, value);
        if (auto done = m_addText.run(); !done)
            return done.error();
        id = m_connection.lastInsertId();
    }
    m_texts.insert(value, id);
    return id;
}

Result<std::string_view> Interner::textOf(std::int64_t id)
{
    if (const auto it = m_values.find(id); it != m_values.end())
        return std::string_view(it->second);
    if (auto done = prepare(m_readText, "SELECT value FROM text WHERE id=?"); !done)
        return done.error();
    m_readText.bindInt(1, id);
    auto found = m_readText.step();
    if (!found)
        return found.error();
    if (!*found) {
        m_readText.reset();
        return missingText();
    }
    m_valueBytes += m_readText.columnText(0).size();
    if (m_values.size() >= maxValues || m_valueBytes > maxValueBytes) {
        m_values.clear();
        m_valueBytes = m_readText.columnText(0).size();
    }
    std::string& value = m_values[id];
    value = m_readText.columnText(0);
    m_readText.reset();
    return std::string_view(value);
}

Result<std::int64_t> Interner::source(Dialect dialect, std::string_view name)
{
    m_scratch.assign(1, static_cast<char>(dialect));
    m_scratch.append(name);
    if (const auto* known = m_sources.find(m_scratch))
        return *known;
    if (auto done = prepare(m_findSource, "SELECT id FROM source WHERE dialect=? AND name=?"); !done)
        return done.error();
    if (auto done = prepare(m_addSource, "INSERT INTO source(dialect,name) VALUES(?,?)"); !done)
        return done.error();
    auto nameId = text(name);
    if (!nameId)
        return nameId.error();
    m_findSource.bindInt(1, static_cast<int>(dialect));
    m_findSource.bindInt(2, *nameId);
    auto found = m_findSource.step();
    if (!found)
        return found.error();
    std::int64_t id = *found ? m_findSource.columnInt(0) : 0;
    m_findSource.reset();
    if (id == 0) {
        m_addSource.bindInt(1, static_cast<int>(dialect));
        m_addSource.bindInt(2, *nameId);
        if (auto done = m_addSource.run(); !done)
            return done.error();
        id = m_connection.lastInsertId();
    }
    m_sources.insert(m_scratch, id);
    return id;
}

Result<std::int64_t> Interner::stepLabel(std::int64_t step, std::string_view action, std::string_view type)
{
    std::int64_t parts[] = { step, 0, 0 };
    for (const auto& [value, part] : { std::pair{ action, &parts[1] }, std::pair{ type, &parts[2] } }) {
        if (value.empty())
            continue;
        auto id = text(value);
        if (!id)
            return id.error();
        *part = *id;
    }
    const std::string_view key(reinterpret_cast<const char*>(parts), sizeof parts);
    if (const auto* known = m_labels.find(key))
        return *known;
    if (auto done = prepare(m_findLabel, "SELECT id FROM step_label WHERE step=? AND action=? AND type=?"); !done)
        return done.error();
    if (auto done = prepare(m_addLabel, "INSERT INTO step_label(step,action,type) VALUES(?,?,?)"); !done)
        return done.error();
    const auto bind = [&](Statement& statement) {
        for (int i = 0; i < 3; ++i)
            statement.bindInt(i + 1, parts[i]);
    };
    bind(m_findLabel);
    auto found = m_findLabel.step();
    if (!found)
        return found.error();
    std::int64_t id = *found ? m_findLabel.columnInt(0) : 0;
    m_findLabel.reset();
    if (id == 0) {
        bind(m_addLabel);
        if (auto done = m_addLabel.run(); !done)
            return done.error();
        id = m_connection.lastInsertId();
    }
    m_labels.insert(key, id);
    return id;
}

Interner::KnownEntity& Interner::placeOf(const EntityHash& hash)
{
    return m_entities[hash.high % m_entities.size()];
}

EntityRef Interner::known(const EntityHash& hash) const
{
    const KnownEntity& entity = m_entities[hash.high % m_entities.size()];
    return entity.hash == hash ? entity.ref : 0;
}

Result<EntityRef> Interner::entity(const Event& event)
{
    const EntityHash hash = entityHashOf(event);
    if (const EntityRef ref = known(hash); ref != 0)
        return ref;
    if (auto done = prepare(
            m_findEntity, "SELECT ref FROM entity_key WHERE id=? AND type=? AND organization=? AND key_project=?");
        !done)
        return done.error();
    if (auto done = prepare(m_addEntity, "INSERT INTO entity_key(id,type,organization,key_project) VALUES(?,?,?,?)");
        !done)
        return done.error();
    auto type = text(event.entityType);
    if (!type)
        return type.error();
    auto organization = text(event.organization);
    if (!organization)
        return organization.error();
    std::int64_t keyProject = 0;
    if (event.projectIsKey) {
        auto projectId = text(event.project);
        if (!projectId)
            return projectId.error();
        keyProject = *projectId;
    }
    const auto bind = [&](Statement& statement) {
        statement.bindText(1, event.entityId);
        statement.bindInt(2, *type);
        statement.bindInt(3, *organization);
        statement.bindInt(4, keyProject);
    };
    bind(m_findEntity);
    auto found = m_findEntity.step();
    if (!found)
        return found.error();
    EntityRef ref = *found ? m_findEntity.columnInt(0) : 0;
    m_findEntity.reset();
    if (ref == 0) {
        bind(m_addEntity);
        if (auto done = m_addEntity.run(); !done)
            return done.error();
        ref = m_connection.lastInsertId();
    }
    placeOf(hash) = { hash, ref };
    return ref;
}

void Interner::forget()
{
    m_texts.clear();
    m_values.clear();
    m_valueBytes = 0;
    m_sources.clear();
    m_labels.clear();
    std::fill(m_entities.begin(), m_entities.end(), KnownEntity());
}

} // namespace binnacle::sqlite
