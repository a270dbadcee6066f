#include "backend/store/sqlite/projection_tables.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include "backend/projection/entity_rows.h"

#include <algorithm>

namespace binnacle::sqlite {

namespace {

/// Under so many measured runs a 95th percentile says nothing.
constexpr std::int64_t fewestForP95 = 5;

} // namespace

Result<SqliteReader::OneEntityCall> SqliteReader::beginOneEntityCall(const EntityKey& key)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    std::vector<std::int64_t> ids;
    for (const std::string* part : { &key.type, &key.organization, &key.project }) {
        auto id = m_texts.find(*part);
        if (!id)
            return id.error();
        // 0 is the number of no text.
        ids.push_back(id->value_or(0));
    }
    SqlText sql{ "SELECT e.ref FROM entity_key k JOIN entity e ON e.ref=k.ref JOIN facet f ON f.id=e.facet WHERE k.id=",
        {} };
    sql.bind(key.id);
    sql += " AND k.type=";
    sql.bind(ids[0]);
    sql += " AND k.organization=";
    sql.bind(ids[1]);
    sql += " AND f.project=";
    sql.bind(ids[2]);
    // An order and an entity of another dialect may share an address; the first one answers to it, always the same.
    auto ref = number(sql += " ORDER BY e.ref LIMIT 1");
    if (!ref)
        return ref.error();
    if (*ref == 0)
        return Error::make(ErrorKind::NotFound, "ENTITY_NOT_FOUND", "There is no entity \"" + toString(key) + "\".",
            "Check its organisation, project, type and id.");
    return OneEntityCall{ std::move(*view), *ref };
}

Result<EntityRef> SqliteReader::refOf(const Event& event)
{
    SqlText sql{ "SELECT ref FROM entity_key WHERE id=", {} };
    sql.bind(std::string(event.entityId));
    for (const auto& [column, value] :
        { std::pair{ " AND type=", event.entityType }, { " AND organization=", event.organization },
            { " AND key_project=", event.projectIsKey ? event.project : std::string_view() } }) {
        auto id = m_texts.find(value);
        if (!id)
            return id.error();
        sql += column;
        sql.bind(id->value_or(0));
    }
    return number(sql);
}

Result<EntityDetail> SqliteReader::entity(const EntityKey& key)
{
    auto call = beginOneEntityCall(key);
    if (!call)
        return call.error();
    const EntityRef ref = call->ref;
    EntityState state;
    auto row = readEntity(ref, &state);
    if (!row)
        return row.error();
    EntityDetail detail = entityDetailOf(state);
    if (*row)
        detail.row = std::move(**row);
    auto steps = stepsOf(ref, detail.row.key);
    if (!steps)
        return steps.error();
    detail.steps = std::move(*steps);

    auto children = childrenOf(ref);
    if (!children)
        return children.error();
    auto properties = propertiesOf(ref, std::move(children->properties));
    if (!properties)
        return properties.error();
    detail.properties = std::move(*properties);

    for (const std::int64_t id : children->sources) {
        auto source = m_texts.source(id);
        if (!source)
            return source.error();
        detail.sources.push_back(std::move(source->name));
    }
    std::sort(detail.sources.begin(), detail.sources.end());
    detail.sources.erase(std::unique(detail.sources.begin(), detail.sources.end()), detail.sources.end());
    return detail;
}

Result<EntityChildren> SqliteReader::childrenOf(EntityRef ref)
{
    EntityChildren children;
    SqlText sql{ "SELECT children FROM entity_state WHERE ref=", {} };
    auto done = forEachRow(sql.bind(ref), [&](const Statement& row) -> Result<bool> {
        if (auto decoded = decodeRegisters(row.columnBlob(0), children); !decoded)
            return decoded.error();
        return true;
    });
    if (!done)
        return done.error();
    return children;
}

Result<std::vector<PropertyRow>> SqliteReader::propertiesOf(EntityRef ref, std::vector<PropertyState> withEntity)
{
    std::vector<PropertyRow> out;
    const auto add = [&](PropertyState& property) { out.push_back(propertyRowOf(std::move(property))); };
    for (PropertyState& property : withEntity)
        add(property);
    SqlText rows{ "SELECT name,registers FROM property WHERE entity=", {} };
    auto done = forEachRow(rows.bind(ref), [&](const Statement& row) -> Result<bool> {
        PropertyState property;
        if (auto decoded = decodeRegisters(row.columnBlob(1), property); !decoded)
            return decoded.error();
        property.name = row.columnText(0);
        add(property);
        return true;
    });
    if (!done)
        return done.error();
    std::sort(out.begin(), out.end(), [](const PropertyRow& a, const PropertyRow& b) { return a.name < b.name; });
    return out;
}

