#pragma once

#include "backend/core/result.h"

#include <string>
#include <utility>

namespace binnacle {

/// STORE_CORRUPT: what was read cannot have been written like that.
inline Error corruption(
    std::string message, std::string remedy = "Run `binnacle doctor`; restore the store from a backup.")
{
    return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT", std::move(message), std::move(remedy));
}

} // namespace binnacle
