#pragma once

#include "backend/event/cloudevents_http.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::http {

/// What we look at in a request's head. Views into the parsed request; without data: header not sent.
struct RequestHead {
    std::string_view method;
    std::string_view path; ///< Without the query.
    std::string_view authority; ///< Of a target that names the host itself.
    std::string_view host;
    std::string_view origin;
    std::string_view fetchSite;
    std::string_view contentType;
    std::string_view contentEncoding;
    std::string_view lengthText;
    std::string_view transferEncoding;
    std::string_view expect;
    std::string_view doubled; ///< Name of one of these headers that is there more than once.
    bool isHttp11 = true;
    bool isChunked = false;
    std::optional<std::uint64_t> contentLength;
    std::vector<HttpHeader> cloudEventHeaders; ///< Content-Type and those that begin with "ce-".

    /// Where it is not certain, bytes that follow may be one.
    bool mayHaveBody() const { return transferEncoding.data() != nullptr || contentLength.value_or(0) > 0; }
    /// As new, but keeps its memory.
    void clear();
};

/// What goes back. The body is JSON always.
struct Answer {
    unsigned status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

enum class Endpoint : std::uint8_t { Faber, Helios, Any, Health, Ready };

} // namespace binnacle::http
