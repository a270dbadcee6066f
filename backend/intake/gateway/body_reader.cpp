#include "backend/intake/gateway/body_reader.h"

#include "backend/event/json_scan.h"
#include "backend/intake/gateway/answers.h"
#include "backend/intake/gateway/routes.h"

#include <string_view>
#include <utility>

namespace binnacle::http {

namespace {

std::optional<Dialect> dialectFor(Endpoint endpoint, BodyKind kind)
{
    if (endpoint == Endpoint::Faber)
        return Dialect::Faber;
    if (endpoint == Endpoint::Helios)
        return Dialect::Helios;
    if (kind == BodyKind::CloudEvent || kind == BodyKind::CloudEventBatch)
        return Dialect::CloudEvents;
    return std::nullopt;
}

/// The first byte that means something.
std::optional<char> firstByte(std::string_view body)
{
    body = json::withoutByteOrderMark(body);
    const std::size_t at = body.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? std::nullopt : std::optional<char>(body[at]);
}

/// The parts of a request that a CloudEvent in binary mode is made of, as they were sent.
std::string wholeRequest(const RequestHead& head, std::string_view body)
{
    std::string text;
    for (const HttpHeader& header : head.cloudEventHeaders)
        text.append(header.name).append(": ").append(header.value).append("\r\n");
    return text.append("\r\n").append(body);
}

} // namespace

BodyReader::BodyReader(std::function<ParseOptions()> options, const Clock& clock)
    : m_options(std::move(options))
    , m_parser(ParseOptions())
    , m_clock(clock)
{
}

ReadBody BodyReader::read(const RequestHead& head, Endpoint endpoint, std::string body, std::string origin)
{
    ReadBody result;
    result.batch = std::make_unique<EventBatch>();
    EventBatch& batch = *result.batch;
    batch.origin = std::move(origin);
    m_parser.options() = m_options();
    m_parser.options().arrival = m_clock.now();
    if (endpoint == Endpoint::Any && isBinaryCloudEvent(head.cloudEventHeaders)) {
        readBinaryCloudEvent(head, std::move(body), batch);
        result.isSingle = true;
        return result;
    }
    const BodyKind kind = bodyKindOf(head.contentType);
    const auto first = firstByte(body);
    if (!first) {
        result.refusal = errorAnswer(400, "EMPTY_BODY", "The body is empty; send one event or several.");
        return result;
    }
    const std::string_view text = batch.adopt(std::move(body));
    const std::size_t count = parseDocument(text, dialectFor(endpoint, kind), m_parser, batch);
    // An empty array is a batch of nothing: well-formed, and nothing to complain about.
    result.isSingle = count == 1 && first != '[' && kind != BodyKind::Ndjson && kind != BodyKind::CloudEventBatch;
    return result;
}

void BodyReader::readBinaryCloudEvent(const RequestHead& head, std::string body, EventBatch& batch)
{
    auto event = cloudEventFromHttp(head.cloudEventHeaders, body);
    if (event) {
        m_parser.parse(batch.adopt(std::move(*event)), 0, Dialect::CloudEvents, batch);
        return;
    }
    ParsedItem item;
    item.dialect = Dialect::CloudEvents;
    item.dialectIsKnown = true;
    item.raw = batch.adopt(wholeRequest(head, body)); // Most of the event stands in the headers.
    item.content = Refusal{ event.error().code, {}, event.error().message, {} };
    batch.items.push_back(std::move(item));
}

} // namespace binnacle::http
