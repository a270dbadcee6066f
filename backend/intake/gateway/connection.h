#pragma once

#include "backend/intake/event_sink.h"
#include "backend/intake/gateway/gateway_context.h"
#include "backend/intake/gateway/http_types.h"
#include "backend/intake/gateway/request_head.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace binnacle::http {

/// One sender's connection: reads a request, has it committed, answers, and so on; requests that come while one is
/// being answered wait in the buffer, so answers keep the order of requests.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using TimePoint = std::chrono::steady_clock::time_point;

    Connection(GatewayContext& context, Socket socket);

    void start();
    /// For one connection too many: answers 503 and closes.
    void turnAway();
    /// What became of the batch that was handed over.
    void onOutcome(const CommittedBatch& batch);
    /// Ends what has taken too long.
    void checkDeadline(TimePoint now);
    /// Closes when the present request has been answered.
    void stop();

private:
    enum class State { Idle, Header, Body, Committing, Writing, Lingering, Closed };
    /// Why a pending read is being ended from our side.
    enum class Interruption { None, TimedOut, Stopping };

    void read();
    void onRead(const boost::system::error_code& error, std::size_t size);
    void onEnd(); ///< The peer sends no more.
    void proceed();
    bool onHeader(); ///< False: answered.
    void sendContinue();
    bool accountBody(); ///< False: answered.
    void releaseBody();
    void handle();
    void submit(Endpoint endpoint, ReadBody body);
    void interrupt(Interruption reason);
    void answer(const Answer& answer, bool mayKeepAlive);
    void onWritten(bool keepAlive);
    void nextRequest();
    void linger();
    void discard();
    void close();
    void enter(State state, std::chrono::milliseconds timeLimit);

    GatewayContext& m_context;
    Socket m_socket;
    std::string m_peer;
    State m_state = State::Idle;
    Interruption m_interruption = Interruption::None;
    TimePoint m_deadline = TimePoint::max();
    boost::beast::flat_buffer m_buffer;
    std::optional<RequestParser> m_parser;
    std::string m_output;
    bool m_headerSeen = false;
    std::size_t m_accounted = 0; ///< Body bytes of this request in the context's sum.
    std::array<char, 4096> m_scratch;
};

} // namespace binnacle::http
