#include "backend/intake/gateway/gateway_context.h"

#include "backend/intake/gateway/connection.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace binnacle::http {

GatewayContext::GatewayContext(GatewaySettings gatewaySettings, EventSink& eventSink)
    : settings(std::move(gatewaySettings))
    , sink(eventSink)
    , reader(settings.parse, *settings.clock)
{
}

void GatewayContext::deliver(CommittedBatch batch)
{
    const std::lock_guard lock(m_mutex);
    m_delivered.push_back(std::move(batch));
}

void GatewayContext::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_delivered.empty() || std::exchange(m_isWoken, true))
            return;
    }
    boost::asio::post(io, [this] { tell(); });
}

Connection& GatewayContext::largest() const
{
    return **std::max_element(
        active.begin(), active.end(), [](const auto& a, const auto& b) { return a->heldBytes() < b->heldBytes(); });
}

void GatewayContext::tell()
{
    std::vector<CommittedBatch> batches;
    {
        const std::lock_guard lock(m_mutex);
        batches.swap(m_delivered);
        m_isWoken = false;
    }
    for (const CommittedBatch& batch : batches)
        batch.connection->onOutcome(batch);
}

} // namespace binnacle::http
