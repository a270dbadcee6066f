#pragma once

#include "backend/intake/gateway/gateway.h"
#include "backend/intake/gateway/http_types.h"
#include "backend/intake/gateway/padded_body.h"

#include <boost/beast/http/parser.hpp>
#include <boost/system/error_code.hpp>

namespace binnacle::http {

using RequestParser = boost::beast::http::request_parser<PaddedBody>;

/// The head of a request whose header has been read. Views into `parser`.
RequestHead headOf(const RequestParser& parser);

/// The answer to bytes that are no request we take: malformed, or beyond the limits.
Answer parseErrorAnswer(const boost::system::error_code& code, const GatewayLimits& limits);

} // namespace binnacle::http
