#pragma once

#include "backend/intake/event_sink.h"
#include "backend/intake/gateway/gateway_context.h"
#include "backend/intake/gateway/http_types.h"
#include "backend/intake/gateway/request_head.h"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::http {

/// One sender's connection: reads a request, has it committed, answers, and so on. While a request is being answered
/// nothing is read, so answers keep the order of requests, and what a sender pipelines waits in the kernel.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using TimePoint = std::chrono::steady_clock::time_point;

    Connection(GatewayContext& context, Socket socket);

    /// `place`: its own in the context's list of resting connections.
    void start(ConnectionList::iterator place);
    /// The same for one connection too many: answers 503 and closes.
    void turnAway(ConnectionList::iterator place);
    /// What became of the batch that was handed over.
    void onOutcome(const CommittedBatch& batch);
    /// Ends what has taken too long.
    void checkDeadline(TimePoint now);
    /// Closes when the present request has been answered.
    void stop();
    /// Bytes in memory for this sender's request or answer.
    std::size_t heldBytes() const { return m_held; }
    /// Gives what it holds back at once: its request is refused, or its answer ends here.
    void giveWay();
    void close();

private:
    enum class State { Resting, Header, Body, Committing, Writing, Lingering, Closed };

    bool isReading() const { return m_state == State::Resting || m_state == State::Header || m_state == State::Body; }
    void enter(State state, std::chrono::milliseconds timeLimit);
    void waitForBytes();
    void onReadable(const boost::system::error_code& error);
    void onEnd();
    std::size_t bytesToRead() const;

    void goOn(std::string_view received = {});
    bool parse();
    void onHeader();
    void sendContinue();
    bool accountBody();
    void hold(std::size_t bytes);
    void releaseBody();
    void handle();
    void submit(ReadBody body);
    void nextRequest();

    void interrupt(Answer (*reason)());
    void answer(const Answer& answer, bool mayKeepAlive);
    void write();
    void onWritten();
    void linger();

    GatewayContext& m_context;
    Socket m_socket;
    std::string m_peer;
    ConnectionList::iterator m_place;
    State m_state = State::Resting;
    Answer (*m_interruption)() = nullptr; ///< What is to be said when the pending read has been ended from our side.
    TimePoint m_deadline = TimePoint::max();
    std::string m_unread; ///< Received, but not parsed yet. Empty in a connection that rests.
    std::string_view m_input; ///< While parsing: what is not parsed yet, in m_unread or the context's buffer.
    std::optional<RequestParser> m_parser;
    RequestHead m_head; ///< From when the header was complete: trailers behind the body do not change it.
    Endpoint m_endpoint = Endpoint::Health;
    bool m_headerSeen = false;
    std::size_t m_headerSize = 0; ///< Of what has been parsed of it.
    std::size_t m_held = 0; ///< Bytes of the body, then of an answer that waits to be read; part of the context's sum.
    std::string m_output;
    bool m_keepAlive = false; ///< After the answer that is being written.
};

} // namespace binnacle::http
