#include "backend/intake/gateway/connection.h"

#include "backend/intake/gateway/answers.h"
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
bool mustWait(const ErrorCode& error)
{
    return error == asio::error::would_block || error == asio::error::try_again;
}
} // namespace

Connection::Connection(GatewayContext& context, Socket socket)
    : m_context(context)
    , m_socket(std::move(socket))
{
    ErrorCode error;
    m_socket.non_blocking(true, error);
    m_socket.set_option(asio::ip::tcp::no_delay(true), error);
    const auto peer = m_socket.remote_endpoint(error);
    if (!error)
        m_peer = "http " + peer.address().to_string(error) + ":" + std::to_string(peer.port());
}

void Connection::start(ConnectionList::iterator place)
{
    m_place = place;
    nextRequest();
    // A connection that never says anything is not one that rests between requests.
    enter(State::Resting, std::min(m_context.settings.limits.headerTime, m_context.settings.limits.idleTime));
    waitForBytes();
}

void Connection::turnAway(ConnectionList::iterator place)
{
    m_place = place;
    answer(tooManyConnectionsAnswer(), false);
}

void Connection::enter(State state, std::chrono::milliseconds timeLimit)
{
    ConnectionList& to = state == State::Resting ? m_context.resting : m_context.active;
    ConnectionList& from = m_state == State::Resting ? m_context.resting : m_context.active;
    to.splice(to.end(), from, m_place);
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
    m_headerSize = 0;
}

void Connection::waitForBytes()
{
    // Waiting needs no buffer, so a connection that rests costs next to nothing.
    m_socket.async_wait(
        Socket::wait_read, [self = shared_from_this()](const ErrorCode& error) { self->onReadable(error); });
}

void Connection::onReadable(const ErrorCode& error)
{
    // Closing cancels what waits, not what has come already and whose handler is under way.
    if (m_state == State::Closed)
        return;
    if (const auto reason = std::exchange(m_interruption, nullptr))
        return answer(reason(), false);
    if (error)
        return close();
    ErrorCode failure;
    const std::size_t size = m_socket.read_some(asio::buffer(m_context.received.data(), bytesToRead()), failure);
    if (mustWait(failure))
        return waitForBytes();
    if (failure == asio::error::eof)
        return onEnd();
    if (failure)
        return close();
    if (m_state == State::Lingering)
        return waitForBytes();
    goOn({ m_context.received.data(), size });
}

/// A body of known length is read to its end and no further. Of everything else only so much that what is not parsed
/// yet never grows beyond the largest header.
std::size_t Connection::bytesToRead() const
{
    const std::size_t atOnce = m_context.received.size();
    if (m_state == State::Body && !m_parser->chunked())
        return static_cast<std::size_t>(std::min<std::uint64_t>(*m_parser->content_length_remaining(), atOnce));
    return std::min(m_context.settings.limits.headerBytes + 1 - m_unread.size(), atOnce);
}

/// The peer sends no more, but may still listen.
void Connection::onEnd()
{
    if (m_state == State::Resting || m_state == State::Lingering)
        return close();
    answer(incompleteAnswer(), false);
}

/// Parses what is there until more is needed or an answer has to be waited for. Answers that can be written at once
/// come back to here instead of calling on, because a peer may pipeline very many requests.
void Connection::goOn(std::string_view received)
{
    if (m_unread.empty()) {
        m_input = received;
    } else {
        m_unread.append(received);
        m_input = m_unread;
    }
    while (isReading() && !m_input.empty() && parse()) { }
    if (isReading() || m_state == State::Committing || m_state == State::Writing)
        m_unread = std::string(m_input);
    else
        m_unread = std::string();
    m_input = {};
    if (isReading())
        waitForBytes();
}

/// False where more has to be received first.
bool Connection::parse()
{
    if (m_state == State::Resting)
        enter(State::Header, m_context.settings.limits.headerTime);
    // Some send an empty line behind a body (RFC 9112, 2.2).
    if (!m_parser->got_some() && m_input.front() == '\r') {
        const bool isEmptyLine = m_input.starts_with("\r\n");
        m_input.remove_prefix(isEmptyLine ? 2 : 0);
        if (isEmptyLine || m_input.size() == 1)
            return isEmptyLine;
    }
    ErrorCode error;
    const std::size_t used = m_parser->put(asio::buffer(m_input.data(), m_input.size()), error);
    m_input.remove_prefix(used);
    m_headerSize += m_headerSeen ? 0 : used;
    // The parser limits what it cannot parse yet. That is not the sum of many small headers; and behind the header it
    // limits neither the line before a chunk nor trailers.
    const bool needsMore = error == beast::http::error::need_more;
    const std::size_t size = (m_headerSeen ? 0 : m_headerSize) + (needsMore ? m_input.size() : 0);
    if (size > m_context.settings.limits.headerBytes) {
        answer(headerTooLargeAnswer(m_context.settings.limits.headerBytes), false);
        return false;
    }
    if (needsMore)
        return false;
    if (error) {
        answer(parseErrorAnswer(error, m_input, m_context.settings.limits), false);
        return false;
    }
    if (!m_headerSeen && m_parser->is_header_done())
        onHeader();
    if (m_state == State::Body && accountBody() && m_parser->is_done())
        handle();
    return true;
}

void Connection::onHeader()
{
    m_headerSeen = true;
    readHead(*m_parser, m_head);
    if (const auto refused = refuseHead(m_head, m_context.settings.limits)) {
        // With a body still to come we would have to swallow it to find the next request.
        answer(*refused, !m_head.mayHaveBody() && m_parser->is_done());
        return;
    }
    m_endpoint = *endpointOf(m_head.path);
    enter(State::Body, m_context.settings.limits.bodyTime);
    m_parser->eager(true);
    if (!m_head.expect.empty() && m_head.isHttp11 && !m_parser->is_done() && m_input.empty())
        sendContinue();
}

