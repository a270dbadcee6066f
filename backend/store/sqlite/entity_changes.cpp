#include "backend/store/sqlite/entity_changes.h"

#include "backend/core/varint.h"
#include "backend/store/sqlite/corruption.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace binnacle::sqlite {

namespace {

/// Of changes that the journal keeps. Who is further behind reads everything anew, which takes as long as following
/// more.
constexpr std::int64_t mostBytes = 4 * 1024 * 1024;

/// Sorted entries, most of which have all but their last part in common with the one before: the first part that
/// differs, the difference, and the parts behind it.
template <std::size_t N>
void putEntries(std::string& out, const std::vector<NumberKey<N>>& entries)
{
    putVarint(out, entries.size());
    NumberKey<N> last;
    for (const NumberKey<N>& entry : entries) {
        std::size_t part = 0;
        while (part + 1 < N && entry.parts[part] == last.parts[part])
            ++part;
        putVarint(out, static_cast<std::uint64_t>(entry.parts[part] - last.parts[part]) * N + part);
        while (++part < N)
            putVarint(out, static_cast<std::uint64_t>(entry.parts[part]));
        last = entry;
    }
}

class Taker {
public:
    explicit Taker(std::string_view in)
        : m_in(in)
    {
    }
    std::uint64_t number()
    {
        const auto value = takeVarint(m_in);
        m_isWhole = m_isWhole && value;
        return value.value_or(0);
    }
    std::int64_t signedNumber() { return unzigzag(number()); }
    /// Of things that take a byte at least.
    std::size_t count()
    {
        const std::uint64_t value = number();
        m_isWhole = m_isWhole && value <= m_in.size();
        return m_isWhole ? static_cast<std::size_t>(value) : 0;
    }
    template <std::size_t N>
    void entries(std::vector<NumberKey<N>>& out)
    {
        NumberKey<N> entry;
        const std::size_t size = count();
        out.reserve(size);
        for (std::size_t i = 0; i < size && m_isWhole; ++i) {
            const std::uint64_t value = number();
            std::size_t part = value % N;
            // A damaged number may be too large for a sum.
            entry.parts[part] = static_cast<std::int64_t>(static_cast<std::uint64_t>(entry.parts[part]) + value / N);
            while (++part < N)
                entry.parts[part] = static_cast<std::int64_t>(number());
            out.push_back(entry);
        }
    }
    bool isWhole() const { return m_isWhole; }
    bool isAtEnd() const { return m_isWhole && m_in.empty(); }

private:
    std::string_view m_in;
    bool m_isWhole = true;
};

template <typename Entries>
void sortOut(Entries& entries)
{
    std::sort(entries.begin(), entries.end());
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
}

} // namespace

void EntityChanges::clear()
{
    entities.clear();
    errors.clear();
    keys.clear();
    oldSteps.clear();
    newSteps.clear();
    newSources.clear();
    newWorkflows.clear();
}

void EntityChanges::settle()
{
    // Of an entity that was written twice the later one counts: it comes first in the reversed order.
    std::reverse(entities.begin(), entities.end());
    std::stable_sort(entities.begin(), entities.end(), [](const Entity& a, const Entity& b) { return a.ref < b.ref; });
    const auto isSame = [](const Entity& a, const Entity& b) { return a.ref == b.ref; };
    entities.erase(std::unique(entities.begin(), entities.end(), isSame), entities.end());
    sortOut(errors);
    sortOut(keys);
    sortOut(newSources);
    sortOut(newWorkflows);
    // What was entered and taken out again, or the other way round, has not changed.
    std::sort(oldSteps.begin(), oldSteps.end());
    std::sort(newSteps.begin(), newSteps.end());
    std::vector<NumberKey<3>> gone;
    std::vector<NumberKey<3>> added;
    std::set_difference(oldSteps.begin(), oldSteps.end(), newSteps.begin(), newSteps.end(), std::back_inserter(gone));
    std::set_difference(newSteps.begin(), newSteps.end(), oldSteps.begin(), oldSteps.end(), std::back_inserter(added));
    oldSteps = std::move(gone);
    newSteps = std::move(added);
}

