#pragma once

#include "backend/core/error.h"
#include "backend/intake/gateway/http_types.h"
#include "backend/store/event_store.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace binnacle::http {

/// {"status":"error","error_code","message","details":{"field","allowed_values"}} (faber-helm.md, "Response Format").
Answer errorAnswer(unsigned status, std::string_view code, std::string_view message, std::string_view field = {},
    std::span<const std::string> allowedValues = {});

/// The answer to a request that brought one event: 200 (202 on helios' path) or 400.
Answer eventAnswer(Endpoint endpoint, const ItemOutcome& outcome);

/// The answer to a request that brought several: counts and an outcome for each. 400 where not one item was JSON.
Answer batchAnswer(Endpoint endpoint, std::span<const ItemOutcome> outcomes);

/// Nothing was stored; the sender should try again: 503, or 500 for a defect of ours.
Answer storeTroubleAnswer(const Error& error);
Answer queueFullAnswer();
Answer overloadedAnswer(); ///< Too many bytes of bodies under way.
Answer tooManyConnectionsAnswer();
Answer closingAnswer();

/// The request did not come to its end.
Answer timedOutAnswer();
Answer incompleteAnswer();
Answer headerTooLargeAnswer(std::size_t limit);

Answer healthAnswer();
Answer readyAnswer(const Result<void>& readiness);

/// A JSON pointer in the seed's style: "/source/organization" as "source.organization".
std::string fieldFromPointer(std::string_view pointer);

} // namespace binnacle::http
