#pragma once

#include "backend/store/sqlite/database.h"

#include <string>

namespace binnacle::sqlite {

/// Two SHA-256 sums in hex, joined by '-': first what follows from the events alone, whatever their order of arrival;
/// then what depends on arrival (seqs, volume by time of recording). Neither depends on row numbers, numbers of texts
/// or the order of rows.
Result<std::string> projectionChecksum(Connection& connection);

} // namespace binnacle::sqlite
