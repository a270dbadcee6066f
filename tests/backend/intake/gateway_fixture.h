#pragma once

#include "backend/engine/engine.h"
#include "backend/intake/gateway/gateway.h"
#include "tests/support/fake_store.h"
#include "tests/support/http_client.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <memory>
#include <string>
#include <utility>

namespace binnacle::test {

/// A gateway on a free port in front of an engine whose store the test can hold and fail.
struct GatewayFixture {
    explicit GatewayFixture(GatewayLimits limits = {}, std::size_t queueBytes = 64 * 1024 * 1024)
    {
        auto fake = std::make_unique<FakeStore>();
        store = std::make_unique<FakeStore::Control>(fake->control());
        EngineOptions options;
        options.queueBytes = queueBytes;
        engine = Engine::start(std::move(fake), options);
        GatewaySettings settings;
        settings.port = 0;
        settings.limits = limits;
        gateway = std::move(*Gateway::start(settings, engine->sink()));
    }

    /// A test that fails must not wait for a store that it holds.
    ~GatewayFixture() { store->release(); }

    std::uint16_t port() const { return gateway->port(); }

    std::unique_ptr<FakeStore::Control> store;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<Gateway> gateway;
};

inline const QJsonObject json(const HttpResponse& response)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(response.body)).object();
}

} // namespace binnacle::test
