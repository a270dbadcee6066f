#include "models/entities/entity_order.h"

#include <algorithm>
#include <array>
#include <compare>
#include <span>

namespace binnacle {

namespace {

std::strong_ordering compareBy(EntitySort column, const EntityRow& a, const EntityRow& b)
{
    switch (column) {
    case EntitySort::Updated:
        return a.updatedAt <=> b.updatedAt;
    case EntitySort::Created:
        return a.createdAt <=> b.createdAt;
    case EntitySort::Id:
        return a.key.id <=> b.key.id;
    case EntitySort::Type:
        return a.key.type <=> b.key.type;
    case EntitySort::Project:
        return a.key.project <=> b.key.project;
    case EntitySort::Organization:
        return a.key.organization <=> b.key.organization;
    case EntitySort::Status:
        return a.status <=> b.status;
    case EntitySort::CurrentStep:
        return a.currentStep <=> b.currentStep;
    case EntitySort::Retries:
        return a.retries <=> b.retries;
    case EntitySort::Version:
        return a.version <=> b.version;
    }
    return std::strong_ordering::equal;
}

constexpr std::array defaultSort{ SortKey{} };

std::span<const SortKey> effective(const std::vector<SortKey>& sort)
{
    return sort.empty() ? std::span<const SortKey>(defaultSort) : std::span<const SortKey>(sort);
}

} // namespace

bool entityRowLess(const EntityRow& a, const EntityRow& b, const std::vector<SortKey>& sort)
{
    for (const SortKey& key : effective(sort)) {
        const auto order = compareBy(key.column, a, b);
        if (order != 0)
            return key.descending ? order > 0 : order < 0;
    }
    // The store walks its index one way, so the tie-breaker follows the last column.
    return effective(sort).back().descending ? a.ref > b.ref : a.ref < b.ref;
}

bool sameSortPosition(const EntityRow& a, const EntityRow& b, const std::vector<SortKey>& sort)
{
    const auto keys = effective(sort);
    return std::all_of(keys.begin(), keys.end(), [&](const SortKey& key) { return compareBy(key.column, a, b) == 0; });
}

} // namespace binnacle
