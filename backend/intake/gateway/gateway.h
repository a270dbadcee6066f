#pragma once

#include "backend/core/clock.h"
#include "backend/core/result.h"
#include "backend/event/parser.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace binnacle {

class EventSink;

/// What one sender may take from us. Everything beyond is answered and closed.
struct GatewayLimits {
    std::size_t bodyBytes = 16 * 1024 * 1024; ///< Larger: 413.
    std::size_t headerBytes = 16 * 1024; ///< Larger: 431.
    /// As far as the system lets this process have descriptors. With one more, the one that rests longest is closed for
    /// it; where none rests: 503 and close.
    std::size_t connections = 10'000;
    /// Of all bodies being received, and of answers that wait to be read. More: 503 for whoever holds most.
    std::size_t bodyBytesTogether = 256 * 1024 * 1024;
    std::chrono::milliseconds headerTime{ 10'000 }; ///< From a request's first byte to the end of its header.
    std::chrono::milliseconds bodyTime{ 30'000 }; ///< For the body; and for the sender to take our answer.
    std::chrono::milliseconds idleTime{ 60'000 }; ///< Between requests.
    std::chrono::milliseconds lingerTime{ 2'000 }; ///< To read what is under way after an early answer.
};

struct GatewaySettings {
    std::string host = "127.0.0.1"; ///< A loopback address or "localhost".
    std::uint16_t port = 7474; ///< 0: any free one.
    /// Asked before each body, on the gateway's thread.
    std::function<ParseOptions()> parse = [] { return ParseOptions(); };
    const Clock* clock = &Clock::system();
    GatewayLimits limits;
    std::function<Result<void>()> readiness; ///< For GET /ready; called on the gateway's thread.
};

/// HTTP/1.1 server that takes events: POST /v1/faber/entity-events, /api/v1/events/ingest and /v1/events, GET /health
/// and /ready. Answers follow faber-helm.md, "Response Format", and go out only after the sink has committed. One
/// thread. Loopback only: other addresses wait for keys and TLS.
class Gateway {
public:
    /// Listens and answers until destroyed. `sink` must outlive it. Errors: LOOPBACK_ONLY, PORT_TAKEN,
    /// PORT_FORBIDDEN, LISTEN_FAILED.
    static Result<std::unique_ptr<Gateway>> start(GatewaySettings settings, EventSink& sink);
    /// Stops listening, answers what has been handed to the sink, closes and joins.
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// For example "http://127.0.0.1:7474".
    const std::string& url() const;
    std::uint16_t port() const;

private:
    class Private;
    explicit Gateway(std::unique_ptr<Private> priv);
    std::unique_ptr<Private> d;
};

} // namespace binnacle
