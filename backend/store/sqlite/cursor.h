#pragma once

#include "backend/core/result.h"
#include "backend/store/event_store.h"
#include "backend/store/sqlite/sql_value.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// The opaque text that says where a page ended: sort values of its last row, and a hash of what was asked.
/// `listing` names the list, its filters and its order.
std::string encodeCursor(std::string_view listing, const std::vector<SqlValue>& values);

/// The values back. `example` tells how many there are and of which kinds. Error INVALID_CURSOR where the text was
/// not made by encodeCursor() for the same listing.
Result<std::vector<SqlValue>> decodeCursor(
    std::string_view cursor, std::string_view listing, const std::vector<SqlValue>& example);

/// Rows of a page: at least one, and never so many that one more does not fit.
inline std::int64_t rowLimit(const PageRequest& page)
{
    return std::clamp<std::int64_t>(page.limit, 1, 1'000'000);
}

} // namespace binnacle::sqlite