Result<std::vector<StepRow>> SqliteReader::stepsOf(EntityRef ref, const EntityKey& key)
{
    std::vector<StepRow> steps;
    const auto add = [&](std::int64_t step, std::string_view registers) -> Result<void> {
        StepState state;
        if (auto decoded = decodeRegisters(registers, state); !decoded)
            return decoded.error();
        StepRow row = stepRowOf(state);
        auto id = m_texts.text(step);
        if (!id)
            return id.error();
        row.stepId = std::move(*id);
        auto p95 = p95Of(key, step);
        if (!p95)
            return p95.error();
        row.p95DurationMs = *p95;
        steps.push_back(std::move(row));
        return {};
    };
    SqlText inRow{ "SELECT steps FROM entity_state WHERE ref=", {} };
    auto done = forEachRow(inRow.bind(ref), [&](const Statement& row) -> Result<bool> {
        auto entries = EntitySteps::decode(row.columnBlob(0));
        if (!entries)
            return entries.error();
        for (const StepEntry& entry : *entries) {
            if (auto added = add(entry.step, entry.registers); !added)
                return added.error();
        }
        return true;
    });
    SqlText rows{ "SELECT step,registers FROM step WHERE entity=", {} };
    if (done)
        done = forEachRow(rows.bind(ref), [&](const Statement& row) -> Result<bool> {
            if (auto added = add(row.columnInt(0), row.columnBlob(1)); !added)
                return added.error();
            return true;
        });
    if (!done)
        return done.error();
    std::sort(steps.begin(), steps.end(), comesBefore);
    return steps;
}

Result<std::optional<double>> SqliteReader::p95Of(const EntityKey& key, std::int64_t step)
{
    SqlText sql{ "SELECT registers FROM step_hour WHERE step=", {} };
    sql.bind(step);
    for (const auto& [column, text] : { std::pair{ "organization", &key.organization }, { "project", &key.project } }) {
        auto id = m_texts.find(*text);
        if (!id)
            return id.error();
        sql += std::string(" AND ") + column + "=";
        sql.bind(id->value_or(0));
    }
    DurationSketch durations;
    auto done = forEachRow(sql, [&](const Statement& statement) -> Result<bool> {
        StepHourState hour;
        if (auto decoded = decodeRegisters(statement.columnBlob(0), hour); !decoded)
            return decoded.error();
        durations.merge(hour.durations);
        return true;
    });
    if (!done)
        return done.error();
    return durations.count() < fewestForP95 ? std::optional<double>() : durations.quantile(0.95);
}

Result<std::vector<EntityRow>> SqliteReader::searchEntities(std::string_view text, std::int64_t limit)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    std::vector<EntityRef> refs;
    const auto add = [&](const Statement& statement) -> Result<bool> {
        const EntityRef ref = statement.columnInt(0);
        if (std::find(refs.begin(), refs.end(), ref) == refs.end())
            refs.push_back(ref);
        return static_cast<std::int64_t>(refs.size()) < limit;
    };
    if (limit <= 0 || text.empty())
        return std::vector<EntityRow>();

    // The whole id, what begins with it, then what holds it anywhere: each in the order of the ids, from one index.
    SqlText whole{ "SELECT k.ref FROM entity_key k JOIN entity e ON e.ref=k.ref WHERE k.id=", {} };
    whole.bind(std::string(text));
    SqlText prefix{ "SELECT k.ref FROM entity_key k JOIN entity e ON e.ref=k.ref WHERE k.id>=", {} };
    prefix.bind(std::string(text));
    if (const std::string end = afterPrefix(std::string(text)); !end.empty()) {
        prefix += " AND k.id<";
        prefix.bind(end);
    }
    prefix += " ORDER BY k.id";
    SqlText anywhere{ "SELECT k.ref FROM entity_key k JOIN entity e ON e.ref=k.ref WHERE binnacle_contains(k.id,", {} };
    anywhere.bind(std::string(text));
    anywhere += ")";
    for (const SqlText* sql : { &whole, &prefix, &anywhere }) {
        if (static_cast<std::int64_t>(refs.size()) >= limit)
            break;
        if (auto done = forEachRow(*sql, add); !done)
            return done.error();
    }
    return readEntities(refs);
}

} // namespace binnacle::sqlite
