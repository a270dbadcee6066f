#pragma once

#include "backend/intake/event_sink.h"
#include "backend/intake/gateway/body_reader.h"
#include "backend/intake/gateway/gateway.h"
#include "backend/intake/gateway/http_types.h"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace binnacle::http {

class Connection;

/// A request's batch on its way back from the sink.
struct CommittedBatch {
    /// A connection that waits for a commit is never closed, so the plain pointer stays good. The sink must not own a
    /// socket, whose end belongs to the gateway's thread.
    Connection* connection = nullptr;
    Endpoint endpoint = Endpoint::Any;
    std::size_t itemCount = 0;
    bool isSingle = false;
    EventSink::Outcome outcome;
};

/// What the connections of one gateway share. Everything but deliver() and wake() belongs to the gateway's thread.
/// Shared itself, because the writer may still be on its way out of wake() when the last answer is sent and the gateway
/// ends.
class GatewayContext : public std::enable_shared_from_this<GatewayContext> {
public:
    GatewayContext(GatewaySettings gatewaySettings, EventSink& eventSink);

    /// Any thread: keeps `batch` for its connection until wake().
    void deliver(CommittedBatch batch);
    /// Any thread: has the gateway's thread tell the connections what was delivered.
    void wake();

    boost::asio::io_context io{ 1 };
    GatewaySettings settings;
    EventSink& sink;
    BodyReader reader;
    std::set<std::shared_ptr<Connection>> connections;
    std::size_t bodyBytes = 0; ///< Of all requests being received.
    bool isStopping = false;
    std::function<void()> onClosed; ///< A connection is gone.

private:
    void tell();

    std::mutex m_mutex;
    std::vector<CommittedBatch> m_delivered;
    bool m_isWoken = false;
};

} // namespace binnacle::http
