#include "backend/store/sqlite/safety/entity_check.h"

#include "backend/store/sqlite/entity_history.h"
#include "backend/store/sqlite/entity_steps.h"
#include "backend/store/sqlite/grid_changes.h"
#include "backend/store/sqlite/number_key.h"
#include "backend/store/sqlite/registers_codec.h"

#include <functional>
#include <map>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Past this many, a list of single findings says no more.
constexpr std::size_t mostListed = 20;

/// A sum over entries in any order: two of them are equal where the entries are, and hardly ever otherwise.
struct EntrySum {
    std::int64_t count = 0;
    std::uint64_t hashes = 0;

    template <std::size_t N>
    void add(const NumberKey<N>& entry)
    {
        ++count;
        hashes += NumberHash()(entry);
    }
    friend bool operator==(const EntrySum&, const EntrySum&) = default;
};

/// Entities by axis and facet.
struct GridSum {
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> counts;

    void add(std::int64_t axis, std::int64_t facet, std::int64_t delta)
    {
        const auto [at, isNew] = counts.try_emplace({ axis, facet }, 0);
        at->second += delta;
        if (at->second == 0)
            counts.erase(at);
    }
    void add(const Statement& row) { add(row.columnInt(0), row.columnInt(1), row.columnInt(2)); }
    friend bool operator==(const GridSum&, const GridSum&) = default;
};

class EntityCheck {
public:
    EntityCheck(Connection& connection, std::vector<std::string>& findings)
        : m_connection(connection)
        , m_findings(findings)
    {
    }

    Result<std::int64_t> run()
    {
        const std::pair<const char*, std::function<void(const Statement&)>> readings[] = {
            { "SELECT s.ref,s.registers,s.recent,s.steps,s.children,e.updated_at,e.created_at,e.retries,e.version,"
              "c.value,e.error,e.business_key,f.status FROM entity_state s JOIN entity e ON e.ref=s.ref "
              "LEFT JOIN facet f ON f.id=e.facet AND f.id=s.facet LEFT JOIN text c ON c.id=e.current_step",
                [this](const Statement& row) { checkEntity(row); } },
            { "SELECT entity,entries FROM entity_history",
                [this](const Statement& row) { checkHistory(row.columnInt(0), row.columnBlob(1)); } },
            { "SELECT entity,registers,label,execution FROM step",
                [this](const Statement& row) {
                    checkRegisters<StepState>(row, "A step");
                    m_steps.add(NumberKey<3>{ { row.columnInt(2), row.columnInt(3), row.columnInt(0) } });
                } },
            { "SELECT entity,registers FROM run",
                [this](const Statement& row) { checkRegisters<RunState>(row, "A run"); } },
            { "SELECT entity,registers FROM artifact",
                [this](const Statement& row) { checkRegisters<ArtifactState>(row, "An artifact"); } },
            { "SELECT entity,registers FROM property",
                [this](const Statement& row) { checkRegisters<PropertyState>(row, "A property"); } },
            { "SELECT label,execution,entity FROM entity_step",
                [this](const Statement& row) {
                    m_stepIndex.add(NumberKey<3>{ { row.columnInt(0), row.columnInt(1), row.columnInt(2) } });
                } },
            { "SELECT source,entity FROM entity_source",
                [this](const Statement& row) {
                    m_sourceIndex.add(NumberKey<2>{ { row.columnInt(0), row.columnInt(1) } });
                } },
            { "SELECT hour,changes,axis FROM grid_change", [this](const Statement& row) { checkGridChanges(row); } },
            { "SELECT a.axis,f.id,f.count FROM facet f,(SELECT 0 AS axis UNION SELECT 1) a",
                [this](const Statement& row) { m_gridNow.add(row); } },
            { "SELECT axis,facet,delta FROM grid_sum WHERE level=0",
                [this](const Statement& row) { m_gridDays.add(row); } },
            { "SELECT axis,facet,delta FROM grid_sum WHERE level=1",
                [this](const Statement& row) { m_gridBuckets.add(row); } },
        };
        for (const auto& [sql, visit] : readings) {
            auto done = forEachRow(m_connection, sql, [&check = visit](const Statement& row) -> Result<bool> {
                check(row);
                return true;
            });
            if (!done)
                return done.error();
        }
        compare("The index of steps and the entities' steps differ", m_stepIndex, m_steps);
        compare("The index of sources and the entities' sources differ", m_sourceIndex, m_sources);
        // Whatever came when, all changes together are how things stand.
        compare("The course of the grid and the grid differ", m_gridChanges, m_gridNow);
        compare("The sums of days and the course of the grid differ", m_gridDays, m_gridChanges);
        compare("The sums of 64 days and the course of the grid differ", m_gridBuckets, m_gridChanges);
        return m_events;
    }

private:
    void checkGridChanges(const Statement& row)
    {
        std::vector<GridChange> changes;
        if (!decodeGridChanges(row.columnInt(0), row.columnBlob(1), changes))
            m_findings.push_back("What changed in an hour of the grid cannot be read.");
        for (const GridChange& change : changes)
            m_gridChanges.add(row.columnInt(2), change.facet, change.delta);
    }

