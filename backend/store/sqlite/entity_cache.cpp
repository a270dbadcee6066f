#include "backend/store/sqlite/entity_cache.h"

#include "backend/store/sqlite/corruption.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Sets past either are forgotten, those that were not used for longest first. Each follows every change, and a text
/// that is typed into a filter leaves one for each letter.
constexpr std::size_t mostSetBytes = 12 * 1024 * 1024;
constexpr std::size_t mostSets = 32;

/// Refs and facets are numbered one after the other; a damaged number may be anything.
constexpr std::int64_t mostHoles = 1'000'000;

/// Of a row of a text and its entry in the index.
constexpr std::int64_t fewestTextBytes = 8;

constexpr std::chrono::milliseconds cancelCheck{ 10 };

} // namespace

bool NumberLimits::holds(EntityRef ofEntity, const columns::EntityNumbers& numbers) const
{
    return ofEntity >= 1 && ofEntity <= ref && numbers.facet >= 1 && numbers.facet <= facet && numbers.currentStep >= 0
        && numbers.currentStep <= text;
}

Result<NumberLimits> limitsOf(Connection& connection)
{
    NumberLimits limits;
    std::int64_t entities = 0;
    std::int64_t pages = 0;
    std::int64_t pageSize = 0;
    for (const auto& [into, sql] : { std::pair{ &limits.ref, "SELECT coalesce(max(ref),0) FROM entity" },
             { &limits.facet, "SELECT coalesce(max(id),0) FROM facet" },
             { &limits.text, "SELECT coalesce(max(id),0) FROM text" },
             { &entities, "SELECT coalesce(sum(count),0) FROM facet" }, { &pages, "PRAGMA projections.page_count" },
             { &pageSize, "PRAGMA projections.page_size" } }) {
        auto value = connection.queryInt(sql);
        if (!value)
            return value.error();
        *into = *value;
    }
    const bool isPlausible = limits.ref <= entities + mostHoles && limits.facet <= entities + mostHoles
        && limits.text <= pages * pageSize / fewestTextBytes;
    return isPlausible ? limits : Result<NumberLimits>(impossibleNumber());
}

Result<Position> positionOf(Connection& connection)
{
    auto statement = connection.prepare("SELECT edition,seq FROM progress", false);
    if (!statement)
        return statement.error();
    auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? Position{ statement->columnInt(0), statement->columnInt(1) } : Position();
}

EntityCache::Use::Use(Use&& other) noexcept
    : m_cache(std::exchange(other.m_cache, nullptr))
    , m_sets(std::move(other.m_sets))
{
}

EntityCache::Use::~Use()
{
    if (m_cache == nullptr)
        return;
    m_cache->dropSets(m_sets.size());
    {
        const std::lock_guard lock(m_cache->m_mutex);
        m_cache->m_isUsed = false;
    }
    m_cache->m_released.notify_one();
}

Result<std::optional<EntityCache::Use>> EntityCache::use(
    const Snapshot& snapshot, const Wanted& wanted, const CancelToken& cancel)
{
    {
        std::unique_lock lock(m_mutex);
        // Nobody tells when the token is cancelled.
        while (!m_released.wait_for(lock, cancelCheck, [this] { return !m_isUsed; })) {
            if (cancel.isCancelled())
                return Error::make(ErrorKind::Cancelled, "CANCELLED", "The operation was cancelled.");
        }
        m_isUsed = true;
    }
    Use use(*this);
    const bool isAhead =
        m_position && m_position->edition == snapshot.position.edition && m_position->seq > snapshot.position.seq;
    if (isAhead)
        return std::optional<Use>();
    if (auto done = fill(snapshot, wanted, use.m_sets); !done)
        return done.error();
    return std::optional<Use>(std::move(use));
}

Result<void> EntityCache::fill(
    const Snapshot& snapshot, const Wanted& wanted, std::vector<const columns::EntitySet*>& sets)
{
    auto limits = limitsOf(snapshot.connection);
    if (!limits)
        return limits.error();
    if (auto done = bringTo(snapshot, *limits); !done)
        return done;
    if (auto done = readColumns(snapshot.connection, *limits); !done)
        return done;
    if (wanted.ids) {
        if (auto done = readIds(snapshot.connection, *limits); !done)
            return done;
    }
    for (const SetKey& key : wanted.sets) {
        auto found = set(key, snapshot.connection, *limits);
        if (!found)
            return found.error();
        sets.push_back(*found);
    }
    return {};
}

/// What is in memory is of this position afterwards, and maybe nothing.
Result<void> EntityCache::bringTo(const Snapshot& snapshot, const NumberLimits& limits)
{
    bool isThere = m_position && m_position->edition == snapshot.position.edition;
    if (isThere) {
        auto followed = follow(snapshot, limits);
        if (!followed && followed.error().kind != ErrorKind::Corrupt)
            return followed.error();
        // The tables may be whole where the list of their changes is not.
        isThere = followed && *followed;
    }
    if (!isThere)
        clear();
    m_position = snapshot.position;
    return {};
}

