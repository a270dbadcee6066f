#pragma once

#include "backend/event/cloudevents_http.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::http {

/// What we look at in a request's head. Views into the parsed request; empty: header not sent.
struct RequestHead {
    std::string_view method;
    std::string_view path; ///< Without the query.
    std::string_view host;
    bool hasSeveralHosts = false;
    std::string_view origin;
    std::string_view fetchSite;
    std::string_view contentType;
    std::string_view contentEncoding;
    std::string_view transferEncoding;
    std::string_view expect;
    bool isHttp11 = true;
    bool isChunked = false;
    std::optional<std::uint64_t> contentLength;
    std::vector<HttpHeader> cloudEventHeaders; ///< Content-Type and those that begin with "ce-".

    bool hasBody() const { return isChunked || contentLength.value_or(0) > 0; }
};

/// What goes back. The body is JSON always.
struct Answer {
    unsigned status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

enum class Endpoint : std::uint8_t { Faber, Helios, Any, Health, Ready };

} // namespace binnacle::http
