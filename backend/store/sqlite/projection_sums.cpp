#include "backend/store/sqlite/projection_sums.h"

#include "backend/store/sqlite/registers_codec.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

namespace {

constexpr std::int64_t microsAMinute = 60'000'000;

/// Hours of steps that stay in memory between transactions, some hundred bytes each.
constexpr std::size_t mostKeptHours = 8192;

template <typename Map, typename Add>
Result<void> writeSums(Map& sums, const Add& add)
{
    for (const auto& [key, delta] : sums) {
        if (delta == 0)
            continue;
        if (auto done = add(key, delta); !done)
            return done;
    }
    sums.clear();
    return {};
}

template <std::size_t N>
void bindKey(Statement& statement, const NumberKey<N>& key)
{
    for (std::size_t i = 0; i < N; ++i)
        statement.bindInt(static_cast<int>(i) + 1, key.parts[i]);
}

} // namespace

Result<void> ProjectionSums::prepare(const std::string& prefix)
{
    const std::pair<Statement*, const char*> wanted[] = {
        { &m_addToFacet, "UPDATE @facet SET count=count+? WHERE id=?" },
        { &m_addCompleted,
            "INSERT INTO @completed_hour(hour,organization,project,count) VALUES(?,?,?,?) "
            "ON CONFLICT DO UPDATE SET count=count+excluded.count" },
        { &m_cleanCompleted, "DELETE FROM @completed_hour WHERE hour=? AND organization=? AND project=? AND count=0" },
        { &m_addVolume,
            "INSERT INTO @volume(minute,source,count) VALUES(?,?,?) "
            "ON CONFLICT DO UPDATE SET count=count+excluded.count" },
        { &m_loadHour, "SELECT registers FROM @step_hour WHERE organization=? AND project=? AND step=? AND hour=?" },
        { &m_putHour,
            "REPLACE INTO @step_hour(organization,project,step,hour,action,executions,failures,retries,registers) "
            "VALUES(?,?,?,?,?,?,?,?,?)" },
        { &m_removeHour, "DELETE FROM @step_hour WHERE organization=? AND project=? AND step=? AND hour=?" },
    };
    for (const auto& [statement, sql] : wanted) {
        auto prepared = prepareWithPrefix(m_connection, sql, prefix);
        if (!prepared)
            return prepared.error();
        *statement = std::move(*prepared);
    }
    return {};
}

void ProjectionSums::addToVolume(std::int64_t source, std::int64_t recordedAt)
{
    ++m_volume[{ { recordedAt / microsAMinute, source } }];
}

Result<StepHourState*> ProjectionSums::stepHour(const NumberKey<4>& key)
{
    auto [at, isNew] = m_stepHours.try_emplace(key);
    StepHour& hour = at->second;
    if (isNew) {
        bindKey(m_loadHour, key);
        auto found = m_loadHour.step();
        Result<void> done;
        if (!found)
            done = found.error();
        else if (*found)
            done = decodeRegisters(m_loadHour.columnBlob(0), hour.state);
        m_loadHour.reset();
        if (!done) {
            m_stepHours.erase(at);
            return done.error();
        }
    }
    if (!hour.isDirty) {
        hour.isDirty = true;
        m_dirtyHours.push_back(key);
    }
    return &hour.state;
}

Result<void> ProjectionSums::save(const NumberKey<4>& key, StepHourState& state)
{
    // An hour whose last attempt moved to another project was never there.
    const bool isEmpty =
        state.executions == 0 && state.failures == 0 && state.retries == 0 && state.durations.isEmpty();
    if (isEmpty) {
        state = {};
        bindKey(m_removeHour, key);
        return m_removeHour.run();
    }
    auto action = textOrNull(m_interner, state.action.value);
    if (!action)
        return action.error();
    m_blob.clear();
    encodeRegisters(state, m_blob);
    bindKey(m_putHour, key);
    m_putHour.bindOptional(5, *action);
    m_putHour.bindInt(6, state.executions);
    m_putHour.bindInt(7, state.failures);
    m_putHour.bindInt(8, state.retries);
    m_putHour.bindBlob(9, m_blob);
    return m_putHour.run();
}

Result<void> ProjectionSums::writeStepHours()
{
    // In the order of the table's key: neighbours share pages.
    std::sort(m_dirtyHours.begin(), m_dirtyHours.end(), [](const NumberKey<4>& a, const NumberKey<4>& b) {
        return std::pair(a.parts[3], a) < std::pair(b.parts[3], b);
    });
    for (const NumberKey<4>& key : m_dirtyHours) {
        StepHour& hour = m_stepHours[key];
        if (auto done = save(key, hour.state); !done)
            return done;
        hour.isDirty = false;
    }
    m_dirtyHours.clear();
    if (m_stepHours.size() > mostKeptHours)
        m_stepHours.clear();
    return {};
}

Result<void> ProjectionSums::flush()
{
    if (auto done = writeStepHours(); !done)
        return done;
    if (auto done = writeSums(m_facets,
            [this](std::int64_t facet, std::int64_t delta) {
                m_addToFacet.bindInt(1, delta);
                m_addToFacet.bindInt(2, facet);
                return m_addToFacet.run();
            });
        !done)
        return done;
    if (auto done = writeSums(m_completed,
            [this](const NumberKey<3>& key, std::int64_t delta) -> Result<void> {
                bindKey(m_addCompleted, key);
                m_addCompleted.bindInt(4, delta);
                if (auto added = m_addCompleted.run(); !added || delta > 0)
                    return added;
                bindKey(m_cleanCompleted, key);
                return m_cleanCompleted.run();
            });
        !done)
        return done;
    return writeSums(m_volume, [this](const NumberKey<2>& key, std::int64_t delta) {
        bindKey(m_addVolume, key);
        m_addVolume.bindInt(3, delta);
        return m_addVolume.run();
    });
}

void ProjectionSums::forget()
{
    m_facets.clear();
    m_completed.clear();
    m_volume.clear();
    m_stepHours.clear();
    m_dirtyHours.clear();
}

} // namespace binnacle::sqlite
