#pragma once

#include "backend/core/cancel_token.h"
#include "backend/store/columns/entity_filter.h"
#include "backend/store/columns/entity_order.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace binnacle::columns {

/// The rows that come first among those that are offered.
class BestRows {
public:
    /// At most `most` rows, of those behind `after`.
    BestRows(const EntityOrder& order, std::size_t most, std::optional<EntityOrder::Place> after);

    void offer(const Row* rows, std::size_t count);
    /// In their order.
    std::vector<Row> take();

private:
    struct Candidate {
        EntityOrder::Key key;
        Row row = 0;
    };
    bool isBefore(const Candidate& a, const Candidate& b) const;
    bool isBehind(const Candidate& candidate, const EntityOrder::Place& place) const;
    void dropWorst();

    const EntityOrder& m_order;
    std::size_t m_most;
    std::optional<EntityOrder::Place> m_after;
    std::vector<Candidate> m_candidates; ///< More than wanted: they are compared with one another now and then.
    std::optional<Candidate> m_worst; ///< Of the best: what does not come before it is not wanted.
    std::vector<EntityOrder::Key> m_keys;
};

/// The first `most` of the rows of `size` that `filter` lets through, behind `after`. What it has found is of no use
/// once `cancel` is cancelled.
std::vector<Row> firstRows(const RowFilter& filter, std::size_t size, const EntityOrder& order, std::size_t most,
    std::optional<EntityOrder::Place> after, const CancelToken& cancel);

/// How many there are of them.
std::int64_t countRows(const RowFilter& filter, std::size_t size, const CancelToken& cancel);

} // namespace binnacle::columns
