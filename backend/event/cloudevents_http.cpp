#include "backend/event/cloudevents_http.h"

#include "backend/event/json_parser.h"
#include "backend/event/json_scan.h"
#include "backend/event/parser.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace binnacle {

namespace {

constexpr std::string_view prefix = "ce-";

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

bool isAttributeHeader(std::string_view name)
{
    return lowered(name.substr(0, prefix.size())) == prefix;
}

std::string_view headerValue(std::span<const HttpHeader> headers, std::string_view name)
{
    const auto found = std::find_if(
        headers.begin(), headers.end(), [name](const HttpHeader& header) { return lowered(header.name) == name; });
    return found == headers.end() ? std::string_view{} : json::trimmed(found->value);
}

/// Type and subtype without parameters, in lower case.
std::string mediaType(std::string_view contentType)
{
    return lowered(json::trimmed(contentType.substr(0, contentType.find(';'))));
}

bool isJson(std::string_view media)
{
    return media == "application/json" || media == "text/json" || media.ends_with("+json");
}

int hexDigit(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
        : c >= 'a' && c <= 'f'  ? c - 'a' + 10
        : c >= 'A' && c <= 'F'  ? c - 'A' + 10
                                : -1;
}

std::string unquoted(std::string_view value)
{
    if (value.size() < 2 || value.front() != '"' || value.back() != '"')
        return std::string(value);
    std::string text;
    for (std::size_t at = 1; at + 1 < value.size(); ++at) {
        if (value[at] == '\\' && at + 2 < value.size())
            ++at;
        text += value[at];
    }
    return text;
}

std::optional<std::string> percentDecoded(std::string_view value)
{
    std::string text;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value[at] != '%') {
            text += value[at];
            continue;
        }
        const int high = at + 2 < value.size() ? hexDigit(value[at + 1]) : -1;
        const int low = high >= 0 ? hexDigit(value[at + 2]) : -1;
        if (low < 0)
            return std::nullopt;
        text += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return text;
}

void appendJsonText(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += "0123456789abcdef"[c >> 4];
            out += "0123456789abcdef"[c & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendMember(std::string& out, std::string_view name, std::string_view text)
{
    out += out.size() > 1 ? "," : "";
    appendJsonText(out, name);
    out += ':';
    appendJsonText(out, text);
}

void appendBase64(std::string& out, std::string_view bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        const std::size_t size = std::min<std::size_t>(3, bytes.size() - at);
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (i < size ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out += i <= size ? digits[group >> (18 - 6 * i) & 63] : '=';
    }
}

/// True where `body` is one JSON value and nothing else, so that it can stand within another.
bool isOneJsonValue(std::string_view body)
{
    json::Parser parser(maxNesting);
    simdjson::dom::element root;
    const simdjson::error_code error = parser.parse(body, root);
    // That it is too deep is told when the whole event is read.
    return error == simdjson::SUCCESS || error == simdjson::DEPTH_ERROR;
}

Error invalid(std::string code, std::string message)
{
    return Error::make(ErrorKind::InvalidInput, std::move(code), std::move(message));
}

} // namespace

bool isBinaryCloudEvent(std::span<const HttpHeader> headers)
{
    return std::any_of(headers.begin(), headers.end(), [](const HttpHeader& h) { return isAttributeHeader(h.name); })
        && !mediaType(headerValue(headers, "content-type")).starts_with("application/cloudevents");
}

Result<std::string> cloudEventFromHttp(std::span<const HttpHeader> headers, std::string_view body)
{
    std::string item = "{";
    for (const HttpHeader& header : headers) {
        if (!isAttributeHeader(header.name))
            continue;
        const std::string name = lowered(header.name.substr(prefix.size()));
        if (name == "data" || name == "data_base64" || name == "datacontenttype")
            return invalid("INVALID_VALUE",
                "The header ce-" + name + " is not allowed: the body and Content-Type say what it would.");
        const auto value = percentDecoded(unquoted(json::trimmed(header.value)));
        if (!value)
            return invalid(
                "INVALID_VALUE", "The header ce-" + name + " holds a % that two hexadecimal digits do not follow.");
        appendMember(item, name, *value);
    }
    const std::string_view contentType = headerValue(headers, "content-type");
    if (!contentType.empty())
        appendMember(item, "datacontenttype", contentType);
    if (!body.empty()) {
        item += item.size() > 1 ? "," : "";
        if (!isJson(mediaType(contentType))) {
            item += "\"data_base64\":\"";
            appendBase64(item, body);
            item += '"';
        } else if (body.size() > maxEventBytes) {
            return invalid("TOO_LARGE", "The event is larger than 1 MiB.");
        } else if (const std::string_view value = json::withoutByteOrderMark(body); isOneJsonValue(value)) {
            item.append("\"data\":").append(json::trimmed(value));
        } else {
            return invalid("INVALID_JSON", "The body is not valid JSON, although its content type says so.");
        }
    }
    item += '}';
    return item;
}

} // namespace binnacle