std::string EntityChanges::encode() const
{
    std::string out;
    putVarint(out, entities.size());
    EntityRef lastRef = 0;
    std::int64_t lastUpdate = 0;
    for (const auto& [ref, numbers] : entities) {
        putVarint(out, static_cast<std::uint64_t>(ref - lastRef));
        putVarint(out, zigzag(numbers.updatedAt - lastUpdate));
        putVarint(out, zigzag(numbers.updatedAt - numbers.createdAt));
        for (const std::int64_t number : { numbers.facet, numbers.currentStep, numbers.retries, numbers.version })
            putVarint(out, zigzag(number));
        lastRef = ref;
        lastUpdate = numbers.updatedAt;
    }
    putEntries(out, errors);
    putEntries(out, keys);
    putEntries(out, oldSteps);
    putEntries(out, newSteps);
    putEntries(out, newSources);
    putEntries(out, newWorkflows);
    return out;
}

Result<EntityChanges> EntityChanges::decode(std::string_view in)
{
    EntityChanges out;
    Taker taker(in);
    const std::size_t count = taker.count();
    out.entities.reserve(count);
    std::uint64_t ref = 0;
    std::uint64_t update = 0;
    for (std::size_t i = 0; i < count && taker.isWhole(); ++i) {
        ref += taker.number();
        update += static_cast<std::uint64_t>(taker.signedNumber());
        Entity& entity = out.entities.emplace_back();
        columns::EntityNumbers& numbers = entity.numbers;
        entity.ref = static_cast<EntityRef>(ref);
        numbers.updatedAt = static_cast<std::int64_t>(update);
        numbers.createdAt = static_cast<std::int64_t>(update - static_cast<std::uint64_t>(taker.signedNumber()));
        for (std::int64_t* number : { &numbers.facet, &numbers.currentStep, &numbers.retries, &numbers.version })
            *number = taker.signedNumber();
    }
    taker.entries(out.errors);
    taker.entries(out.keys);
    taker.entries(out.oldSteps);
    taker.entries(out.newSteps);
    taker.entries(out.newSources);
    taker.entries(out.newWorkflows);
    if (!taker.isAtEnd())
        return corruption("The list of the latest changes is damaged.");
    return out;
}

Result<void> ChangeJournal::prepare(Connection& connection)
{
    m_connection = &connection;
    return connection.prepareAll({ { &m_total, "SELECT total FROM entity_change ORDER BY seq DESC LIMIT 1" },
        { &m_add, "INSERT INTO entity_change(seq,after,total,changes) VALUES(?,?,?,?)" },
        { &m_oldest, "SELECT seq,total FROM entity_change ORDER BY seq LIMIT 1" },
        { &m_remove, "DELETE FROM entity_change WHERE seq=?" } });
}

Result<void> ChangeJournal::add(Seq after, Seq last, EntityChanges& changes)
{
    changes.settle();
    const std::string encoded = changes.encode();
    auto found = m_total.step();
    if (!found)
        return found.error();
    const std::int64_t total = (*found ? m_total.columnInt(0) : 0) + static_cast<std::int64_t>(encoded.size());
    m_total.reset();
    m_add.bindInt(1, last);
    m_add.bindInt(2, after);
    m_add.bindInt(3, total);
    m_add.bindBlob(4, encoded);
    if (auto done = m_add.run(); !done)
        return done;
    for (;;) {
        auto oldest = m_oldest.step();
        if (!oldest)
            return oldest.error();
        const Seq seq = *oldest ? m_oldest.columnInt(0) : last;
        const bool isKept = seq == last || total - m_oldest.columnInt(1) < mostBytes;
        m_oldest.reset();
        if (isKept)
            return {};
        m_remove.bindInt(1, seq);
        if (auto done = m_remove.run(); !done)
            return done;
        // Found by its order but not by its number: it would be the oldest for ever.
        if (m_connection->changes() == 0)
            return corruption("The list of the latest changes is damaged.");
    }
}

Result<bool> readChanges(
    Connection& connection, Seq after, Seq seq, const std::function<Result<void>(Seq, const EntityChanges&)>& visit)
{
    auto rows = connection.prepare("SELECT seq,after,changes FROM entity_change WHERE seq>? ORDER BY seq", false);
    if (!rows)
        return rows.error();
    rows->bindInt(1, after);
    while (after < seq) {
        auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row || rows->columnInt(1) != after)
            return false;
        after = rows->columnInt(0);
        auto changes = EntityChanges::decode(rows->columnBlob(2));
        if (!changes)
            return changes.error();
        if (auto done = visit(after, *changes); !done)
            return done.error();
    }
    return after == seq;
}

} // namespace binnacle::sqlite
