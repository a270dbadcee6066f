#include "backend/intake/gateway/gateway.h"

#include "backend/core/logging.h"
#include "backend/core/thread_name.h"
#include "backend/intake/gateway/connection.h"
#include "backend/intake/gateway/descriptors.h"
#include "backend/intake/gateway/gateway_context.h"
#include "backend/intake/gateway/port_owner.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace binnacle {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using http::Connection;

namespace {

Result<asio::ip::address> loopbackAddress(const std::string& host)
{
    if (host == "localhost")
        return asio::ip::address(asio::ip::address_v4::loopback());
    const bool isBracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    ErrorCode error;
    const auto address = asio::ip::make_address(isBracketed ? host.substr(1, host.size() - 2) : host, error);
    if (error || !address.is_loopback())
        return Error::make(ErrorKind::Refused, "LOOPBACK_ONLY",
            "Binnacle does not listen on \"" + host
                + "\": events from other machines need keys and TLS first, which this version does not have.",
            "Listen on 127.0.0.1 and let a tunnel or a proxy with its own access control bring the events here.");
    return address;
}

Error listenError(const ErrorCode& error, const std::string& place, std::uint16_t port)
{
    if (error == asio::error::address_in_use) {
        const std::string owner = portOwner(port);
        return Error::make(ErrorKind::Busy, "PORT_TAKEN",
            (owner.empty() ? "Another program" : owner) + " listens on " + place + " already.",
            "Close it, or choose another port; 0 takes any free one.");
    }
    if (error == asio::error::access_denied)
        return Error::make(
            ErrorKind::Refused, "PORT_FORBIDDEN", "You may not listen on " + place + ".", "Choose a port above 1023.");
    return Error::make(
        ErrorKind::Unavailable, "LISTEN_FAILED", "Cannot listen on " + place + " (" + error.message() + ").");
}

} // namespace

class Gateway::Private {
public:
    Private(GatewaySettings settings, EventSink& sink)
        : shared(std::make_shared<http::GatewayContext>(std::move(settings), sink))
        , context(*shared)
        , work(asio::make_work_guard(context.io))
        , acceptor(context.io)
        , sweep(context.io)
        , retry(context.io)
    {
    }

    Result<void> listen();
    void accept();
    void onAccepted(const ErrorCode& error, tcp::socket socket);
    void take(tcp::socket socket);
    std::size_t openConnections() const { return context.resting.size() + context.active.size(); }
    void forEachConnection(const std::function<void(Connection&)>& act);
    void sweepDeadlines();
    void stop();
    void finishWhenEmpty();

    std::shared_ptr<http::GatewayContext> shared;
    http::GatewayContext& context;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    tcp::acceptor acceptor;
    asio::steady_timer sweep;
    asio::steady_timer retry;
    std::string url;
    std::uint16_t port = 0;
    std::thread thread;
};

Result<void> Gateway::Private::listen()
{
    const auto address = loopbackAddress(context.settings.host);
    if (!address)
        return address.error();
    const tcp::endpoint wanted(*address, context.settings.port);
    const auto placeOf = [](const tcp::endpoint& endpoint) {
        const std::string text = endpoint.address().to_string();
        return (endpoint.address().is_v6() ? "[" + text + "]" : text) + ":" + std::to_string(endpoint.port());
    };
    ErrorCode error;
    acceptor.open(wanted.protocol(), error);
    if (!error)
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        acceptor.bind(wanted, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return listenError(error, placeOf(wanted), wanted.port());
    const auto bound = acceptor.local_endpoint(error);
    if (error)
        return listenError(error, placeOf(wanted), wanted.port());
    port = bound.port();
    url = "http://" + placeOf(bound);
    return {};
}

void Gateway::Private::accept()
{
    acceptor.async_accept([this](const ErrorCode& error, tcp::socket socket) { onAccepted(error, std::move(socket)); });
}

void Gateway::Private::onAccepted(const ErrorCode& error, tcp::socket socket)
{
    if (!acceptor.is_open())
        return;
    if (error) {
        // Out of descriptors most likely: they come back as connections close, so wait a little instead of spinning.
        log::intake().warn("cannot accept a connection: {}", error.message());
        retry.expires_after(std::chrono::milliseconds(100));
        retry.async_wait([this](const ErrorCode& cancelled) {
            if (!cancelled && acceptor.is_open())
                accept();
        });
        return;
    }
    take(std::move(socket));
    accept();
}

void Gateway::Private::take(tcp::socket socket)
{
    const std::size_t limit = context.settings.limits.connections;
    // Whoever rests gives way to whoever comes: senders open a new connection when they have something to send again.
    if (openConnections() >= limit && !context.resting.empty())
        context.resting.front()->close();
    const std::size_t open = openConnections();
    // Beyond the answers to a quarter more we are being flooded, and just hang up.
    if (open >= limit + limit / 4 + 1)
        return;
    const auto connection = std::make_shared<Connection>(context, std::move(socket));
    const auto place = context.resting.insert(context.resting.end(), connection);
    if (open < limit)
        connection->start(place);
    else
        connection->turnAway(place);
}

void Gateway::Private::forEachConnection(const std::function<void(Connection&)>& act)
{
    for (http::ConnectionList* list : { &context.resting, &context.active }) {
        for (auto next = list->begin(); next != list->end();) {
            const auto connection = *next++; // It may end and leave the list.
            act(*connection);
        }
    }
}

void Gateway::Private::sweepDeadlines()
{
    const GatewayLimits& limits = context.settings.limits;
    const auto shortest = std::min({ limits.headerTime, limits.bodyTime, limits.idleTime, limits.lingerTime });
    sweep.expires_after(std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250)));
    sweep.async_wait([this](const ErrorCode& cancelled) {
        if (cancelled || (context.isStopping && openConnections() == 0))
            return;
        forEachConnection([now = std::chrono::steady_clock::now()](Connection& c) { c.checkDeadline(now); });
        sweepDeadlines();
    });
}

void Gateway::Private::stop()
{
    ErrorCode error;
    acceptor.close(error);
    retry.cancel();
    context.isStopping = true;
    forEachConnection([](Connection& connection) { connection.stop(); });
    finishWhenEmpty();
}

void Gateway::Private::finishWhenEmpty()
{
    if (!context.isStopping || openConnections() > 0)
        return;
    sweep.cancel();
    work.reset();
}

Result<std::unique_ptr<Gateway>> Gateway::start(GatewaySettings settings, EventSink& sink)
{
    settings.limits.connections = http::connectionsPossible(settings.limits.connections);
    auto priv = std::make_unique<Private>(std::move(settings), sink);
    if (auto listening = priv->listen(); !listening)
        return listening.error();
    priv->context.onClosed = [p = priv.get()] { p->finishWhenEmpty(); };
    priv->accept();
    priv->sweepDeadlines();
    priv->thread = std::thread([p = priv.get()] {
        nameThisThread("gateway");
        p->context.io.run();
    });
    return std::unique_ptr<Gateway>(new Gateway(std::move(priv)));
}

Gateway::Gateway(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

Gateway::~Gateway()
{
    asio::post(d->context.io, [p = d.get()] { p->stop(); });
    d->thread.join();
}

const std::string& Gateway::url() const
{
    return d->url;
}

std::uint16_t Gateway::port() const
{
    return d->port;
}

} // namespace binnacle
