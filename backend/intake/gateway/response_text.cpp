#include "backend/intake/gateway/response_text.h"

#include <string_view>

namespace binnacle::http {

namespace {

std::string_view reasonOf(unsigned status)
{
    switch (status) {
    case 200:
        return "OK";
    case 202:
        return "Accepted";
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return {}; // It may be left out.
    }
}

} // namespace

std::string responseText(const Answer& answer, const ResponseOptions& options)
{
    std::string text;
    text.reserve(256 + answer.body.size());
    text.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ").append(reasonOf(answer.status));
    text.append("\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
    for (const auto& [name, value] : answer.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    if (!options.keepAlive)
        text.append("Connection: close\r\n");
    else if (options.isForHttp10)
        text.append("Connection: keep-alive\r\n");
    text.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n\r\n");
    return options.withBody ? text.append(answer.body) : text;
}

} // namespace binnacle::http
