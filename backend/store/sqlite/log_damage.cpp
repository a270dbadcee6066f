#include "backend/store/sqlite/log_damage.h"

#include "backend/store/sqlite/corruption.h"

#include <algorithm>
#include <cstdlib>

namespace binnacle::sqlite {

namespace {

struct Row {
    Seq first = 0;
    std::int64_t count = 0;
};

/// The nearest row of one table to a place, in one direction.
class RowFinder {
public:
    enum class Direction : std::uint8_t { Back, Forward };

    static Result<RowFinder> make(Connection& connection, const std::string& table, Direction direction)
    {
        const bool isForward = direction == Direction::Forward;
        auto statement = connection.prepare("SELECT first_seq,count FROM " + table + " WHERE first_seq"
                + (isForward ? ">=?1 ORDER BY first_seq LIMIT 1" : "<=?1 ORDER BY first_seq DESC LIMIT 1"),
            false);
        if (!statement)
            return statement.error();
        return RowFinder(std::move(*statement), isForward ? 1 : -1);
    }

    /// Where SQLite meets a damaged page it is gone around: with growing steps, and then back by halves to the nearest
    /// place that works.
    Result<std::optional<Row>> find(Seq from)
    {
        auto nearest = look(from);
        if (nearest || nearest.error().kind != ErrorKind::Corrupt)
            return nearest;
        constexpr Seq firstStep = 64;
        constexpr Seq mostSteps = Seq{ 1 } << 40;
        Seq bad = from;
        Seq good = 0;
        for (Seq step = firstStep; good == 0; step *= 2) {
            const Seq at = from + m_sign * step;
            if (at < 1 || step > mostSteps)
                return std::optional<Row>();
            nearest = look(at);
            if (nearest)
                good = at;
            else if (nearest.error().kind != ErrorKind::Corrupt)
                return nearest;
            else
                bad = at;
        }
        while (std::abs(good - bad) > 1) {
            const Seq middle = bad + (good - bad) / 2;
            auto found = look(middle);
            if (found) {
                nearest = std::move(found);
                good = middle;
            } else if (found.error().kind != ErrorKind::Corrupt) {
                return found;
            } else {
                bad = middle;
            }
        }
        return nearest;
    }

private:
    RowFinder(Statement statement, Seq sign)
        : m_statement(std::move(statement))
        , m_sign(sign)
    {
    }

    Result<std::optional<Row>> look(Seq at)
    {
        m_statement.bindInt(1, at);
        auto row = m_statement.step();
        if (!row)
            return row.error();
        std::optional<Row> found;
        if (*row)
            found = Row{ m_statement.columnInt(0), m_statement.columnInt(1) };
        m_statement.reset();
        if (found && (m_sign > 0 ? found->first < at : found->first > at))
            return outOfOrder();
        return found;
    }

    Statement m_statement;
    Seq m_sign;
};

Result<std::optional<Row>> nearestRow(
    Connection& connection, const std::string& table, RowFinder::Direction direction, Seq from)
{
    auto finder = RowFinder::make(connection, table, direction);
    if (!finder)
        return finder.error();
    return finder->find(from);
}

} // namespace

Result<SeqRange> unreadableAround(Connection& connection, Seq seq)
{
    SeqRange around{ 1, endOfLog };
    Seq ownEnd = endOfLog;
    for (const char* table : { "block", "tail" }) {
        auto before = nearestRow(connection, table, RowFinder::Direction::Back, seq);
        if (!before)
            return before.error();
        if (*before) {
            // What a damaged row says of its length counts for no more than its neighbours leave room for.
            const Row& row = **before;
            const Seq end = row.first + std::clamp<std::int64_t>(row.count, 1, Seq{ 1 } << 32);
            around.first = std::max(around.first, end > seq ? row.first : end);
            if (end > seq)
                ownEnd = end - 1;
        }
        auto after = nearestRow(connection, table, RowFinder::Direction::Forward, seq + 1);
        if (!after)
            return after.error();
        if (*after)
            around.last = std::min(around.last, (*after)->first - 1);
    }
    around.last = std::min(around.last, ownEnd);
    return around;
}

Result<std::optional<Seq>> nextBlockFrom(Connection& connection, Seq seq)
{
    auto row = nearestRow(connection, "block", RowFinder::Direction::Forward, seq);
    if (!row)
        return row.error();
    return *row ? std::optional<Seq>((*row)->first) : std::nullopt;
}

} // namespace binnacle::sqlite
