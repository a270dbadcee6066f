#pragma once

#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/identity_run.h"
#include "backend/store/store_safety.h"

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace binnacle::sqlite {

/// Whether the index of identities has each event of the log exactly once. Memory: some bytes for each 65,536 events,
/// of which first only sums are compared; where these differ, the events are looked at one by one.
class IdentityCheck {
public:
    /// The events that can be read, in the order of the log.
    void add(Seq seq, std::uint64_t hash);
    /// After all of them were added.
    Result<void> compare(Connection& connection, const SafetyWatch& watch, std::vector<StoreFinding>& findings);

private:
    /// Of entries in any order: two of them are equal where the entries are, and hardly ever otherwise.
    struct Sum {
        std::uint64_t parts[2]{};

        void add(const IdentityEntry& entry);
        friend bool operator==(const Sum&, const Sum&) = default;
    };
    struct Bucket;
    using Visit = std::function<void(const IdentityEntry&)>;

    using Sums = std::unordered_map<Seq, Sum>; ///< By number of the bucket.

    static Result<bool> forEachEntry(Connection& connection, const Visit& visit);
    bool isLost(Seq seq) const;
    Result<void> nameDifferences(
        Connection& connection, const std::vector<Seq>& buckets, std::vector<StoreFinding>& findings);

    Sums m_log;
    Seq m_next = 1;
    std::vector<SeqRange> m_lost; ///< Events that were not added.
};

} // namespace binnacle::sqlite
