#pragma once

#include "backend/intake/gateway/gateway.h"
#include "backend/intake/gateway/http_types.h"

#include <optional>
#include <string_view>

namespace binnacle::http {

std::optional<Endpoint> endpointOf(std::string_view path);

/// The answer to a request that can be refused by its head alone, before a byte of its body is read; nullopt: go on.
/// Guards too against web pages that a browser on this machine shows: a foreign Origin, or a Host that is
/// not this machine (DNS rebinding).
std::optional<Answer> refuseHead(const RequestHead& head, const GatewayLimits& limits);

/// True for "localhost", an address such as "127.0.0.1" and "[::1]", each with or without a port.
bool isLoopbackHost(std::string_view host);

/// What a body is, from its media type.
enum class BodyKind : std::uint8_t { Json, Ndjson, CloudEvent, CloudEventBatch, Unsupported };
BodyKind bodyKindOf(std::string_view contentType);

} // namespace binnacle::http
