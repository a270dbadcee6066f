#pragma once

#include "backend/intake/gateway/gateway.h"
#include "backend/intake/gateway/http_types.h"
#include "backend/intake/gateway/padded_body.h"

#include <boost/beast/http/parser.hpp>
#include <boost/system/error_code.hpp>

#include <string_view>

namespace binnacle::http {

using RequestParser = boost::beast::http::request_parser<PaddedBody>;

/// The head of a request whose header has been read, as views into `parser`, in place of what `head` held.
void readHead(const RequestParser& parser, RequestHead& head);

/// The answer to bytes that are no request we take: malformed, or beyond the limits. `unread` begins with them.
Answer parseErrorAnswer(const boost::system::error_code& code, std::string_view unread, const GatewayLimits& limits);

} // namespace binnacle::http
