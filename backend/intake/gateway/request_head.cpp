#include "backend/intake/gateway/request_head.h"

#include "backend/intake/gateway/answers.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <string>

namespace binnacle::http {

namespace beast = boost::beast;

namespace {
std::string_view view(beast::string_view text)
{
    return { text.data(), text.size() };
}
/// A target such as http://localhost:7474/health, as a proxy sends it, names the host itself, whatever Host says.
/// Source: RFC 9112, 3.2.2.
void takeAuthority(RequestHead& head)
{
    constexpr std::string_view scheme = "http://";
    if (!head.path.starts_with(scheme))
        return;
    head.path.remove_prefix(scheme.size());
    const std::size_t end = std::min(head.path.find_first_of("/?"), head.path.size());
    head.host = head.path.substr(0, end);
    head.path.remove_prefix(end);
}
} // namespace

RequestHead headOf(const RequestParser& parser)
{
    const auto& request = parser.get();
    RequestHead head;
    head.method = view(request.method_string());
    using Field = beast::http::field;
    head.host = view(request[Field::host]);
    head.hasSeveralHosts = request.count(Field::host) > 1;
    head.path = view(request.target());
    takeAuthority(head);
    head.path = head.path.substr(0, head.path.find('?'));
    head.origin = view(request[Field::origin]);
    head.fetchSite = view(request["Sec-Fetch-Site"]);
    head.contentType = view(request[Field::content_type]);
    head.contentEncoding = view(request[Field::content_encoding]);
    head.transferEncoding = view(request[Field::transfer_encoding]);
    head.expect = view(request[Field::expect]);
    head.isHttp11 = request.version() >= 11;
    head.isChunked = parser.chunked();
    if (const auto length = parser.content_length())
        head.contentLength = *length;
    for (const auto& field : request) {
        const std::string_view name = view(field.name_string());
        const bool isAttribute =
            name.size() > 3 && (name[0] | 0x20) == 'c' && (name[1] | 0x20) == 'e' && name[2] == '-';
        if (isAttribute || field.name() == Field::content_type)
            head.cloudEventHeaders.push_back({ name, view(field.value()) });
    }
    return head;
}

Answer parseErrorAnswer(const boost::system::error_code& code, const GatewayLimits& limits)
{
    using beast::http::error;
    if (code == error::header_limit || code == error::buffer_overflow)
        return errorAnswer(431, "HEADER_TOO_LARGE",
            "The request's header is larger than " + std::to_string(limits.headerBytes) + " bytes.");
    if (code == error::body_limit)
        return errorAnswer(413, "TOO_LARGE",
            "The body is larger than " + std::to_string(limits.bodyBytes) + " bytes; send it in parts.");
    if (code == error::bad_version)
        return errorAnswer(505, "UNSUPPORTED_HTTP_VERSION", "Only HTTP/1.1 is understood here.");
    return errorAnswer(400, "MALFORMED_REQUEST", "This is not a well-formed HTTP request (" + code.message() + ").");
}

} // namespace binnacle::http
