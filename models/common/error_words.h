#pragma once

#include "backend/core/error.h"

#include <QString>

namespace binnacle {

/// What happened, and what to do about it where the error says so.
QString errorText(const Error& error);

} // namespace binnacle
