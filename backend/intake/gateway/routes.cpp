#include "backend/intake/gateway/routes.h"

#include "backend/intake/gateway/answers.h"

#include <algorithm>
#include <array>
#include <string>

namespace binnacle::http {

namespace {

constexpr std::string_view mediaTypes =
    "application/json, application/x-ndjson, application/cloudevents+json or application/cloudevents-batch+json";

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string_view trimmed(std::string_view text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

bool isPort(std::string_view text)
{
    return text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Web pages name their origin as scheme://host[:port]; "null" is a page that hides it.
bool isOwnOrigin(std::string_view origin)
{
    for (const std::string_view scheme : { std::string_view("http://"), std::string_view("https://") }) {
        if (lowered(origin.substr(0, scheme.size())) == scheme)
            return isLoopbackHost(origin.substr(scheme.size()));
    }
    return false;
}

bool isUtf8Charset(std::string_view parameters)
{
    const std::string text = lowered(parameters);
    const std::size_t at = text.find("charset=");
    if (at == std::string::npos)
        return true;
    std::string_view value = trimmed(std::string_view(text).substr(at + 8));
    value = trimmed(value.substr(0, value.find(';')));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    return value == "utf-8" || value == "utf8" || value == "us-ascii";
}

/// Any address of 127.0.0.0/8, in its usual form.
bool isLoopbackV4(std::string_view address)
{
    return address.starts_with("127.") && std::count(address.begin(), address.end(), '.') == 3
        && address.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// A request whose end cannot be told for certain: two programs that read it must not see two requests.
std::optional<Answer> refuseFraming(const RequestHead& head)
{
    if (!head.doubled.empty())
        return errorAnswer(400, "MALFORMED_REQUEST",
            "The " + std::string(head.doubled) + " header is there more than once.", lowered(head.doubled));
    if (head.transferEncoding.data() == nullptr)
        return std::nullopt;
    if (!head.isHttp11)
        return errorAnswer(400, "MALFORMED_REQUEST", "HTTP/1.0 has no transfer encodings.", "transfer-encoding");
    if (lowered(head.transferEncoding) != "chunked")
        return errorAnswer(
            501, "UNSUPPORTED_ENCODING", "Of transfer encodings only chunked is understood.", "transfer-encoding");
    return std::nullopt;
}

std::optional<Answer> refuseForeign(const RequestHead& head)
{
    if (head.host.empty() && head.isHttp11)
        return errorAnswer(400, "MISSING_HOST", "The Host header is missing.", "host");
    const std::string_view host = head.authority.data() != nullptr ? head.authority : head.host;
    if (host.data() != nullptr && !isLoopbackHost(host))
        return errorAnswer(
            403, "FOREIGN_HOST", "This gateway answers to localhost only; the request names another machine.", "host");
    if (!head.origin.empty() && !isOwnOrigin(head.origin))
        return errorAnswer(403, "FOREIGN_ORIGIN", "Web pages of other sites may not send events here.", "origin");
    if (lowered(head.fetchSite) == "cross-site")
        return errorAnswer(
            403, "FOREIGN_ORIGIN", "Web pages of other sites may not send events here.", "sec-fetch-site");
    return std::nullopt;
}

std::optional<Answer> refuseBody(const RequestHead& head, Endpoint endpoint, const GatewayLimits& limits)
{
    if (!head.isChunked && !head.contentLength)
        return errorAnswer(411, "LENGTH_REQUIRED", "The request does not say how long its body is.", "content-length");
    if (head.contentLength.value_or(0) > limits.bodyBytes)
        return errorAnswer(413, "TOO_LARGE",
            "The body is larger than " + std::to_string(limits.bodyBytes) + " bytes; send it in parts.");
    if (!head.contentEncoding.empty() && lowered(head.contentEncoding) != "identity")
        return errorAnswer(
            415, "UNSUPPORTED_ENCODING", "Compressed bodies are not understood; send plain JSON.", "content-encoding");
    // In binary mode the media type is that of the event's data, which may be anything.
    const bool isBinary = endpoint == Endpoint::Any && isBinaryCloudEvent(head.cloudEventHeaders);
    if (bodyKindOf(head.contentType) == BodyKind::Unsupported && !isBinary)
        return errorAnswer(415, "UNSUPPORTED_MEDIA_TYPE",
            "This content type is not understood; send " + std::string(mediaTypes) + " in UTF-8.", "content-type");
    return std::nullopt;
}

} // namespace

std::optional<Endpoint> endpointOf(std::string_view path)
{
    if (path == "/v1/faber/entity-events")
        return Endpoint::Faber;
    if (path == "/api/v1/events/ingest")
        return Endpoint::Helios;
    if (path == "/v1/events")
        return Endpoint::Any;
    if (path == "/health")
        return Endpoint::Health;
    if (path == "/ready")
        return Endpoint::Ready;
    return std::nullopt;
}

bool isLoopbackHost(std::string_view host)
{
    const std::string text = lowered(trimmed(host));
    std::string_view name = text;
    if (const std::size_t colon = name.rfind(':'); colon != std::string_view::npos && !name.ends_with(']')) {
        if (!isPort(name.substr(colon + 1)))
            return false;
        name = name.substr(0, colon);
    }
    return name == "localhost" || name == "[::1]" || isLoopbackV4(name);
}

BodyKind bodyKindOf(std::string_view contentType)
{
    const std::size_t semicolon = contentType.find(';');
    const std::string type = lowered(trimmed(contentType.substr(0, semicolon)));
    if (semicolon != std::string_view::npos && !isUtf8Charset(contentType.substr(semicolon)))
        return BodyKind::Unsupported;
    if (type == "application/cloudevents+json")
        return BodyKind::CloudEvent;
    if (type == "application/cloudevents-batch+json")
        return BodyKind::CloudEventBatch;
    if (type == "application/x-ndjson" || type == "application/ndjson" || type == "application/jsonl"
        || type == "application/x-jsonlines")
        return BodyKind::Ndjson;
    const bool hasJsonSuffix = type.size() > 5 && type.compare(type.size() - 5, 5, "+json") == 0;
    // No type at all: programs that do not set one mean JSON here. Browsers are kept out by their Origin.
    if (type.empty() || type == "application/json" || type == "text/json" || hasJsonSuffix)
        return BodyKind::Json;
    return BodyKind::Unsupported;
}

std::optional<Answer> refuseHead(const RequestHead& head, const GatewayLimits& limits)
{
    if (auto answer = refuseFraming(head))
        return answer;
    if (auto answer = refuseForeign(head))
        return answer;
    const auto endpoint = endpointOf(head.path);
    if (!endpoint)
        return errorAnswer(404, "NOT_FOUND",
            "There is nothing at this address; events go to /v1/events, /v1/faber/entity-events or "
            "/api/v1/events/ingest.",
            "path");
    const bool takesEvents = *endpoint != Endpoint::Health && *endpoint != Endpoint::Ready;
    const bool isUnderstood = takesEvents ? head.method == "POST" : head.method == "GET" || head.method == "HEAD";
    if (!isUnderstood) {
        const std::array allowed{ std::string(takesEvents ? "POST" : "GET") };
        Answer answer = errorAnswer(
            405, "METHOD_NOT_ALLOWED", "This address understands " + allowed[0] + " only.", "method", allowed);
        answer.headers.emplace_back("Allow", takesEvents ? "POST" : "GET, HEAD");
        return answer;
    }
    if (!head.expect.empty() && lowered(head.expect) != "100-continue")
        return errorAnswer(417, "EXPECTATION_FAILED", "Only the expectation 100-continue is understood.", "expect");
    if (takesEvents)
        return refuseBody(head, *endpoint, limits);
    return std::nullopt;
}

} // namespace binnacle::http