void Connection::sendContinue()
{
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    ErrorCode error;
    const std::size_t sent = m_socket.write_some(asio::buffer(text.data(), text.size()), error);
    // A peer that leaves no room for it has not read what it was sent before. It is free to send its body anyway.
    if (mustWait(error) || sent == text.size())
        return;
    close();
}

/// False: answered.
bool Connection::accountBody()
{
    hold(m_parser->get().body().size());
    if (m_context.heldBytes <= m_context.settings.limits.bodyBytesTogether)
        return true;
    // Few that hold much must not keep out the many that hold little.
    if (Connection& largest = m_context.largest(); &largest != this) {
        largest.giveWay();
        return true;
    }
    answer(overloadedAnswer(), false);
    return false;
}

void Connection::giveWay()
{
    if (m_state != State::Body)
        return close();
    releaseBody();
    interrupt(overloadedAnswer);
}

void Connection::hold(std::size_t bytes)
{
    m_context.heldBytes += bytes - m_held;
    m_held = bytes;
}

void Connection::releaseBody()
{
    if (m_parser)
        std::string().swap(m_parser->get().body());
    hold(0);
}

void Connection::handle()
{
    if (m_endpoint == Endpoint::Health)
        return answer(healthAnswer(), true);
    if (m_endpoint == Endpoint::Ready) {
        const auto& readiness = m_context.settings.readiness;
        return answer(readyAnswer(readiness ? readiness() : Result<void>()), true);
    }
    ReadBody body = m_context.reader.read(m_head, m_endpoint, std::move(m_parser->get().body()), m_peer);
    releaseBody();
    if (body.refusal)
        return answer(*body.refusal, true);
    if (body.batch->items.empty())
        return answer(batchAnswer(m_endpoint, {}), true);
    submit(std::move(body));
}

void Connection::submit(ReadBody body)
{
    m_state = State::Committing;
    m_deadline = TimePoint::max();
    body.batch->makeRecords();
    EventSink::Callbacks callbacks;
    callbacks.done = [context = m_context.shared_from_this(), connection = this, isSingle = body.isSingle,
                         itemCount = body.batch->items.size()](EventSink::Outcome outcome) {
        context->deliver({ connection, itemCount, isSingle, std::move(outcome) });
    };
    callbacks.afterGroup = [context = m_context.shared_from_this()] { context->wake(); };
    if (!m_context.sink.submit(std::move(body.batch), std::move(callbacks)))
        answer(queueFullAnswer(), true);
}

void Connection::onOutcome(const CommittedBatch& batch)
{
    // Nothing waits on the socket now, so the list holds the only owner, and a peer that is gone has us leave it.
    const auto self = shared_from_this();
    const EventSink::Outcome& outcome = batch.outcome;
    if (!outcome.committed)
        answer(storeTroubleAnswer(outcome.committed.error()), true);
    else if (outcome.items.size() != batch.itemCount)
        answer(storeTroubleAnswer(Error::make(
                   ErrorKind::Internal, "STORE_DEFECT", "The store did not say what became of each event.")),
            true);
    else if (batch.isSingle)
        answer(eventAnswer(m_endpoint, outcome.items.front()), true);
    else
        answer(batchAnswer(m_endpoint, outcome.items), true);
    if (isReading())
        goOn();
}

void Connection::answer(const Answer& answer, bool mayKeepAlive)
{
    enter(State::Writing, m_context.settings.limits.bodyTime);
    m_keepAlive = mayKeepAlive && !m_context.isStopping && m_parser->keep_alive();
    // Of HEAD the length is told, but the peer does not wait for a body.
    const bool withBody = !m_headerSeen || m_head.method != "HEAD";
    m_output = responseText(answer, { m_keepAlive, m_headerSeen && !m_head.isHttp11, withBody });
    releaseBody();
    write();
}

void Connection::write()
{
    ErrorCode error;
    const std::size_t sent = m_socket.write_some(asio::buffer(m_output), error);
    if (error && !mustWait(error))
        return close();
    if (sent == m_output.size())
        return onWritten();
    hold(m_output.size());
    asio::async_write(
        m_socket, asio::buffer(m_output) + sent, [self = shared_from_this()](const ErrorCode& failure, std::size_t) {
            if (failure)
                return self->close();
            self->onWritten();
            if (self->isReading())
                self->goOn();
        });
}

void Connection::onWritten()
{
    if (m_state == State::Closed)
        return;
    m_output = std::string();
    hold(0);
    if (!m_keepAlive || m_context.isStopping)
        return linger();
    nextRequest();
    enter(State::Resting, m_context.settings.limits.idleTime);
}

/// Closing on unread bytes makes the kernel reset the connection, and the peer may lose our answer: what is on its way
/// is read first.
void Connection::linger()
{
    ErrorCode error;
    m_socket.shutdown(Socket::shutdown_send, error);
    if (error)
        return close();
    enter(State::Lingering, m_context.settings.limits.lingerTime);
    m_unread = std::string();
    waitForBytes();
}

void Connection::interrupt(Answer (*reason)())
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
        interrupt(timedOutAnswer);
    else
        close();
}

void Connection::stop()
{
    switch (m_state) {
    case State::Resting:
    case State::Lingering:
        close();
        break;
    case State::Header:
    case State::Body:
        interrupt(closingAnswer);
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
    if (m_state == State::Closed)
        return;
    const auto self = shared_from_this();
    (m_state == State::Resting ? m_context.resting : m_context.active).erase(m_place);
    m_state = State::Closed;
    ErrorCode error;
    m_socket.close(error);
    releaseBody();
    m_context.onClosed();
}

} // namespace binnacle::http