    void addDamage(const std::string& what, std::int64_t ref)
    {
        if (m_listed++ < mostListed)
            m_findings.push_back(what + " of entity " + std::to_string(ref) + " is damaged.");
    }

    void compare(const std::string& finding, const EntrySum& index, const EntrySum& entities)
    {
        if (index != entities)
            m_findings.push_back(
                finding + " (" + std::to_string(index.count) + ", " + std::to_string(entities.count) + ").");
    }

    void compare(const std::string& finding, const GridSum& a, const GridSum& b)
    {
        if (a != b)
            m_findings.push_back(finding + ".");
    }

    template <typename State>
    void checkRegisters(const Statement& row, const char* what)
    {
        State state;
        if (!decodeRegisters(row.columnBlob(1), state))
            addDamage(what, row.columnInt(0));
    }

    void checkHistory(std::int64_t ref, std::string_view bytes)
    {
        m_history.clear();
        if (!EntityHistory::decode(bytes, m_history))
            addDamage("The history", ref);
        m_events += static_cast<std::int64_t>(m_history.size());
    }

    void checkEntity(const Statement& row)
    {
        const std::int64_t ref = row.columnInt(0);
        EntityState state;
        if (!decodeRegisters(row.columnBlob(1), state))
            addDamage("The row", ref);
        else if (!hasColumnsOf(state, row) && m_listed++ < mostListed)
            m_findings.push_back("Entity " + std::to_string(ref) + " is listed as something else than it is.");
        checkHistory(ref, row.columnBlob(2));
        checkSteps(ref, row.columnBlob(3));
        EntityChildren children;
        if (!decodeRegisters(row.columnBlob(4), children))
            addDamage("The list of properties and sources", ref);
        for (const std::int64_t source : children.sources)
            m_sources.add(NumberKey<2>{ { source, ref } });
    }

    /// `row` is one of checkEntity().
    static bool hasColumnsOf(const EntityState& state, const Statement& row)
    {
        return row.columnInt(5) == state.updatedAtMicros && row.columnInt(6) == state.createdAtMicros
            && row.columnInt(7) == state.retryTotal && row.columnInt(8) == state.version
            && row.columnText(9) == state.currentStep.value && row.columnText(10) == state.error.value
            && row.columnText(11) == state.businessKey.value && !row.columnIsNull(12)
            && row.columnInt(12) == static_cast<std::int64_t>(state.status.value);
    }

    void checkSteps(std::int64_t ref, std::string_view bytes)
    {
        const auto entries = EntitySteps::decode(bytes);
        if (!entries) {
            addDamage("The list of steps", ref);
            return;
        }
        for (const StepEntry& entry : *entries) {
            m_steps.add(NumberKey<3>{ { entry.place.label, entry.place.execution, ref } });
            StepState state;
            if (!decodeRegisters(entry.registers, state))
                addDamage("A step", ref);
        }
    }

    Connection& m_connection;
    std::vector<std::string>& m_findings;
    std::size_t m_listed = 0;
    std::vector<HistoryEntry> m_history;
    std::int64_t m_events = 0;
    EntrySum m_steps;
    EntrySum m_stepIndex;
    EntrySum m_sources;
    EntrySum m_sourceIndex;
    GridSum m_gridNow;
    GridSum m_gridChanges;
    GridSum m_gridDays;
    GridSum m_gridBuckets;
};

} // namespace

Result<std::int64_t> checkEntities(Connection& connection, std::vector<std::string>& findings)
{
    return EntityCheck(connection, findings).run();
}

} // namespace binnacle::sqlite
