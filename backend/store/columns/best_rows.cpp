#include "backend/store/columns/best_rows.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace binnacle::columns {

namespace {

/// Candidates beyond the wanted ones before the worst are dropped.
constexpr std::size_t slack = 2048;

/// A number that shares no factor with `count`, some five eighths of it: steps of it visit all, far from one another.
std::size_t strideOver(std::size_t count)
{
    std::size_t stride = count * 5 / 8 + 1;
    while (std::gcd(stride, count) != 1)
        ++stride;
    return stride;
}

std::size_t blocksOf(std::size_t rows)
{
    return (rows + blockRows - 1) / blockRows;
}

} // namespace

BestRows::BestRows(const EntityOrder& order, std::size_t most, std::optional<EntityOrder::Place> after)
    : m_order(order)
    , m_most(most)
    , m_after(std::move(after))
{
}

bool BestRows::isBefore(const Candidate& a, const Candidate& b) const
{
    return a.key != b.key ? a.key > b.key : m_order.isBefore(a.row, b.row);
}

bool BestRows::isBehind(const Candidate& candidate, const EntityOrder::Place& place) const
{
    return candidate.key != place.key ? candidate.key < place.key : m_order.isBehind(candidate.row, place);
}

void BestRows::offer(const Row* rows, std::size_t count)
{
    m_keys.resize(count);
    m_order.keysOf(rows, count, m_keys.data());
    for (std::size_t i = 0; i < count; ++i) {
        const Candidate candidate{ m_keys[i], rows[i] };
        if (m_worst && !isBefore(candidate, *m_worst))
            continue;
        if (m_after && !isBehind(candidate, *m_after))
            continue;
        m_candidates.push_back(candidate);
        if (m_candidates.size() >= m_most + std::max(m_most, slack))
            dropWorst();
    }
}

void BestRows::dropWorst()
{
    if (m_candidates.size() <= m_most || m_most == 0)
        return;
    const auto last = m_candidates.begin() + static_cast<std::ptrdiff_t>(m_most) - 1;
    std::nth_element(m_candidates.begin(), last, m_candidates.end(),
        [this](const Candidate& a, const Candidate& b) { return isBefore(a, b); });
    m_worst = *last;
    m_candidates.resize(m_most);
}

std::vector<Row> BestRows::take()
{
    dropWorst();
    std::sort(m_candidates.begin(), m_candidates.end(),
        [this](const Candidate& a, const Candidate& b) { return isBefore(a, b); });
    std::vector<Row> rows;
    rows.reserve(m_candidates.size());
    for (const Candidate& candidate : m_candidates)
        rows.push_back(candidate.row);
    return rows;
}

std::vector<Row> firstRows(const RowFilter& filter, std::size_t size, const EntityOrder& order, std::size_t most,
    std::optional<EntityOrder::Place> after, const CancelToken& cancel)
{
    BestRows best(order, most, std::move(after));
    std::array<Row, blockRows> rows;
    const std::size_t blocks = blocksOf(size);
    // Not one after the other: where rows are sorted as they lie, each would be better than all before it.
    const std::size_t stride = blocks > 0 ? strideOver(blocks) : 0;
    for (std::size_t i = 0; i < blocks && !cancel.isCancelled(); ++i)
        best.offer(rows.data(), filter.select(i * stride % blocks, rows.data()));
    return best.take();
}

std::int64_t countRows(const RowFilter& filter, std::size_t size, const CancelToken& cancel)
{
    std::array<Row, blockRows> rows;
    std::size_t count = 0;
    for (std::size_t block = 0; block < blocksOf(size) && !cancel.isCancelled(); ++block)
        count += filter.select(block, rows.data());
    return static_cast<std::int64_t>(count);
}

} // namespace binnacle::columns
