#include "backend/store/sqlite/quarantine_table.h"

#include <xxhash.h>

#include <utility>

namespace binnacle::sqlite {

std::uint64_t quarantineHash(std::string_view item, std::string_view code)
{
    return XXH3_64bits_withSeed(item.data(), item.size(), XXH3_64bits(code.data(), code.size()));
}

Result<void> QuarantineTable::prepare()
{
    if (auto done = m_connection.prepareAll({
            { &m_add,
                "INSERT INTO quarantine(received_at,dialect,origin,line,code,pointer,message,last_at,hash,item) "
                "VALUES(?1,?2,?3,?4,?5,?6,?7,?1,?8,?9)" },
            { &m_findOpen,
                "SELECT id FROM quarantine INDEXED BY quarantine_open_by_hash "
                "WHERE hash=? AND status=0 AND code=? AND pointer=? AND item=?" },
            { &m_again, "UPDATE quarantine SET times=times+1,last_at=? WHERE id=?" },
            { &m_find, "SELECT status FROM quarantine WHERE id=?" },
            { &m_close, "UPDATE quarantine SET status=?,note=?,closed_at=? WHERE id=?" },
        });
        !done)
        return done;
    return {};
}

Result<std::int64_t> QuarantineTable::findOpen(const ParsedItem& item, const Refusal& refusal)
{
    m_findOpen.bindHash(1, quarantineHash(item.raw, refusal.code));
    m_findOpen.bindText(2, refusal.code);
    m_findOpen.bindText(3, refusal.pointer);
    m_findOpen.bindBlob(4, item.raw);
    auto found = m_findOpen.step();
    if (!found)
        return found.error();
    const std::int64_t id = *found ? m_findOpen.columnInt(0) : 0;
    m_findOpen.reset();
    return id;
}

Result<std::int64_t> QuarantineTable::add(
    const ParsedItem& item, const Refusal& refusal, std::string_view origin, std::int64_t receivedAt)
{
    auto known = findOpen(item, refusal);
    if (!known)
        return known.error();
    if (*known != 0) {
        m_again.bindInt(1, receivedAt);
        m_again.bindInt(2, *known);
        if (auto done = m_again.run(); !done)
            return done.error();
        return known;
    }
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
    m_add.bindHash(8, quarantineHash(item.raw, refusal.code));
    m_add.bindBlob(9, item.raw);
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
