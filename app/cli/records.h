#pragma once

#include "app/cli/output.h"
#include "backend/projection/read_types.h"

#include <span>
#include <string>
#include <vector>

namespace binnacle::cli {

// Rows of the store as the command line writes them. Names and order are the contract that app/README.md documents.

Record recordOf(const EntityRow& row);
Record recordOf(const StepRow& row);
Record recordOf(const PropertyRow& row);
Record recordOf(const EventRow& row);
Record recordOf(const RunRow& row);
Record recordOf(const ArtifactRow& row);
Record recordOf(const QuarantineRow& row);
Record recordOf(const StepStatistics& row);
Record recordOf(const GridCell& cell);

template <typename Row>
std::vector<Record> recordsOf(const std::vector<Row>& rows)
{
    std::vector<Record> records;
    records.reserve(rows.size());
    for (const auto& row : rows)
        records.push_back(recordOf(row));
    return records;
}

/// [{"first_seq","last_seq"}]; the last is null where nobody can tell it.
List listOf(const std::vector<SeqRange>& ranges);
/// "512 events".
std::string countOf(const std::vector<SeqRange>& ranges);
/// "events 1 to 512, event 700"; of many, the first.
std::string namesOf(const std::vector<SeqRange>& ranges);

/// What a table shows of each kind of row.
std::span<const Column> entityColumns();
std::span<const Column> stepColumns();
std::span<const Column> propertyColumns();
std::span<const Column> eventColumns();
std::span<const Column> runColumns();
std::span<const Column> artifactColumns();
std::span<const Column> quarantineColumns();
std::span<const Column> stepStatisticsColumns();
std::span<const Column> gridColumns();

} // namespace binnacle::cli
