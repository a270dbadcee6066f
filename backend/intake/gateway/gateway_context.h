#pragma once

#include "backend/intake/event_sink.h"
#include "backend/intake/gateway/body_reader.h"
#include "backend/intake/gateway/gateway.h"
#include "backend/intake/gateway/http_types.h"

#include <boost/asio/io_context.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

namespace binnacle::http {

class Connection;
using ConnectionList = std::list<std::shared_ptr<Connection>>;

/// A request's batch on its way back from the sink.
struct CommittedBatch {
    /// A connection that waits for a commit is never closed, so the plain pointer stays good. The sink must not own a
    /// socket, whose end belongs to the gateway's thread.
    Connection* connection = nullptr;
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
    /// Of those with a request under way the one that holds most.
    Connection& largest() const;

    boost::asio::io_context io{ 1 };
    GatewaySettings settings;
    EventSink& sink;
    BodyReader reader;
    ConnectionList active; ///< Those with a request under way.
    ConnectionList resting; ///< Those between requests; the one that has rested longest is the first.
    std::size_t heldBytes = 0; ///< By bodies being received, and answers that wait to be read.
    bool isStopping = false;
    std::function<void()> onClosed; ///< A connection is gone.
    std::array<char, 256 * 1024>
        received; ///< Bytes from whichever socket is being read; what waits for more moves out.

private:
    void tell();

    std::mutex m_mutex;
    std::vector<CommittedBatch> m_delivered;
    bool m_isWoken = false;
};

} // namespace binnacle::http
