#include "backend/store/sqlite/projection_tables.h"

namespace binnacle::sqlite {

Result<std::int64_t> ProjectionTables::facetOf(const NumberKey<4>& parts)
{
    const auto known = m_facets.find(parts);
    if (known != m_facets.end())
        return known->second;
    for (Statement* statement : { &m_findFacet, &m_addFacet }) {
        for (int i = 0; i < 4; ++i)
            statement->bindInt(i + 1, parts.parts[static_cast<std::size_t>(i)]);
    }
    auto found = m_findFacet.step();
    if (!found)
        return found.error();
    std::int64_t id = 0;
    if (*found) {
        id = m_findFacet.columnInt(0);
    } else {
        if (auto done = m_addFacet.run(); !done)
            return done.error();
        id = m_connection.lastInsertId();
    }
    m_findFacet.reset();
    m_facets.emplace(parts, id);
    return id;
}

Result<void> ProjectionTables::addToGrid(const NumberKey<4>& facet, std::int64_t delta)
{
    auto id = facetOf(facet);
    if (!id)
        return id.error();
    m_addToFacet.bindInt(1, delta);
    m_addToFacet.bindInt(2, *id);
    return m_addToFacet.run();
}

Result<void> ProjectionTables::addCompleted(
    std::int64_t hour, std::int64_t organization, std::int64_t project, std::int64_t delta)
{
    for (Statement* statement : { &m_addCompleted, &m_cleanCompleted }) {
        statement->bindInt(1, hour);
        statement->bindInt(2, organization);
        statement->bindInt(3, project);
    }
    m_addCompleted.bindInt(4, delta);
    if (auto done = m_addCompleted.run(); !done)
        return done;
    return delta < 0 ? m_cleanCompleted.run() : Result<void>();
}

Result<void> ProjectionTables::addVolume(std::int64_t minute, std::int64_t source, std::int64_t delta)
{
    m_addVolume.bindInt(1, minute);
    m_addVolume.bindInt(2, source);
    m_addVolume.bindInt(3, delta);
    return m_addVolume.run();
}

} // namespace binnacle::sqlite
