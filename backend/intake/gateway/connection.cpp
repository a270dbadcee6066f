#include "backend/intake/gateway/connection.h"

#include "backend/intake/gateway/answers.h"
#include "backend/intake/gateway/request_head.h"
#include "backend/intake/gateway/response_text.h"
#include "backend/intake/gateway/routes.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <utility>

namespace binnacle::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using ErrorCode = boost::system::error_code;

namespace {
constexpr std::size_t readSize = 16 * 1024;
constexpr std::size_t bodyReadSize = 256 * 1024;
} // namespace

Connection::Connection(GatewayContext& context, Socket socket)
    : m_context(context)
    , m_socket(std::move(socket))
{
    ErrorCode error;
    m_socket.set_option(asio::ip::tcp::no_delay(true), error);
    const auto peer = m_socket.remote_endpoint(error);
    if (!error)
        m_peer = "http " + peer.address().to_string(error) + ":" + std::to_string(peer.port());
}

void Connection::start()
{
    nextRequest();
    // A connection that never says anything is not one that rests between requests.
    enter(State::Idle, std::min(m_context.settings.limits.headerTime, m_context.settings.limits.idleTime));
    read();
}

void Connection::turnAway()
{
    Answer busy = errorAnswer(503, "TOO_MANY_CONNECTIONS", "Too many programs are connected; try again.");
    busy.headers.emplace_back("Retry-After", "1");
    answer(busy, false);
}

void Connection::enter(State state, std::chrono::milliseconds timeLimit)
{
    m_state = state;
    m_deadline = std::chrono::steady_clock::now() + timeLimit;
}

void Connection::nextRequest()
{
    m_parser.emplace();
    m_parser->header_limit(static_cast<std::uint32_t>(m_context.settings.limits.headerBytes));
    m_parser->body_limit(m_context.settings.limits.bodyBytes);
    m_parser->eager(false);
    m_headerSeen = false;
    // A connection that once brought something large must not sit on the room for it while it rests.
    if (m_buffer.size() == 0 && m_buffer.capacity() > 4 * readSize)
        m_buffer.shrink_to_fit();
}

void Connection::read()
{
    const std::size_t size = m_state == State::Body ? bodyReadSize : readSize;
    m_socket.async_read_some(m_buffer.prepare(size),
        [self = shared_from_this()](const ErrorCode& error, std::size_t count) { self->onRead(error, count); });
}

void Connection::onRead(const ErrorCode& error, std::size_t size)
{
    // Closing cancels what waits, not what has come already and whose handler is under way.
    if (m_state == State::Closed)
        return;
    m_buffer.commit(size);
    switch (std::exchange(m_interruption, Interruption::None)) {
    case Interruption::TimedOut:
        answer(errorAnswer(408, "REQUEST_TIMEOUT", "The request did not arrive in time."), false);
        return;
    case Interruption::Stopping: {
        Answer closing = errorAnswer(503, "SHUTTING_DOWN", "Binnacle is closing; send this again later.");
        closing.headers.emplace_back("Retry-After", "5");
        answer(closing, false);
        return;
    }
    case Interruption::None:
        break;
    }
    if (error == asio::error::eof)
        return onEnd();
    if (error)
        return close();
    if (m_state == State::Idle)
        enter(State::Header, m_context.settings.limits.headerTime);
    proceed();
}

void Connection::onEnd()
{
    if (m_state == State::Idle)
        return close();
    // The peer may have closed its sending side only, and still listen.
    answer(errorAnswer(400, "INCOMPLETE_REQUEST", "The connection ended before the request was complete."), false);
}

void Connection::proceed()
{
    while (!m_parser->is_done()) {
        if (m_buffer.size() == 0)
            return read();
        ErrorCode error;
        const std::size_t used = m_parser->put(m_buffer.data(), error);
        m_buffer.consume(used);
        if (error == beast::http::error::need_more)
            return read();
        if (error)
            return answer(parseErrorAnswer(error, m_context.settings.limits), false);
        if (!m_headerSeen && m_parser->is_header_done()) {
            m_headerSeen = true;
            if (!onHeader())
                return;
        }
        if (!accountBody())
            return;
    }
    handle();
}

bool Connection::onHeader()
{
    const RequestHead request = headOf(*m_parser);
    if (const auto refused = refuseHead(request, m_context.settings.limits)) {
        // With a body still to come we would have to swallow it to find the next request.
        answer(*refused, !request.hasBody() && m_parser->is_done());
        return false;
    }
    enter(State::Body, m_context.settings.limits.bodyTime);
    m_parser->eager(true);
    if (!request.expect.empty() && request.isHttp11 && !m_parser->is_done() && m_buffer.size() == 0) {
        sendContinue();
        return false;
    }
    return true;
}

void Connection::sendContinue()
{
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(m_socket, asio::buffer(text.data(), text.size()),
        [self = shared_from_this()](const ErrorCode& error, std::size_t) {
            if (error)
                self->close();
            else if (self->m_state != State::Closed)
                self->proceed();
        });
}

bool Connection::accountBody()
{
    const std::size_t size = m_parser->get().body().size();
    m_context.bodyBytes += size - m_accounted;
    m_accounted = size;
    if (m_context.bodyBytes <= m_context.settings.limits.bodyBytesTogether)
        return true;
    Answer busy = errorAnswer(503, "OVERLOADED", "Too much is being sent at once; send this again.");
    busy.headers.emplace_back("Retry-After", "1");
    answer(busy, false);
    return false;
}

