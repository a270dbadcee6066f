#include "backend/store/sqlite/grid_digest.h"

#include "backend/store/sqlite/grid_changes.h"

#include <xxhash.h>

#include <unordered_map>
#include <utility>
#include <vector>

namespace binnacle::sqlite {

namespace {

/// Hash of what each facet's number stands for.
Result<std::unordered_map<std::int64_t, std::uint64_t>> facetHashes(Connection& connection)
{
    auto rows = connection.prepare("SELECT f.id,o.value,p.value,t.value,f.status FROM facet f JOIN text o ON "
                                   "o.id=f.organization JOIN text p ON p.id=f.project JOIN text t ON t.id=f.type",
        false);
    if (!rows)
        return rows.error();
    std::unordered_map<std::int64_t, std::uint64_t> hashes;
    for (;;) {
        auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return hashes;
        std::uint64_t hash = static_cast<std::uint64_t>(rows->columnInt(4));
        for (int i = 1; i <= 3; ++i) {
            const std::string_view text = rows->columnText(i);
            hash = XXH3_64bits_withSeed(text.data(), text.size(), hash);
        }
        hashes.emplace(rows->columnInt(0), hash);
    }
}

} // namespace

Result<std::string> gridDigest(Connection& connection, AsOfAxis axis)
{
    auto hashes = facetHashes(connection);
    if (!hashes)
        return hashes.error();
    auto parts = connection.prepare("SELECT hour,changes FROM grid_change WHERE axis=?", false);
    if (!parts)
        return parts.error();
    parts->bindInt(1, static_cast<std::int64_t>(axis));
    // A change and one that takes it back leave nothing, as in the course that they belong to.
    std::uint64_t sums[2] = { 0, 0 };
    std::vector<GridChange> changes;
    for (;;) {
        auto row = parts->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        changes.clear();
        if (auto done = decodeGridChanges(parts->columnInt(0), parts->columnBlob(1), changes); !done)
            return done.error();
        for (const GridChange& change : changes) {
            const std::uint64_t key[] = { static_cast<std::uint64_t>(change.atMicros), (*hashes)[change.facet] };
            const XXH128_hash_t hash = XXH3_128bits(key, sizeof key);
            sums[0] += change.delta > 0 ? hash.low64 : -hash.low64;
            sums[1] += change.delta > 0 ? hash.high64 : -hash.high64;
        }
    }
    return std::string(reinterpret_cast<const char*>(sums), sizeof sums);
}

} // namespace binnacle::sqlite