/// False: too much has changed since.
Result<bool> EntityCache::follow(const Snapshot& snapshot, const NumberLimits& limits)
{
    return readChanges(snapshot.connection, m_position->seq, snapshot.position.seq,
        [&](Seq seq, const EntityChanges& changes) -> Result<void> {
            if (auto done = apply(changes, snapshot, limits); !done) {
                // They may have counted a part of it. What the columns have taken in they take in again.
                m_sets.clear();
                return done;
            }
            m_position->seq = seq;
            return {};
        });
}

Result<void> EntityCache::apply(const EntityChanges& changes, const Snapshot& snapshot, const NumberLimits& limits)
{
    const auto isKnown = [&limits](const auto& entries) {
        return std::all_of(entries.begin(), entries.end(),
            [&limits](const auto& entry) { return entry.parts.back() >= 1 && entry.parts.back() <= limits.ref; });
    };
    if (!isKnown(changes.errors) || !isKnown(changes.keys) || !isKnown(changes.oldSteps) || !isKnown(changes.newSteps)
        || !isKnown(changes.newSources) || !isKnown(changes.newWorkflows))
        return impossibleNumber();
    for (const auto& [ref, numbers] : changes.entities) {
        if (!limits.holds(ref, numbers))
            return impossibleNumber();
        // What is not there yet is read from the tables.
        if (static_cast<std::size_t>(ref) <= m_columns.size())
            m_columns.set(static_cast<std::size_t>(ref - 1), numbers);
    }
    for (IndexedSet& set : m_sets) {
        if (auto done = set.follow(changes, snapshot.connection, snapshot.texts); !done)
            return done;
    }
    return {};
}

Result<void> EntityCache::readColumns(Connection& connection, const NumberLimits& limits)
{
    auto rows = connection.prepare("SELECT ref,facet,updated_at,created_at,current_step,retries,version FROM entity "
                                   "WHERE ref>? ORDER BY ref",
        false);
    if (!rows)
        return rows.error();
    if (m_columns.size() == 0)
        m_columns.reserve(static_cast<std::size_t>(limits.ref));
    rows->bindInt(1, static_cast<EntityRef>(m_columns.size()));
    return forEachRow(*rows, [&](const Statement& row) -> Result<bool> {
        const EntityRef ref = row.columnInt(0);
        const columns::EntityNumbers numbers{ row.columnInt(1), row.columnInt(2), row.columnInt(3), row.columnInt(4),
            row.columnInt(5), row.columnInt(6) };
        if (!limits.holds(ref, numbers))
            return impossibleNumber();
        while (static_cast<EntityRef>(m_columns.size()) < ref - 1)
            m_columns.set(m_columns.size(), {});
        m_columns.set(m_columns.size(), numbers);
        return true;
    });
}

Result<void> EntityCache::readIds(Connection& connection, const NumberLimits& limits)
{
    auto rows = connection.prepare("SELECT ref,id FROM entity_key WHERE ref>? AND ref<=? ORDER BY ref", false);
    if (!rows)
        return rows.error();
    columns::TextColumn& ids = m_columns.ids;
    rows->bindInt(1, static_cast<EntityRef>(ids.size()));
    rows->bindInt(2, limits.ref);
    const auto fillUpTo = [&ids](EntityRef ref) {
        while (static_cast<EntityRef>(ids.size()) < ref - 1)
            ids.append({});
    };
    auto done = forEachRow(*rows, [&](const Statement& row) -> Result<bool> {
        fillUpTo(row.columnInt(0));
        ids.append(row.columnText(1));
        return true;
    });
    if (done)
        fillUpTo(limits.ref + 1);
    return done;
}

Result<const columns::EntitySet*> EntityCache::set(
    const SetKey& key, Connection& connection, const NumberLimits& limits)
{
    auto known = std::find_if(
        m_sets.begin(), m_sets.end(), [&key](const IndexedSet& candidate) { return candidate.key() == key; });
    const bool isNew = known == m_sets.end();
    if (isNew)
        known = m_sets.emplace(m_sets.begin(), key);
    else
        m_sets.splice(m_sets.begin(), m_sets, known);
    if (isNew || !known->rows().isExact()) {
        if (auto done = known->load(connection, limits.ref); !done) {
            m_sets.erase(known);
            return done.error();
        }
    }
    return &known->rows();
}

/// `used`: so many at the front are in use at once.
void EntityCache::dropSets(std::size_t used)
{
    std::size_t bytes = 0;
    std::size_t kept = 0;
    for (auto set = m_sets.begin(); set != m_sets.end(); ++kept) {
        bytes += set->rows().byteSize();
        const bool isTooMuch = bytes > mostSetBytes || kept >= mostSets;
        set = kept >= used && isTooMuch ? m_sets.erase(set) : std::next(set);
    }
}

void EntityCache::clear()
{
    m_columns = {};
    m_sets.clear();
}

std::size_t EntityCache::byteSize() const
{
    std::size_t bytes = m_columns.byteSize();
    for (const IndexedSet& set : m_sets)
        bytes += set.rows().byteSize();
    return bytes;
}

} // namespace binnacle::sqlite
