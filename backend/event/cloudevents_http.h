#pragma once

#include "backend/core/result.h"

#include <span>
#include <string>
#include <string_view>

namespace binnacle {

/// A header of an HTTP request; the case of the name does not matter.
struct HttpHeader {
    std::string_view name;
    std::string_view value;
};

/// True where a request carries a CloudEvent in the binary content mode: it has a `ce-` attribute header, and its
/// content type is not one of CloudEvents' own (those are the structured mode and the batch).
bool isBinaryCloudEvent(std::span<const HttpHeader> headers);

/// The event of a request in the binary content mode as one item of structured JSON for ItemParser. Header values are
/// unquoted and percent-decoded; a JSON body becomes `data` as it is, any other `data_base64`, an empty body
/// neither. Which attributes are needed and what they may hold is left to the parser. Errors: INVALID_VALUE (a
/// broken percent escape, an attribute called data), INVALID_JSON (a body that is not the JSON it says it is).
/// Source: CloudEvents HTTP protocol binding 1.0.2, section 3.1, https://github.com/cloudevents/spec.
Result<std::string> cloudEventFromHttp(std::span<const HttpHeader> headers, std::string_view body);

} // namespace binnacle
