#pragma once

#include "backend/core/result.h"

#include <string>
#include <utility>

namespace binnacle::sqlite {

/// STORE_CORRUPT: what was read cannot have been written like that.
inline Error corruption(std::string message)
{
    return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT", std::move(message),
        "Run `binnacle doctor`; restore the store from a backup.");
}

} // namespace binnacle::sqlite
