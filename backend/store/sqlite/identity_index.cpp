#include "backend/store/sqlite/identity_index.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

Result<void> IdentityIndex::prepare()
{
    const std::pair<Statement*, const char*> wanted[] = {
        { &m_find, "SELECT seq FROM identity WHERE hash=?" },
        { &m_findOverflow, "SELECT seq FROM identity_overflow WHERE hash=? ORDER BY seq" },
        { &m_add, "INSERT INTO identity(hash,seq) VALUES(?,?)" },
        { &m_addOverflow, "INSERT INTO identity_overflow(hash,seq) VALUES(?,?)" },
    };
    for (const auto& [statement, sql] : wanted) {
        auto prepared = m_connection.prepare(sql);
        if (!prepared)
            return prepared.error();
        *statement = std::move(*prepared);
    }
    auto overflow = m_connection.queryInt("SELECT EXISTS(SELECT 1 FROM identity_overflow)");
    if (!overflow)
        return overflow.error();
    m_hasOverflow = *overflow != 0;
    return {};
}

Result<const std::vector<Seq>*> IdentityIndex::find(std::uint64_t hash)
{
    m_found.clear();
    m_find.bindHash(1, hash);
    auto row = m_find.step();
    if (!row)
        return row.error();
    if (*row)
        m_found.push_back(m_find.columnInt(0));
    m_find.reset();
    if (const auto it = m_added.find(hash); it != m_added.end())
        m_found.push_back(it->second);
    if (m_hasOverflow && !m_found.empty()) {
        m_findOverflow.bindHash(1, hash);
        for (;;) {
            auto more = m_findOverflow.step();
            if (!more)
                return more.error();
            if (!*more)
                break;
            m_found.push_back(m_findOverflow.columnInt(0));
        }
        m_findOverflow.reset();
        for (const auto& [addedHash, seq] : m_addedOverflow) {
            if (addedHash == hash)
                m_found.push_back(seq);
        }
    }
    return &m_found;
}

void IdentityIndex::add(std::uint64_t hash, Seq seq, bool collides)
{
    if (collides) {
        m_addedOverflow.emplace_back(hash, seq);
        m_hasOverflow = true;
    } else {
        m_added.emplace(hash, seq);
    }
}

Result<void> IdentityIndex::flush()
{
    m_sorted.assign(m_added.begin(), m_added.end());
    // Neighbours share a page of the index: in order, each page is looked up and changed once.
    std::sort(m_sorted.begin(), m_sorted.end(), [](const auto& a, const auto& b) {
        return static_cast<std::int64_t>(a.first) < static_cast<std::int64_t>(b.first);
    });
    for (const auto& [hash, seq] : m_sorted) {
        m_add.bindHash(1, hash);
        m_add.bindInt(2, seq);
        if (auto done = m_add.run(); !done)
            return done;
    }
    for (const auto& [hash, seq] : m_addedOverflow) {
        m_addOverflow.bindHash(1, hash);
        m_addOverflow.bindInt(2, seq);
        if (auto done = m_addOverflow.run(); !done)
            return done;
    }
    forget();
    return {};
}

void IdentityIndex::forget()
{
    m_added.clear();
    m_addedOverflow.clear();
}

} // namespace binnacle::sqlite
