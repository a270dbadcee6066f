#pragma once

#include "backend/intake/gateway/http_types.h"

#include <string>

namespace binnacle::http {

struct ResponseOptions {
    bool keepAlive = true;
    bool isForHttp10 = false; ///< The request was one of HTTP/1.0, where connections close unless told.
    bool withBody = true; ///< False: its length alone.
};

/// An answer as it goes over the wire.
std::string responseText(const Answer& answer, const ResponseOptions& options);

} // namespace binnacle::http
