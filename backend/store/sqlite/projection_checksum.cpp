#include "backend/store/sqlite/projection_checksum.h"

#include "backend/store/sqlite/entity_steps.h"
#include "backend/store/sqlite/grid_digest.h"
#include "backend/store/sqlite/registers_codec.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace binnacle::sqlite {

namespace {

/// Queries give a row's own numbers only as the texts they stand for.
const std::string entityJoin =
    " JOIN entity e ON e.ref=x.entity JOIN entity_key k ON k.ref=e.ref JOIN facet f ON f.id=e.facet"
    " JOIN text o ON o.id=f.organization JOIN text p ON p.id=f.project JOIN text t ON t.id=f.type";

const std::string entityColumns = "o.value,p.value,t.value,k.id";

using Digest = std::pair<std::uint64_t, std::uint64_t>;

/// Digests of rows, to be hashed in an order that does not depend on the order of the rows.
class RowDigests {
public:
    void beginRow() { m_row.clear(); }
    void add(std::string_view value)
    {
        const std::uint64_t size = value.size();
        m_row.append(reinterpret_cast<const char*>(&size), sizeof size);
        m_row.append(value);
    }
    void add(std::int64_t value) { m_row.append(reinterpret_cast<const char*>(&value), sizeof value); }
    void endRow()
    {
        const XXH128_hash_t hash = XXH3_128bits(m_row.data(), m_row.size());
        m_digests.emplace_back(hash.high64, hash.low64);
    }
    /// Appends the sorted digests to `out` and starts the next table.
    void endTable(std::string& out)
    {
        std::sort(m_digests.begin(), m_digests.end());
        const std::uint64_t count = m_digests.size();
        out.append(reinterpret_cast<const char*>(&count), sizeof count);
        for (const Digest& digest : m_digests) {
            out.append(reinterpret_cast<const char*>(&digest.first), sizeof digest.first);
            out.append(reinterpret_cast<const char*>(&digest.second), sizeof digest.second);
        }
        m_digests.clear();
    }

private:
    std::string m_row;
    std::vector<Digest> m_digests;
};

Result<std::string> sha256(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        return Error::make(ErrorKind::Internal, "CHECKSUM_FAILED", "A SHA-256 sum could not be computed.");
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex.push_back("0123456789abcdef"[digest[i] >> 4]);
        hex.push_back("0123456789abcdef"[digest[i] & 15]);
    }
    return hex;
}

/// Adds every column of every row of `sql` to `out`, as text.
Result<void> digestRows(Connection& connection, const std::string& sql, int columns, std::string& out)
{
    auto statement = connection.prepare(sql, false);
    if (!statement)
        return statement.error();
    RowDigests rows;
    for (;;) {
        auto row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        rows.beginRow();
        for (int i = 0; i < columns; ++i)
            rows.add(statement->columnBlob(i));
        rows.endRow();
    }
    rows.endTable(out);
    return {};
}

/// Entities go to both parts: their latest seq depends on arrival, everything else does not.
Result<void> digestEntities(Connection& connection, std::string& content, std::string& arrival)
{
    auto statement = connection.prepare("SELECT " + entityColumns
            + ",x.registers,x.recent,f.status,e.updated_at,e.created_at,s.value,e.retries,e.version,e.error"
              ",e.business_key FROM (SELECT ref AS entity,registers,recent FROM entity_state) x"
            + entityJoin + " LEFT JOIN text s ON s.id=e.current_step",
        false);
    if (!statement)
        return statement.error();
    RowDigests contents;
    RowDigests arrivals;
    std::string registers;
    for (;;) {
        auto row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        EntityState state;
        if (auto done = decodeRegisters(statement->columnBlob(4), state); !done)
            return done;
        arrivals.beginRow();
        contents.beginRow();
        for (int i = 0; i < 4; ++i) {
            arrivals.add(statement->columnText(i));
            contents.add(statement->columnText(i));
        }
        arrivals.add(state.lastSeq);
        arrivals.add(statement->columnBlob(5));
        arrivals.endRow();
        state.lastSeq = 0;
        registers.clear();
        encodeRegisters(state, registers);
        contents.add(registers);
        for (int i = 6; i < 14; ++i)
            contents.add(statement->columnText(i));
        contents.endRow();
    }
    contents.endTable(content);
    arrivals.endTable(arrival);
    return {};
}

/// The label of a step's action is left out: it is a courtesy to readers and may stay behind when a late event moves an
/// entity's attempts to another project.
Result<void> digestStepHours(Connection& connection, std::string& out)
{
    auto statement =
        connection.prepare("SELECT o.value,p.value,s.value,x.hour,x.registers,x.executions,x.failures,x.retries"
                           " FROM step_hour x JOIN text o ON o.id=x.organization JOIN text p ON p.id=x.project"
                           " JOIN text s ON s.id=x.step",
            false);
    if (!statement)
        return statement.error();
    RowDigests rows;
    std::string registers;
    for (;;) {
        auto row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        StepHourState state;
        if (auto done = decodeRegisters(statement->columnBlob(4), state); !done)
            return done;
        state.action = {};
        registers.clear();
        encodeRegisters(state, registers);
        rows.beginRow();
        for (const int i : { 0, 1, 2, 3, 5, 6, 7 })
            rows.add(statement->columnText(i));
        rows.add(registers);
        rows.endRow();
    }
    rows.endTable(out);
    return {};
}