void Connection::releaseBody()
{
    if (m_parser)
        std::string().swap(m_parser->get().body());
    m_context.bodyBytes -= std::exchange(m_accounted, 0);
}

void Connection::handle()
{
    const RequestHead request = headOf(*m_parser);
    const Endpoint endpoint = *endpointOf(request.path);
    if (endpoint == Endpoint::Health)
        return answer(healthAnswer(), true);
    if (endpoint == Endpoint::Ready) {
        const auto& readiness = m_context.settings.readiness;
        return answer(readyAnswer(readiness ? readiness() : Result<void>()), true);
    }
    ReadBody body = m_context.reader.read(request, endpoint, std::move(m_parser->get().body()), m_peer);
    releaseBody();
    if (body.refusal)
        return answer(*body.refusal, true);
    if (body.batch->items.empty())
        return answer(batchAnswer(endpoint, {}), true);
    submit(endpoint, std::move(body));
}

void Connection::submit(Endpoint endpoint, ReadBody body)
{
    m_state = State::Committing;
    m_deadline = TimePoint::max();
    body.batch->makeRecords();
    EventSink::Callbacks callbacks;
    callbacks.done = [context = m_context.shared_from_this(), connection = this, endpoint, isSingle = body.isSingle,
                         itemCount = body.batch->items.size()](EventSink::Outcome outcome) {
        context->deliver({ connection, endpoint, itemCount, isSingle, std::move(outcome) });
    };
    callbacks.afterGroup = [context = m_context.shared_from_this()] { context->wake(); };
    if (!m_context.sink.submit(std::move(body.batch), std::move(callbacks)))
        answer(queueFullAnswer(), true);
}

void Connection::onOutcome(const CommittedBatch& batch)
{
    const EventSink::Outcome& outcome = batch.outcome;
    if (!outcome.committed)
        answer(storeTroubleAnswer(outcome.committed.error()), true);
    else if (outcome.items.size() != batch.itemCount)
        answer(storeTroubleAnswer(Error::make(
                   ErrorKind::Internal, "STORE_DEFECT", "The store did not say what became of each event.")),
            true);
    else if (batch.isSingle)
        answer(eventAnswer(batch.endpoint, outcome.items.front()), true);
    else
        answer(batchAnswer(batch.endpoint, outcome.items), true);
}

void Connection::answer(const Answer& answer, bool mayKeepAlive)
{
    enter(State::Writing, m_context.settings.limits.bodyTime);
    releaseBody();
    const bool keepAlive = mayKeepAlive && !m_context.isStopping && m_parser && m_parser->keep_alive();
    // Of HEAD the length is told, but the peer does not wait for a body.
    const bool isForHttp10 = m_headerSeen && m_parser->get().version() < 11;
    const bool withBody = !m_headerSeen || m_parser->get().method() != beast::http::verb::head;
    m_output = responseText(answer, { keepAlive, isForHttp10, withBody });
    asio::async_write(m_socket, asio::buffer(m_output),
        [self = shared_from_this(), keepAlive](const ErrorCode& error, std::size_t) {
            if (error)
                self->close();
            else
                self->onWritten(keepAlive);
        });
}

void Connection::onWritten(bool keepAlive)
{
    if (m_state == State::Closed)
        return;
    if (!keepAlive || m_context.isStopping)
        return linger();
    nextRequest();
    if (m_buffer.size() == 0) {
        enter(State::Idle, m_context.settings.limits.idleTime);
        return read();
    }
    enter(State::Header, m_context.settings.limits.headerTime);
    proceed();
}

void Connection::linger()
{
    // Closing on unread bytes makes the kernel reset the connection, and the peer may lose our answer.
    ErrorCode error;
    m_socket.shutdown(Socket::shutdown_send, error);
    if (error)
        return close();
    enter(State::Lingering, m_context.settings.limits.lingerTime);
    discard();
}

void Connection::discard()
{
    m_socket.async_read_some(asio::buffer(m_scratch), [self = shared_from_this()](const ErrorCode& error, std::size_t) {
        if (error)
            self->close();
        else
            self->discard();
    });
}

void Connection::interrupt(Interruption reason)
{
    m_interruption = reason;
    m_deadline = TimePoint::max();
    ErrorCode error;
    m_socket.cancel(error);
}

void Connection::checkDeadline(TimePoint now)
{
    if (now < m_deadline)
        return;
    if (m_state == State::Header || m_state == State::Body)
        interrupt(Interruption::TimedOut);
    else
        close();
}

void Connection::stop()
{
    switch (m_state) {
    case State::Idle:
    case State::Lingering:
        close();
        break;
    case State::Header:
    case State::Body:
        interrupt(Interruption::Stopping);
        break;
    case State::Writing:
        m_deadline = std::min(m_deadline, std::chrono::steady_clock::now() + m_context.settings.limits.lingerTime);
        break;
    case State::Committing:
    case State::Closed:
        break;
    }
}

void Connection::close()
{
    if (std::exchange(m_state, State::Closed) == State::Closed)
        return;
    ErrorCode error;
    m_socket.close(error);
    releaseBody();
    const auto self = shared_from_this();
    m_context.connections.erase(self);
    m_context.onClosed();
}

} // namespace binnacle::http
