#pragma once

#include "app/cli/value.h"
#include "backend/core/cancel_token.h"
#include "backend/core/result.h"
#include "backend/intake/demo/demo_generator.h"

#include <functional>
#include <optional>
#include <string>

namespace binnacle::cli {

/// Sends lines as NDJSON to `url`/v1/events, each at its time where `paced`, else as fast as they are answered.
/// Waits and tries again where the other side asks for it (429, 503). Gives {sent, accepted, duplicate, rejected}.
/// Errors: Unavailable where nobody listens, InvalidInput where `url` is none or the answer is not Binnacle's.
Result<Record> postLines(const std::string& url, const std::function<std::optional<demo::Line>()>& next, bool paced,
    const CancelToken& cancel, const std::function<void(const std::string&)>& progress);

} // namespace binnacle::cli
