#pragma once

#include "app/cli/command.h"
#include "backend/projection/seq_range.h"
#include "backend/store/store_safety.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::cli {

enum class Health : std::uint8_t { Ok, Warn, Fail };

/// One row of the doctor's report.
struct Finding {
    std::string_view check; ///< snake_case, stable.
    Health health = Health::Ok;
    std::string message; ///< What was found: one or more sentences.
    std::string remedy; ///< Empty where there is nothing to do.
    std::vector<SeqRange> events{}; ///< Those that it costs.
};

using Findings = std::vector<Finding>;

/// What the store's own clock readings say; for the check of the machine's clock.
struct StoreFacts {
    std::optional<Timestamp> lastRecordedAt;
};

/// Reachable, version, who writes it.
Findings checkStore(const std::string& location, StoreFacts& facts);
/// What is inside. Needs nothing of a store but its log. Error: cancelled.
Result<Findings> checkContent(const std::string& location, CheckDepth depth, const SafetyWatch& watch);

Findings checkSettings(const std::string& file, Settings& settings);
Findings checkDisk(const std::string& storeLocation);
Findings checkClock(const StoreFacts& facts);
Findings checkGateway(const Settings& settings);
Findings checkFolders();
Findings checkWindow();

} // namespace binnacle::cli
