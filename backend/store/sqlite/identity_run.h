#pragma once

#include "backend/projection/read_types.h"
#include "backend/store/sqlite/database.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// Low half of an event's identity and its seq.
struct IdentityEntry {
    std::uint64_t hash = 0;
    Seq seq = 0;
    friend auto operator<=>(const IdentityEntry&, const IdentityEntry&) = default;
};

/// 16 bytes an entry, little-endian.
void appendEntry(std::string& out, const IdentityEntry& entry);
IdentityEntry entryAt(std::string_view bytes, std::size_t index);
inline constexpr std::size_t entryBytes = 16;

/// Says of a hash that it is surely not in a set, or that it may be: a Bloom filter whose bits for one hash are in one
/// cache line. 12 bits a hash: about one wrong "may be" in a hundred. Source: F. Putze, P. Sanders, J. Singler,
/// "Cache-, Hash- and Space-Efficient Bloom Filters", 2007.
class HashFilter {
public:
    explicit HashFilter(std::size_t capacity = 0);
    static HashFilter fromBytes(std::string_view bytes);
    std::string_view bytes() const;

    void add(std::uint64_t hash);
    bool mayContain(std::uint64_t hash) const;

private:
    std::vector<std::uint64_t> m_words; ///< A multiple of 8.
};

/// A sorted, unchangeable part of the identity index: pages of entries in the table, and in memory what it takes to
/// ask for the one page that may hold a hash.
class IdentityRun {
public:
    std::int64_t id = 0;
    int level = 0;
    std::int64_t count = 0;
    HashFilter filter;
    std::vector<std::uint64_t> fences; ///< First hash of each page.

    std::int64_t pageId(std::size_t page) const { return (id << 24) + static_cast<std::int64_t>(page); }
};

/// Reads and writes runs.
class IdentityRuns {
public:
    explicit IdentityRuns(Connection& connection)
        : m_connection(connection)
    {
    }

    Result<void> prepare();
    Result<std::vector<IdentityRun>> load();

    /// Calls `visit` for the entries of `run` in order, until it gives false.
    Result<void> forEachEntry(const IdentityRun& run, const std::function<bool(const IdentityEntry&)>& visit);
    /// As forEachEntry(), for all entries. False: they are not what find() needs them to be (order, fences, filter), or
    /// not as many as they should be.
    Result<bool> verify(const IdentityRun& run, const std::function<void(const IdentityEntry&)>& visit);
    /// Appends the seqs that `run` has for `hash`.
    Result<void> find(const IdentityRun& run, std::uint64_t hash, std::vector<Seq>& out);
    /// Writes sorted entries as a run.
    Result<IdentityRun> write(std::int64_t id, int level, const std::vector<IdentityEntry>& entries);
    /// Writes one run with the entries of all `parts` and deletes them.
    Result<IdentityRun> merge(std::int64_t id, int level, const std::vector<const IdentityRun*>& parts);

private:
    class Writer;
    class Cursor;
    Result<bool> readPage(const IdentityRun& run, std::size_t page, std::string& out);

    Connection& m_connection;
    Statement m_readPage, m_addPage, m_addRun, m_dropPages, m_dropRun;
};

} // namespace binnacle::sqlite