/// Wherever a property lies, with its entity or in a row of its own.
Result<void> digestProperties(Connection& connection, std::string& out)
{
    RowDigests rows;
    std::string registers;
    const auto add = [&](const Statement& entity, const PropertyState& property) {
        registers.clear();
        encodeRegisters(property, registers);
        rows.beginRow();
        for (int i = 0; i < 4; ++i)
            rows.add(entity.columnText(i));
        rows.add(property.name);
        rows.add(registers);
        rows.endRow();
    };
    auto entities = connection.prepare(
        "SELECT " + entityColumns + ",x.children FROM (SELECT ref AS entity,children FROM entity_state) x" + entityJoin,
        false);
    if (!entities)
        return entities.error();
    for (;;) {
        auto row = entities->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        EntityChildren children;
        if (auto done = decodeRegisters(entities->columnBlob(4), children); !done)
            return done;
        for (const PropertyState& property : children.properties)
            add(*entities, property);
    }
    auto properties =
        connection.prepare("SELECT " + entityColumns + ",x.name,x.registers FROM property x" + entityJoin, false);
    if (!properties)
        return properties.error();
    for (;;) {
        auto row = properties->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        PropertyState property;
        if (auto done = decodeRegisters(properties->columnBlob(5), property); !done)
            return done;
        property.name = properties->columnText(4);
        add(*properties, property);
    }
    rows.endTable(out);
    return {};
}

/// Wherever a step lies, with its entity or in a row of its own.
Result<void> digestSteps(Connection& connection, std::string& out)
{
    auto text = connection.prepare("SELECT value FROM text WHERE id=?", false);
    if (!text)
        return text.error();
    RowDigests rows;
    const auto add = [&](const Statement& entity, std::int64_t step, std::string_view registers) -> Result<void> {
        text->bindInt(1, step);
        auto found = text->step();
        if (!found)
            return found.error();
        rows.beginRow();
        for (int i = 0; i < 4; ++i)
            rows.add(entity.columnText(i));
        rows.add(*found ? text->columnText(0) : std::string_view());
        rows.add(registers);
        rows.endRow();
        text->reset();
        return {};
    };
    auto entities = connection.prepare(
        "SELECT " + entityColumns + ",x.steps FROM (SELECT ref AS entity,steps FROM entity_state) x" + entityJoin,
        false);
    if (!entities)
        return entities.error();
    for (;;) {
        auto row = entities->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        auto entries = EntitySteps::decode(entities->columnBlob(4));
        if (!entries)
            return entries.error();
        for (const StepEntry& entry : *entries) {
            if (auto done = add(*entities, entry.step, entry.registers); !done)
                return done;
        }
    }
    auto steps = connection.prepare("SELECT " + entityColumns + ",x.step,x.registers FROM step x" + entityJoin, false);
    if (!steps)
        return steps.error();
    for (;;) {
        auto row = steps->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (auto done = add(*steps, steps->columnInt(4), steps->columnBlob(5)); !done)
            return done;
    }
    rows.endTable(out);
    return {};
}

} // namespace

Result<std::string> projectionChecksum(Connection& connection)
{
    auto transaction = Transaction::begin(connection, Transaction::Kind::Read);
    if (!transaction)
        return transaction.error();
    std::string content;
    std::string arrival;
    if (auto done = digestEntities(connection, content, arrival); !done)
        return done.error();
    if (auto done = digestStepHours(connection, content); !done)
        return done.error();
    if (auto done = digestProperties(connection, content); !done)
        return done.error();
    if (auto done = digestSteps(connection, content); !done)
        return done.error();
    const struct {
        std::string sql;
        int columns;
        std::string* out;
    } tables[] = {
        { "SELECT " + entityColumns + ",s.value,a.value,y.value,x.execution FROM entity_step x" + entityJoin
                + " JOIN step_label l ON l.id=x.label JOIN text s ON s.id=l.step LEFT JOIN text a ON a.id=l.action"
                  " LEFT JOIN text y ON y.id=l.type",
            8, &content },
        { "SELECT " + entityColumns + ",x.first_seq,x.entries FROM entity_history x" + entityJoin, 6, &arrival },
        { "SELECT " + entityColumns + ",s.dialect,n.value FROM entity_source x" + entityJoin
                + " JOIN source s ON s.id=x.source JOIN text n ON n.id=s.name",
            6, &content },
        { "SELECT " + entityColumns + ",w.value FROM entity_workflow x" + entityJoin
                + " JOIN text w ON w.id=x.workflow",
            5, &content },
        { "SELECT " + entityColumns + ",x.workflow,x.run,x.first_at,x.registers FROM run x" + entityJoin, 8, &content },
        { "SELECT " + entityColumns + ",x.type,x.name,x.version,x.created_at,x.registers FROM artifact x" + entityJoin,
            9, &content },
        { "SELECT o.value,p.value,t.value,x.status,x.count FROM facet x JOIN text o ON o.id=x.organization"
          " JOIN text p ON p.id=x.project JOIN text t ON t.id=x.type WHERE x.count!=0",
            5, &content },
        { "SELECT x.hour,o.value,p.value,x.count FROM completed_hour x JOIN text o ON o.id=x.organization"
          " JOIN text p ON p.id=x.project WHERE x.count!=0",
            4, &content },
        { "SELECT x.minute,s.dialect,n.value,x.count FROM volume x JOIN source s ON s.id=x.source"
          " JOIN text n ON n.id=s.name",
            4, &arrival },
    };
    for (const auto& table : tables) {
        if (auto done = digestRows(connection, table.sql, table.columns, *table.out); !done)
            return done.error();
    }
    for (const auto& [axis, out] :
        { std::pair{ AsOfAxis::Occurred, &content }, std::pair{ AsOfAxis::Recorded, &arrival } }) {
        auto digest = gridDigest(connection, axis);
        if (!digest)
            return digest.error();
        *out += *digest;
    }
    auto first = sha256(content);
    if (!first)
        return first.error();
    auto second = sha256(arrival);
    if (!second)
        return second.error();
    return *first + '-' + *second;
}

} // namespace binnacle::sqlite
