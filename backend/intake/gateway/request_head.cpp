#include "backend/intake/gateway/request_head.h"

#include "backend/intake/gateway/answers.h"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace binnacle::http {

namespace beast = boost::beast;

namespace {
std::string_view view(beast::string_view text)
{
    return { text.data(), text.size() };
}
/// A target such as http://localhost:7474/health, as is sent to a proxy, names the host itself (RFC 9112, 3.2.2).
void takeAuthority(RequestHead& head)
{
    constexpr std::string_view scheme = "http://";
    const std::string_view begin = head.path.substr(0, scheme.size());
    if (!beast::iequals(beast::string_view(begin.data(), begin.size()), scheme.data()))
        return;
    head.path.remove_prefix(scheme.size());
    const std::size_t end = std::min(head.path.find_first_of("/?"), head.path.size());
    head.authority = head.path.substr(0, end);
    head.path.remove_prefix(end);
}

bool isCloudEventAttribute(std::string_view name)
{
    return name.size() > 3 && (name[0] | 0x20) == 'c' && (name[1] | 0x20) == 'e' && name[2] == '-';
}

/// Where we look at a header, which may be there only once.
std::string_view* placeFor(beast::http::field field, std::string_view name, RequestHead& head)
{
    using Field = beast::http::field;
    switch (field) {
    case Field::host:
        return &head.host;
    case Field::origin:
        return &head.origin;
    case Field::content_type:
        return &head.contentType;
    case Field::content_encoding:
        return &head.contentEncoding;
    case Field::content_length:
        return &head.lengthText;
    case Field::transfer_encoding:
        return &head.transferEncoding;
    case Field::expect:
        return &head.expect;
    default:
        return beast::iequals(beast::string_view(name.data(), name.size()), "Sec-Fetch-Site") ? &head.fetchSite
                                                                                              : nullptr;
    }
}

void readField(beast::http::field field, std::string_view name, std::string_view value, RequestHead& head)
{
    if (isCloudEventAttribute(name) || field == beast::http::field::content_type)
        head.cloudEventHeaders.push_back({ name, value });
    // Two lengths may be equal, but another program on the way may have seen the other one.
    if (field == beast::http::field::content_length && value.find(',') != std::string_view::npos)
        head.doubled = name;
    std::string_view* const place = placeFor(field, name, head);
    if (place == nullptr)
        return;
    if (place->data() != nullptr)
        head.doubled = name;
    else
        *place = value.data() != nullptr ? value : std::string_view("");
}

/// Whether the request line names a version that is not ours. The parser calls every line that ends oddly one of those.
bool isOfOtherVersion(std::string_view unread)
{
    constexpr std::string_view name = " HTTP/";
    const std::string_view line = unread.substr(0, unread.find('\n'));
    const std::size_t at = line.rfind(name);
    if (at == std::string_view::npos)
        return false;
    const std::string_view version = line.substr(at + name.size(), 3);
    return !version.empty() && version[0] >= '0' && version[0] <= '9' && version != "1.0" && version != "1.1";
}
} // namespace

void RequestHead::clear()
{
    std::vector<HttpHeader> memory = std::move(cloudEventHeaders);
    memory.clear();
    *this = {};
    cloudEventHeaders = std::move(memory);
}

void readHead(const RequestParser& parser, RequestHead& head)
{
    const auto& request = parser.get();
    head.clear();
    head.method = view(request.method_string());
    head.path = view(request.target());
    head.isHttp11 = request.version() >= 11;
    head.isChunked = parser.chunked();
    if (const auto length = parser.content_length())
        head.contentLength = *length;
    for (const auto& field : request)
        readField(field.name(), view(field.name_string()), view(field.value()), head);
    takeAuthority(head);
    head.path = head.path.substr(0, head.path.find('?'));
}

Answer parseErrorAnswer(const boost::system::error_code& code, std::string_view unread, const GatewayLimits& limits)
{
    using beast::http::error;
    if (code == error::header_limit || code == error::buffer_overflow)
        return headerTooLargeAnswer(limits.headerBytes);
    if (code == error::body_limit)
        return errorAnswer(413, "TOO_LARGE",
            "The body is larger than " + std::to_string(limits.bodyBytes) + " bytes; send it in parts.");
    if (code == error::bad_version && isOfOtherVersion(unread))
        return errorAnswer(505, "UNSUPPORTED_HTTP_VERSION", "Only HTTP/1.1 is understood here.");
    return errorAnswer(400, "MALFORMED_REQUEST", "This is not a well-formed HTTP request (" + code.message() + ").");
}

} // namespace binnacle::http
