#include "backend/engine/engine_private.h"

namespace binnacle {

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

} // namespace binnacle
