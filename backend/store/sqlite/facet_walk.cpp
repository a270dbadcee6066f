#include "backend/store/sqlite/facet_walk.h"

#include <algorithm>
#include <queue>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Rows that a facet is asked for at first. Most facets of a wide filter give none or few to a page.
constexpr std::int64_t fewest = 4;

/// What was read of one facet and not yet taken.
struct Branch {
    std::int64_t facet = 0;
    std::vector<UpdatedEntity> rows;
    std::size_t next = 0;
    std::int64_t wanted = 0; ///< Rows of the next reading; 0: there are no more.
    WalkStart start;
};

class Walk {
public:
    Walk(Statement statement, std::size_t parameters, std::int64_t limit)
        : m_statement(std::move(statement))
        , m_limitParameter(static_cast<int>(parameters))
        , m_limit(limit)
    {
    }

    Result<void> read(Branch& branch)
    {
        branch.rows.clear();
        branch.next = 0;
        m_statement.bindInt(1, branch.facet);
        m_statement.bindInt(2, branch.start.updatedAtMicros);
        m_statement.bindInt(3, branch.start.ref);
        m_statement.bindInt(m_limitParameter, branch.wanted);
        auto done = forEachRow(m_statement, [&branch](const Statement& row) -> Result<bool> {
            branch.rows.push_back({ row.columnInt(1), row.columnInt(0) });
            return true;
        });
        if (!done)
            return done;
        if (static_cast<std::int64_t>(branch.rows.size()) < branch.wanted)
            branch.wanted = 0;
        else
            branch.wanted = std::min(branch.wanted * 4, m_limit);
        if (!branch.rows.empty()) {
            branch.start.updatedAtMicros = branch.rows.back().updatedAtMicros;
            branch.start.ref = branch.rows.back().ref;
        }
        return {};
    }

private:
    Statement m_statement;
    int m_limitParameter;
    std::int64_t m_limit;
};

} // namespace

SqlText beyond(const WalkStart& start)
{
    SqlText sql{ start.descending ? " AND (e.updated_at,e.ref)<(" : " AND (e.updated_at,e.ref)>(", {} };
    sql.bind(start.updatedAtMicros);
    sql += ",";
    sql.bind(start.ref);
    sql += ")";
    return sql;
}

SqlText facetSql(const SqlText& where, const WalkStart& start)
{
    SqlText sql{ "SELECT e.ref,e.updated_at FROM entity e INDEXED BY entity_by_facet WHERE e.facet=", {} };
    sql.bind(std::int64_t{ 0 });
    sql += beyond(start);
    sql += where;
    sql += start.descending ? " ORDER BY e.updated_at DESC,e.ref DESC LIMIT " : " ORDER BY e.updated_at,e.ref LIMIT ";
    return sql.bind(std::int64_t{ 0 });
}

Result<std::vector<UpdatedEntity>> walkFacets(Connection& connection, const std::vector<std::int64_t>& facets,
    const SqlText& where, const WalkStart& start, std::int64_t limit)
{
    std::vector<UpdatedEntity> out;
    if (facets.empty() || limit <= 0)
        return out;
    const SqlText sql = facetSql(where, start);
    auto statement = connection.prepare(sql.sql);
    if (!statement)
        return statement.error();
    bindAll(*statement, sql.values);
    Walk walk(std::move(*statement), sql.values.size(), limit);

    const auto isLater = [&start](const Branch* a, const Branch* b) {
        const UpdatedEntity& left = a->rows[a->next];
        const UpdatedEntity& right = b->rows[b->next];
        const std::pair first(left.updatedAtMicros, left.ref);
        const std::pair second(right.updatedAtMicros, right.ref);
        return start.descending ? first < second : second < first;
    };
    std::vector<Branch> branches(facets.size());
    std::priority_queue<Branch*, std::vector<Branch*>, decltype(isLater)> heads(isLater);
    const std::int64_t share = limit / static_cast<std::int64_t>(facets.size()) + 1;
    for (std::size_t i = 0; i < facets.size(); ++i) {
        Branch& branch = branches[i];
        branch.facet = facets[i];
        branch.start = start;
        branch.wanted = std::min(std::max(share, fewest), limit);
        if (auto done = walk.read(branch); !done)
            return done.error();
        if (!branch.rows.empty())
            heads.push(&branch);
    }
    while (!heads.empty() && static_cast<std::int64_t>(out.size()) < limit) {
        Branch* branch = heads.top();
        heads.pop();
        out.push_back(branch->rows[branch->next++]);
        if (branch->next == branch->rows.size() && branch->wanted > 0) {
            if (auto done = walk.read(*branch); !done)
                return done.error();
        }
        if (branch->next < branch->rows.size())
            heads.push(branch);
    }
    return out;
}

} // namespace binnacle::sqlite
