#include "backend/store/sqlite/indexed_set.h"

#include "backend/store/columns/text_search.h"
#include "backend/store/sqlite/corruption.h"

#include <sqlite3.h>

#include <memory>

namespace binnacle::sqlite {

namespace {

std::size_t rowOf(EntityRef ref)
{
    return static_cast<std::size_t>(ref - 1);
}

std::string_view textOf(sqlite3_value* value)
{
    const auto* data = static_cast<const char*>(sqlite3_value_blob(value));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

void contains(sqlite3_context* context, int, sqlite3_value** arguments)
{
    using columns::TextSearch;
    // The text that is looked for is the same for every row.
    auto* search = static_cast<TextSearch*>(sqlite3_get_auxdata(context, 1));
    std::unique_ptr<TextSearch> made;
    if (search == nullptr) {
        made = std::make_unique<TextSearch>(textOf(arguments[1]));
        search = made.get();
    }
    sqlite3_result_int(context, search->isIn(textOf(arguments[0])) ? 1 : 0);
    if (made)
        sqlite3_set_auxdata(context, 1, made.release(), [](void* kept) { delete static_cast<TextSearch*>(kept); });
}

const char* columnOf(SetKey::Kind kind)
{
    return kind == SetKey::Kind::StepId ? "step" : kind == SetKey::Kind::StepAction ? "action" : "type";
}

std::int64_t partOf(const TextCache::StepLabel& label, SetKey::Kind kind)
{
    return kind == SetKey::Kind::StepId ? label.step : kind == SetKey::Kind::StepAction ? label.action : label.type;
}

SqlText stepRefs(const SetKey& key)
{
    SqlText sql{ "SELECT s.entity FROM entity_step s WHERE s.label IN (SELECT id FROM step_label WHERE ", {} };
    sql += columnOf(key.kind);
    sql += "=";
    sql.bind(key.number);
    sql += ")";
    if (key.execution) {
        sql += " AND s.execution=";
        sql.bind(*key.execution);
    }
    return sql;
}

/// Where the set follows from the entity's own row `b`.
SqlText ownCondition(const SetKey& key)
{
    if (key.kind == SetKey::Kind::Error) {
        SqlText sql{ "b.error IS NOT NULL AND binnacle_contains(b.error,", {} };
        sql.bind(key.text);
        return sql += ")";
    }
    if (key.text.empty())
        return { "b.business_key IS NOT NULL", {} };
    SqlText sql{ "b.business_key=", {} };
    return sql.bind(key.text);
}

} // namespace

SqlText refsOf(const SetKey& key)
{
    SqlText sql;
    switch (key.kind) {
    case SetKey::Kind::StepId:
    case SetKey::Kind::StepAction:
    case SetKey::Kind::StepType:
        return stepRefs(key);
    case SetKey::Kind::Source:
        sql += "SELECT v.entity FROM entity_source v WHERE v.source IN "
               "(SELECT n.id FROM source n JOIN text t ON t.id=n.name WHERE t.value=";
        sql.bind(key.text);
        return sql += ")";
    case SetKey::Kind::Workflow:
        if (key.number == 0)
            return sql += "SELECT w.entity FROM entity_workflow w";
        sql += "SELECT w.entity FROM entity_workflow w WHERE w.workflow=";
        return sql.bind(key.number);
    case SetKey::Kind::BusinessKey:
        sql += "SELECT b.ref FROM entity b INDEXED BY entity_by_key WHERE ";
        return sql += ownCondition(key);
    case SetKey::Kind::Error:
        sql += "SELECT b.ref FROM entity b WHERE ";
        return sql += ownCondition(key);
    }
    return sql;
}

bool isIndexed(const SetKey& key)
{
    return key.kind != SetKey::Kind::Error;
}

Result<void> IndexedSet::load(Connection& connection, EntityRef mostEntities)
{
    m_rows = {};
    const SqlText sql = refsOf(m_key);
    auto refs = connection.prepare(sql.sql, false);
    if (!refs)
        return refs.error();
    bindAll(*refs, sql.values);
    return forEachRow(*refs, [&](const Statement& row) -> Result<bool> {
        const EntityRef ref = row.columnInt(0);
        if (ref < 1 || ref > mostEntities)
            return corruption("An index names an entity that the store cannot have.");
        m_rows.add(rowOf(ref));
        return true;
    });
}

Result<void> IndexedSet::follow(const EntityChanges& changes, Connection& connection, TextCache& texts)
{
    switch (m_key.kind) {
    case SetKey::Kind::StepId:
    case SetKey::Kind::StepAction:
    case SetKey::Kind::StepType:
        return followSteps(changes, texts);
    case SetKey::Kind::Source:
        return followSources(changes, texts);
    case SetKey::Kind::Workflow:
        for (const auto& [parts] : changes.newWorkflows) {
            if (m_key.number == 0 || parts[0] == m_key.number)
                m_rows.put(rowOf(parts[1]), true);
        }
        return {};
    case SetKey::Kind::BusinessKey:
        return lookUp(changes.keys, connection);
    case SetKey::Kind::Error:
        return lookUp(changes.errors, connection);
    }
    return {};
}

Result<void> IndexedSet::followSteps(const EntityChanges& changes, TextCache& texts)
{
    for (const bool isNew : { false, true }) {
        // The entries are sorted: those of one label are neighbours.
        std::int64_t label = 0;
        bool isOurs = false;
        for (const auto& [parts] : isNew ? changes.newSteps : changes.oldSteps) {
            if (parts[0] != label) {
                label = parts[0];
                auto known = texts.stepLabel(label);
                if (!known)
                    return known.error();
                isOurs = partOf(*known, m_key.kind) == m_key.number;
            }
            if (!isOurs || (m_key.execution && parts[1] != *m_key.execution))
                continue;
            if (isNew)
                m_rows.add(rowOf(parts[2]));
            else
                m_rows.remove(rowOf(parts[2]));
        }
    }
    return {};
}

Result<void> IndexedSet::followSources(const EntityChanges& changes, TextCache& texts)
{
    std::int64_t source = 0;
    bool isOurs = false;
    for (const auto& [parts] : changes.newSources) {
        if (parts[0] != source) {
            source = parts[0];
            auto known = texts.source(source);
            if (!known)
                return known.error();
            isOurs = known->name == m_key.text;
        }
        if (isOurs)
            m_rows.put(rowOf(parts[1]), true);
    }
    return {};
}

/// Of a set that follows from the entities' own rows.
Result<void> IndexedSet::lookUp(const std::vector<NumberKey<1>>& refs, Connection& connection)
{
    if (refs.empty())
        return {};
    SqlText sql{ "SELECT 1 FROM entity b WHERE b.ref=", {} };
    sql.bind(std::int64_t{ 0 });
    sql += " AND ";
    sql += ownCondition(m_key);
    auto isIn = connection.prepare(sql.sql, false);
    if (!isIn)
        return isIn.error();
    bindAll(*isIn, sql.values);
    for (const auto& [parts] : refs) {
        isIn->bindInt(1, parts[0]);
        auto found = isIn->step();
        if (!found)
            return found.error();
        isIn->reset();
        m_rows.put(rowOf(parts[0]), *found);
    }
    return {};
}

Result<void> addContains(Connection& connection)
{
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    const int code = sqlite3_create_function_v2(
        connection.handle(), "binnacle_contains", 2, flags, nullptr, contains, nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Result<void>() : errorFromCode(code, sqlite3_errstr(code));
}

} // namespace binnacle::sqlite
