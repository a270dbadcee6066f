#include "backend/store/sqlite/grid_changes.h"

#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/projection_tables.h"

#include "backend/core/varint.h"
#include "backend/projection/state.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle::sqlite {

// A part of an hour, for each change: zigzag varint of the microseconds since the one before it (the first: since the
// hour began), and varint of twice the facet's number, plus one where an entity leaves it. What is written together is
// sorted.

namespace {

constexpr std::int64_t microsAnHour = 3'600'000'000;
constexpr std::int64_t hoursADay = 24;

/// A few changes are put behind those that lie in the hour's last part already, up to so many bytes; more get a part of
/// their own, so that an import does not write the same bytes again and again.
constexpr std::size_t fewChanges = 32;
constexpr std::size_t mostPartBytes = 4096;

std::int64_t gridBucketOf(std::int64_t atMicros, std::size_t level)
{
    return gridDayOf(atMicros) >> gridSumShifts[level];
}

/// Calls `write` with each run of neighbours that have the same key, until it gives an error.
Result<void> forEachRun(std::span<const GridChange> changes, const auto& keyOf, const auto& write)
{
    for (std::size_t from = 0; from < changes.size();) {
        std::size_t to = from + 1;
        while (to < changes.size() && keyOf(changes[to]) == keyOf(changes[from]))
            ++to;
        if (auto done = write(changes.subspan(from, to - from)); !done)
            return done;
        from = to;
    }
    return {};
}

} // namespace

std::int64_t gridDayOf(std::int64_t micros)
{
    const std::int64_t hour = hourOf(micros);
    return hour >= 0 ? hour / hoursADay : -((-hour + hoursADay - 1) / hoursADay);
}

Result<void> decodeGridChanges(std::int64_t hour, std::string_view bytes, std::vector<GridChange>& out)
{
    const std::int64_t begin = hour * microsAnHour;
    std::int64_t offset = 0;
    while (!bytes.empty()) {
        const auto step = takeVarint(bytes);
        const auto facet = step ? takeVarint(bytes) : std::nullopt;
        if (!facet)
            return corruption("What changed in an hour is damaged.");
        offset =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(offset) + static_cast<std::uint64_t>(unzigzag(*step)));
        if (offset < 0 || offset >= microsAnHour)
            return corruption("What changed in an hour is damaged.");
        out.push_back({ begin + offset, static_cast<std::int64_t>(*facet >> 1), (*facet & 1) != 0 ? -1 : 1 });
    }
    return {};
}

Result<void> GridChanges::prepare(const std::string& prefix)
{
    const std::pair<Statement*, const char*> wanted[] = {
        { &m_lastPart,
            "SELECT part,last,changes FROM @grid_change WHERE axis=? AND hour=? ORDER BY part DESC LIMIT 1" },
        { &m_putPart, "REPLACE INTO @grid_change(axis,hour,part,last,changes) VALUES(?,?,?,?,?)" },
        { &m_addSum,
            "INSERT INTO @grid_sum(axis,level,bucket,facet,delta) VALUES(?,?,?,?,?) "
            "ON CONFLICT DO UPDATE SET delta=delta+excluded.delta" },
    };
    for (const auto& [statement, sql] : wanted) {
        auto prepared = prepareWithPrefix(m_connection, sql, prefix);
        if (!prepared)
            return prepared.error();
        *statement = std::move(*prepared);
    }
    return {};
}

Result<void> GridChanges::flush()
{
    for (const AsOfAxis axis : { AsOfAxis::Recorded, AsOfAxis::Occurred }) {
        if (auto done = flush(axis, m_changes[static_cast<std::size_t>(axis)]); !done)
            return done;
    }
    forget();
    return {};
}

void GridChanges::forget()
{
    for (std::vector<GridChange>& changes : m_changes)
        changes.clear();
}

Result<void> GridChanges::flush(AsOfAxis axis, std::vector<GridChange>& changes)
{
    std::sort(changes.begin(), changes.end());
    auto done = forEachRun(
        changes, [](const GridChange& change) { return hourOf(change.atMicros); },
        [&](std::span<const GridChange> ofHour) { return writeHour(axis, ofHour); });
    for (std::size_t level = 0; done && level < gridSumShifts.size(); ++level) {
        done = forEachRun(
            changes, [level](const GridChange& change) { return gridBucketOf(change.atMicros, level); },
            [&](std::span<const GridChange> ofBucket) { return writeSums(axis, level, ofBucket); });
    }
    return done;
}

/// `changes`: of one hour.
Result<void> GridChanges::writeHour(AsOfAxis axis, std::span<const GridChange> changes)
{
    const std::int64_t hour = hourOf(changes.front().atMicros);
    m_lastPart.bindInt(1, static_cast<std::int64_t>(axis));
    m_lastPart.bindInt(2, hour);
    auto found = m_lastPart.step();
    if (!found)
        return found.error();
    std::int64_t part = 0;
    std::int64_t last = 0;
    m_bytes.clear();
    if (*found) {
        part = m_lastPart.columnInt(0);
        const std::string_view before = m_lastPart.columnBlob(2);
        if (changes.size() <= fewChanges && before.size() < mostPartBytes) {
            last = m_lastPart.columnInt(1);
            m_bytes = before;
        } else {
            ++part;
        }
    }
    m_lastPart.reset();
    for (const GridChange& change : changes) {
        const std::int64_t offset = change.atMicros - hour * microsAnHour;
        putVarint(m_bytes, zigzag(offset - last));
        putVarint(m_bytes, 2 * static_cast<std::uint64_t>(change.facet) + (change.delta < 0 ? 1 : 0));
        last = offset;
    }
    m_putPart.bindInt(1, static_cast<std::int64_t>(axis));
    m_putPart.bindInt(2, hour);
    m_putPart.bindInt(3, part);
    m_putPart.bindInt(4, last);
    m_putPart.bindBlob(5, m_bytes);
    return m_putPart.run();
}

/// `changes`: of one bucket of that level.
Result<void> GridChanges::writeSums(AsOfAxis axis, std::size_t level, std::span<const GridChange> changes)
{
    std::unordered_map<std::int64_t, std::int64_t> deltas; // By facet.
    for (const GridChange& change : changes)
        deltas[change.facet] += change.delta;
    m_addSum.bindInt(1, static_cast<std::int64_t>(axis));
    m_addSum.bindInt(2, static_cast<std::int64_t>(level));
    m_addSum.bindInt(3, gridBucketOf(changes.front().atMicros, level));
    for (const auto& [facet, delta] : deltas) {
        if (delta == 0)
            continue;
        m_addSum.bindInt(4, facet);
        m_addSum.bindInt(5, delta);
        if (auto done = m_addSum.run(); !done)
            return done;
    }
    return {};
}

} // namespace binnacle::sqlite
