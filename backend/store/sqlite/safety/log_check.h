#pragma once

#include "backend/store/sqlite/safety/identity_check.h"
#include "backend/store/sqlite/safety/log_audit.h"

namespace binnacle::sqlite {

/// What the log adds up to.
struct LogSums {
    std::int64_t events = 0; ///< That can be read.
    std::int64_t ofEntities = 0;
};

/// What a reading of the whole log found.
struct LogReport {
    LogProof proof;
    std::vector<SeqRange> unreadable; ///< Events, missing ones too.
    LogSums sums;
};

/// Reads every row of the log whole; `identities` gets every event.
Result<LogReport> checkLog(Connection& connection, const SafetyWatch& watch, IdentityCheck& identities);

/// The report as findings.
void addFindings(const LogReport& report, std::vector<StoreFinding>& findings);

} // namespace binnacle::sqlite
