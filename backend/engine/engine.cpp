#include "backend/engine/engine.h"

#include "backend/core/logging.h"
#include "backend/engine/change_hub.h"
#include "backend/engine/exporter.h"
#include "backend/engine/quarantine_retry.h"
#include "backend/engine/reader_pool.h"
#include "backend/engine/status_board.h"
#include "backend/engine/worker_group.h"
#include "backend/engine/writer_thread.h"
#include "backend/store/event_store.h"

#include <exception>
#include <mutex>
#include <utility>

namespace binnacle {

namespace {
Error readOnlyError()
{
    return Error::make(ErrorKind::Refused, "READ_ONLY", "The store is open for reading only.",
        "Close the other program that writes to it, or choose another store.");
}

ChangeSet quarantineChange()
{
    ChangeSet change;
    change.quarantineChanged = true;
    return change;
}
} // namespace

namespace {
/// Exceptions belong inside the store; one that gets out is a defect, and must not take the program with it.
template <typename T, typename Call>
Result<T> guarded(Call call)
{
    try {
        return call();
    } catch (const std::exception& e) {
        log::engine().error("the store threw: {}", e.what());
        return Error::make(ErrorKind::Internal, "STORE_DEFECT", std::string("The store failed: ") + e.what());
    }
}
} // namespace

class Engine::Private {
public:
    Private(std::unique_ptr<EventStore> eventStore, EngineOptions engineOptions)
        : options(std::move(engineOptions))
        , store(std::move(eventStore))
        , readers(*store, options.readerThreads)
        , writer(*store, *options.clock, changes, status, options.queueBytes)
    {
    }

    template <typename T, typename Read>
    void read(CancelToken token, ReaderPool::Weight weight, Done<T> done, Read read)
    {
        readers.post(std::move(token), weight, [done = std::move(done), read = std::move(read)](auto reader) mutable {
            if (!reader)
                done(reader.error());
            else
                done(guarded<T>([&] { return read(**reader); }));
        });
    }

    /// Runs `act` on the writer's thread with the store, or gives `done` the error that prevents it.
    template <typename T, typename Act>
    void act(Done<T> done, Act act)
    {
        writer.post([this, done = std::move(done), act = std::move(act)](Result<EventStore*> granted) mutable {
            if (!granted)
                done(granted.error());
            else if ((*granted)->isReadOnly())
                done(readOnlyError());
            else
                done(guarded<T>([&] { return act(**granted); }));
        });
    }

    EngineOptions options;
    std::unique_ptr<EventStore> store;
    StatusBoard status;
    ChangeHub changes;
    ReaderPool readers;
    WriterThread writer;
    WorkerGroup workers;
    std::mutex rebuildMutex;
    bool isClosing = false;
    std::optional<CancelToken> rebuildToken; ///< Of the rebuild under way, so that closing ends it.
};

std::unique_ptr<Engine> Engine::start(std::unique_ptr<EventStore> store, EngineOptions options)
{
    auto priv = std::make_unique<Private>(std::move(store), std::move(options));
    std::unique_ptr<Engine> engine(new Engine(std::move(priv)));
    if (auto reader = engine->d->store->openReader()) {
        if (auto info = (*reader)->info())
            engine->d->status.setStart(*info);
    }
    return engine;
}

Engine::Engine(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

Engine::~Engine()
{
    // From the outside in: no new senders, then the acts that feed the writer, then the writer, then who looks on.
    stopGateway();
    d->workers.stop();
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

void Engine::info(CancelToken token, Done<StoreInfo> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done), [](StoreReader& r) { return r.info(); });
}

void Engine::entities(CancelToken token, EntityQuery query, PageRequest page, Done<Page<EntityRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [query = std::move(query), page = std::move(page), now = clock().now()](
            StoreReader& r) { return r.entities(query, page, now); });
}

void Engine::countEntities(CancelToken token, EntityQuery query, std::int64_t effortLimit, Done<RowCount> done)
{
    d->read(std::move(token), ReaderPool::Weight::Slow, std::move(done),
        [query = std::move(query), effortLimit, now = clock().now()](
            StoreReader& r) { return r.countEntities(query, now, effortLimit); });
}

void Engine::entitiesByRef(
    CancelToken token, std::vector<EntityRef> refs, EntityQuery query, Done<std::vector<EntityRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [refs = std::move(refs), query = std::move(query), now = clock().now()](
            StoreReader& r) { return r.entitiesByRef(refs, query, now); });
}

