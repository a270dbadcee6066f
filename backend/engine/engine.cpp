#include "backend/engine/engine_private.h"
#include "backend/engine/exporter.h"
#include "backend/engine/quarantine_retry.h"
#include "backend/intake/importer.h"

namespace binnacle {

Error readOnlyError()
{
    return Error::make(ErrorKind::Refused, "READ_ONLY", "The store is open for reading only.",
        "Close the other program that writes to it, or choose another store.");
}

namespace {
ChangeSet quarantineChange()
{
    ChangeSet change;
    change.quarantineChanged = true;
    return change;
}
} // namespace

std::unique_ptr<Engine> Engine::start(std::unique_ptr<EventStore> store, EngineOptions options)
{
    auto priv = std::make_unique<Private>(std::move(store), std::move(options));
    std::unique_ptr<Engine> engine(new Engine(std::move(priv)));
    engine->d->look();
    return engine;
}

void Engine::Private::look()
{
    auto opened = store->openReader();
    if (!opened)
        return;
    const std::shared_ptr<StoreReader> reader = std::move(*opened);
    std::optional<StoreInfo> start;
    if (auto info = reader->info()) {
        status.setStart(*info);
        start = std::move(*info);
    }
    if (!store->isReadOnly())
        return;
    watcher = std::make_unique<StoreWatcher>([reader] { return reader->info(); },
        [this](const ChangeSet& change, const StoreInfo& info) {
            status.committed(change, info.lastRecordedAt.value_or(options.clock->now()));
            changes.publish(change);
        },
        std::move(start));
}

Engine::Engine(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

Engine::~Engine()
{
    // From the outside in: no new senders, then the acts that feed the writer, then the writer, then who looks on.
    stopGateway();
    d->watcher.reset();
    d->workers.stop();
    // One of them may have been about to start it.
    stopGateway();
    {
        const std::lock_guard lock(d->rebuildMutex);
        d->isClosing = true;
        if (d->rebuildToken)
            d->rebuildToken->cancel();
    }
    d->writer.stop();
    d->readers.stop();
    d->changes.stop();
}

void Engine::markAsDemo(Done<void> done)
{
    d->act(std::move(done), [priv = d.get()](EventStore& store) {
        auto marked = store.markAsDemo();
        if (marked)
            priv->changes.publish({});
        return marked;
    });
}

void Engine::discardQuarantined(std::vector<std::int64_t> ids, std::string reason, Done<void> done)
{
    d->act(std::move(done), [priv = d.get(), ids = std::move(ids), reason = std::move(reason)](EventStore& store) {
        auto discarded = store.discardQuarantined(ids, reason);
        if (discarded)
            priv->changes.publish(quarantineChange());
        return discarded;
    });
}

void Engine::retryQuarantined(std::vector<std::int64_t> ids, RetryOptions options, Done<RetrySummary> done)
{
    d->act(std::move(done), [priv = d.get(), ids = std::move(ids), options = std::move(options)](EventStore& store) {
        RetryContext context{ store,
            [priv](std::span<AppendRequest> requests) { return priv->writer.append(requests); }, priv->parseOptions() };
        context.parse.arrival = priv->options.clock->now();
        context.parse.assumeUtc = options.assumeUtc;
        auto summary = retryQuarantinedItems(context, ids, options.replacement);
        priv->changes.publish(quarantineChange());
        return summary;
    });
}

void Engine::rebuild(CancelToken token, std::function<void(Seq done, Seq total)> progress, Done<RebuildSummary> done)
{
    d->act(std::move(done), [priv = d.get(), token, progress = std::move(progress)](EventStore& store) {
        {
            const std::lock_guard lock(priv->rebuildMutex);
            priv->rebuildToken = token;
            if (priv->isClosing)
                token.cancel();
        }
        auto folded = store.rebuild(
            [&progress](RebuildProgress at) {
                if (progress)
                    progress(at.done, at.total);
            },
            token);
        {
            const std::lock_guard lock(priv->rebuildMutex);
            priv->rebuildToken.reset();
        }
        if (folded) {
            ChangeSet change;
            change.everythingChanged = true;
            priv->changes.publish(change);
        }
        return folded;
    });
}

void Engine::import(
    CancelToken token, ImportOptions options, std::function<void(ImportProgress)> progress, Done<ImportSummary> done)
{
    if (d->store->isReadOnly()) {
        d->act(std::move(done), [](EventStore&) -> Result<ImportSummary> { return readOnlyError(); });
        return;
    }
    d->workers.start(token,
        [priv = d.get(), token, options = std::move(options), progress = std::move(progress), done = std::move(done)] {
            done(guarded<ImportSummary>([&] {
                return importPaths(
                    options, priv->writer, *priv->options.clock, token, [&progress](const ImportProgress& at) {
                        if (progress)
                            progress(at);
                    });
            }));
        });
}

void Engine::exportEntities(CancelToken token, EntityQuery query, std::vector<std::string> columns,
    std::vector<std::string> maskedColumns, std::string format, std::string path,
    std::function<void(std::int64_t rows)> progress, Done<std::int64_t> done)
{
    ExportRequest request{ std::move(query), std::move(columns), std::move(maskedColumns), std::move(format),
        std::move(path) };
    // A reader and a thread of its own: an export of everything must not hold up what the window reads.
    d->workers.start(token,
        [priv = d.get(), token, request = std::move(request), progress = std::move(progress), done = std::move(done)] {
            auto reader = priv->store->openReader();
            if (!reader)
                done(reader.error());
            else
                done(guarded<std::int64_t>(
                    [&] { return exportEntityRows(**reader, request, token, priv->options.clock->now(), progress); }));
        });
}

const std::vector<std::string>& Engine::exportColumns()
{
    return entityExportColumns();
}

EventSink& Engine::sink()
{
    return d->writer;
}

Result<std::string> Engine::startGateway(const GatewayOptions& options)
{
    const std::lock_guard lock(d->gatewayMutex);
    // A port is taken by one listener at a time; from another one senders are not turned away before the new one is.
    if (d->gateway && d->gateway->port() == options.port)
        d->gateway.reset();
    auto started = [&]() -> Result<std::unique_ptr<Gateway>> {
        if (d->store->isReadOnly())
            return readOnlyError();
        GatewaySettings settings;
        settings.host = options.host;
        settings.port = options.port;
        settings.parse = [priv = d.get()] { return priv->parseOptions(); };
        settings.clock = d->options.clock;
        settings.readiness = [board = &d->status] { return board->readiness(); };
        return Gateway::start(std::move(settings), d->writer);
    }();
    if (!started) {
        d->status.setGateway(d->gateway ? d->gateway->url() : std::string(), started.error());
        return started.error();
    }
    d->gateway = std::move(*started);
    d->status.setGateway(d->gateway->url(), {});
    return d->gateway->url();
}

void Engine::stopGateway()
{
    const std::lock_guard lock(d->gatewayMutex);
    d->gateway.reset();
    d->status.setGateway({}, {});
}

void Engine::changeGateway(std::optional<GatewayOptions> options, Done<std::string> done)
{
    const CancelToken token;
    d->workers.start(token, [this, token, options = std::move(options), done = std::move(done)] {
        if (options && !token.isCancelled()) {
            done(startGateway(*options));
            return;
        }
        stopGateway();
        done(std::string());
    });
}

void Engine::setDefaults(std::string organization, std::string project)
{
    const std::lock_guard lock(d->parseMutex);
    d->options.parse.defaultOrganization = std::move(organization);
    d->options.parse.defaultProject = std::move(project);
}

Subscription Engine::subscribe(std::function<void(const ChangeSet&)> listener)
{
    return d->changes.subscribe(std::move(listener));
}

EngineStatus Engine::status() const
{
    EngineStatus status;
    status.isReadOnly = d->store->isReadOnly();
    d->status.fill(status);
    d->writer.fill(status);
    return status;
}

const Clock& Engine::clock() const
{
    return *d->options.clock;
}

} // namespace binnacle
