#pragma once

#include "backend/projection/read_types.h"
#include "backend/store/columns/int_column.h"
#include "backend/store/columns/text_column.h"

#include <cstdint>
#include <vector>

namespace binnacle::columns {

using Row = std::uint32_t;

/// What an entity can be filtered and sorted by without reading more of it.
struct EntityNumbers {
    std::int64_t facet = 0; ///< Number of the combination of organisation, project, type and status.
    std::int64_t updatedAt = 0; ///< Microseconds, as createdAt.
    std::int64_t createdAt = 0;
    std::int64_t currentStep = 0; ///< Number of the step id's text; 0: it has none.
    std::int64_t retries = 0;
    std::int64_t version = 0;
};

/// Entities column by column: a filter over a million of them reads a few megabytes.
struct EntityColumns {
    IntColumn facet; ///< 0: there is no such entity.
    IntColumn updatedAt;
    IntColumn createdAt;
    IntColumn currentStep;
    IntColumn retries;
    IntColumn version;
    TextColumn ids; ///< May be empty.
    std::vector<EntityRef> refs; ///< Of the rows; empty: row i is the entity with ref i + 1.

    std::size_t size() const { return facet.size(); }
    EntityRef refOf(Row row) const { return refs.empty() ? EntityRef{ row } + 1 : refs[row]; }
    /// `row` is at most size(); then it is a new one.
    void set(std::size_t row, const EntityNumbers& numbers)
    {
        facet.set(row, numbers.facet);
        updatedAt.set(row, numbers.updatedAt);
        createdAt.set(row, numbers.createdAt);
        currentStep.set(row, numbers.currentStep);
        retries.set(row, numbers.retries);
        version.set(row, numbers.version);
    }
    void reserve(std::size_t rows)
    {
        for (IntColumn* column : { &facet, &updatedAt, &createdAt, &currentStep, &retries, &version })
            column->reserve(rows);
    }
    std::size_t byteSize() const
    {
        std::size_t size = ids.byteSize();
        for (const IntColumn* column : { &facet, &updatedAt, &createdAt, &currentStep, &retries, &version })
            size += column->byteSize();
        return size;
    }
};

/// The combination that a facet is. Numbers of texts, and an EntityStatus.
struct Facet {
    std::int64_t organization = 0;
    std::int64_t project = 0;
    std::int64_t type = 0;
    std::int64_t status = 0;
};

} // namespace binnacle::columns
