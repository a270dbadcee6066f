#pragma once

#include "backend/store/sqlite/database.h"

#include "backend/projection/as_of.h"

#include <string>

namespace binnacle::sqlite {

/// A sum over all changes of the grid by the texts and instants that they stand for: the same for the same course of
/// things, however the changes were gathered. 16 bytes.
Result<std::string> gridDigest(Connection& connection, AsOfAxis axis);

} // namespace binnacle::sqlite
