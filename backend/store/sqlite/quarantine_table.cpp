#include "backend/store/sqlite/quarantine_table.h"

#include <utility>

namespace binnacle::sqlite {

Result<void> QuarantineTable::prepare()
{
    if (auto done = m_connection.prepareAll({
            { &m_add,
                "INSERT INTO quarantine(received_at,dialect,origin,line,code,pointer,message,item) "
                "VALUES(?,?,?,?,?,?,?,?)" },
            { &m_find, "SELECT status FROM quarantine WHERE id=?" },
            { &m_close, "UPDATE quarantine SET status=?,note=?,closed_at=? WHERE id=?" },
        });
        !done)
        return done;
    return {};
}

Result<std::int64_t> QuarantineTable::add(
    const ParsedItem& item, const Refusal& refusal, std::string_view origin, std::int64_t receivedAt)
{
    m_add.bindInt(1, receivedAt);
    if (item.event() != nullptr)
        m_add.bindInt(2, static_cast<int>(item.event()->dialect));
    else if (item.dialectIsKnown)
        m_add.bindInt(2, static_cast<int>(item.dialect));
    else
        m_add.bindNull(2);
    m_add.bindText(3, origin);
    m_add.bindInt(4, static_cast<std::int64_t>(item.line));
    m_add.bindText(5, refusal.code);
    m_add.bindText(6, refusal.pointer);
    m_add.bindText(7, refusal.message);
    m_add.bindBlob(8, item.raw);
    if (auto done = m_add.run(); !done)
        return done.error();
    return m_connection.lastInsertId();
}

Result<void> QuarantineTable::close(
    std::span<const std::int64_t> ids, QuarantineStatus status, std::string_view note, std::int64_t closedAt)
{
    for (const std::int64_t id : ids) {
        m_find.bindInt(1, id);
        auto found = m_find.step();
        if (!found)
            return found.error();
        const bool exists = *found;
        const bool isOpen = exists && m_find.columnInt(0) == static_cast<int>(QuarantineStatus::Open);
        m_find.reset();
        if (!exists)
            return Error::make(ErrorKind::NotFound, "QUARANTINE_NOT_FOUND",
                "There is no quarantined item " + std::to_string(id) + ".", "List the quarantine to see its items.");
        if (!isOpen)
            return Error::make(ErrorKind::Conflict, "QUARANTINE_CLOSED",
                "The quarantined item " + std::to_string(id) + " was already retried or discarded.",
                "List the quarantine to see what became of it.");
        m_close.bindInt(1, static_cast<int>(status));
        m_close.bindText(2, note);
        m_close.bindInt(3, closedAt);
        m_close.bindInt(4, id);
        if (auto done = m_close.run(); !done)
            return done;
    }
    return {};
}

} // namespace binnacle::sqlite