void Engine::entity(CancelToken token, EntityKey key, Done<EntityDetail> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [key = std::move(key)](StoreReader& r) { return r.entity(key); });
}

void Engine::searchEntities(CancelToken token, std::string text, std::int64_t limit, Done<std::vector<EntityRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [text = std::move(text), limit](StoreReader& r) { return r.searchEntities(text, limit); });
}

void Engine::events(CancelToken token, EventQuery query, PageRequest page, Done<Page<EventRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [query = std::move(query), page = std::move(page)](StoreReader& r) { return r.events(query, page); });
}

void Engine::payload(CancelToken token, Seq seq, Done<std::string> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done), [seq](StoreReader& r) -> Result<std::string> {
        auto event = r.event(seq);
        if (!event)
            return event.error();
        return std::move(event->payload);
    });
}

void Engine::runs(CancelToken token, EntityRef entity, Done<std::vector<RunRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [entity](StoreReader& r) { return r.runs(entity); });
}

void Engine::allRuns(CancelToken token, PageRequest page, Done<Page<RunRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [page = std::move(page)](StoreReader& r) { return r.allRuns(page); });
}

void Engine::artifacts(CancelToken token, EntityRef entity, Done<std::vector<ArtifactRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [entity](StoreReader& r) { return r.artifacts(entity); });
}

void Engine::allArtifacts(CancelToken token, PageRequest page, Done<Page<ArtifactRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [page = std::move(page)](StoreReader& r) { return r.allArtifacts(page); });
}

void Engine::grid(CancelToken token, std::string organization, std::string project, Done<std::vector<GridCell>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [organization = std::move(organization), project = std::move(project)](
            StoreReader& r) { return r.grid(organization, project); });
}

void Engine::projects(CancelToken token, Done<std::vector<ProjectRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done), [](StoreReader& r) { return r.projects(); });
}

void Engine::volume(
    CancelToken token, Timestamp from, Timestamp to, std::int64_t bucketSeconds, Done<std::vector<VolumePoint>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [from, to, bucketSeconds](StoreReader& r) { return r.volume(from, to, bucketSeconds); });
}

void Engine::stepStatistics(CancelToken token, Timestamp from, Timestamp to, Done<std::vector<StepStatistics>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Slow, std::move(done),
        [from, to](StoreReader& r) { return r.stepStatistics(from, to); });
}

void Engine::hours(CancelToken token, Timestamp from, Timestamp to, std::string organization, std::string project,
    Done<std::vector<HourPoint>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Slow, std::move(done),
        [from, to, organization = std::move(organization), project = std::move(project)](
            StoreReader& r) { return r.hours(from, to, organization, project); });
}

void Engine::quarantine(CancelToken token, std::string status, PageRequest page, Done<Page<QuarantineRow>> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [status = std::move(status), page = std::move(page)](StoreReader& r) { return r.quarantine(status, page); });
}

void Engine::quarantineItem(CancelToken token, std::int64_t id, Done<std::string> done)
{
    d->read(std::move(token), ReaderPool::Weight::Quick, std::move(done),
        [id](StoreReader& r) { return r.quarantineItem(id); });
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

void Engine::retryQuarantined(
    std::vector<std::int64_t> ids, std::optional<std::string> replacement, Done<RetrySummary> done)
{
    d->act(std::move(done),
        [priv = d.get(), ids = std::move(ids), replacement = std::move(replacement)](EventStore& store) {
            RetryContext context{ store,
                [priv](std::span<AppendRequest> requests) { return priv->writer.append(requests); },
                priv->options.parse };
            context.parse.arrival = priv->options.clock->now();
            auto summary = retryQuarantinedItems(context, ids, replacement);
            priv->changes.publish(quarantineChange());
            return summary;
        });
}

void Engine::rebuild(CancelToken token, std::function<void(Seq done, Seq total)> progress, Done<Seq> done)
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

void Engine::import(CancelToken, ImportOptions, std::function<void(ImportProgress)>, Done<ImportSummary> done)
{
    done(Error::make(ErrorKind::Unsupported, "NOT_BUILT", "This build cannot import."));
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
                done(exportEntityRows(**reader, request, token, priv->options.clock->now(), progress));
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

Result<std::string> Engine::startGateway(const GatewayOptions&)
{
    return Error::make(ErrorKind::Unsupported, "NOT_BUILT", "This build cannot listen.");
}

void Engine::stopGateway() { }

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
