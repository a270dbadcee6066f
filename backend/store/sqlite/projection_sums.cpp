#include "backend/store/sqlite/projection_tables.h"

namespace binnacle::sqlite {

Result<void> ProjectionTables::addToGrid(
    std::int64_t organization, std::int64_t project, std::int64_t type, std::int64_t status, std::int64_t delta)
{
    for (Statement* statement : { &m_addGrid, &m_cleanGrid }) {
        statement->bindInt(1, organization);
        statement->bindInt(2, project);
        statement->bindInt(3, type);
        statement->bindInt(4, status);
    }
    m_addGrid.bindInt(5, delta);
    if (auto done = m_addGrid.run(); !done)
        return done;
    return delta < 0 ? m_cleanGrid.run() : Result<void>();
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
