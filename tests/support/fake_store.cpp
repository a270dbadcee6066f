#include "tests/support/fake_store_data.h"

#include <algorithm>
#include <chrono>

namespace binnacle::test {

using Lock = std::unique_lock<std::mutex>;

FakeStore::FakeStore(const Clock& clock)
    : m_data(std::make_shared<Data>())
    , m_clock(clock)
{
}

/// Applies batches at once and puts the state of before back where the group is not committed.
class FakeStore::Group final : public AppendGroup {
public:
    explicit Group(FakeStore& store)
        : m_store(store)
        , m_before(store.m_data->content)
    {
    }
    ~Group() override
    {
        if (m_isCommitted)
            return;
        const Lock lock(m_store.m_data->mutex);
        m_store.m_data->content = std::move(m_before);
    }

    Result<void> add(AppendRequest& request) override
    {
        Data& data = *m_store.m_data;
        const Lock lock(data.mutex);
        for (const ParsedItem& item : request.batch->items) {
            ++m_items;
            if (item.event() && !data.failingEventId.empty() && item.event()->eventId == data.failingEventId)
                return Error::make(ErrorKind::Internal, "APPEND_FAILED", "The store stumbled over an event.");
        }
        request.outcomes.clear();
        for (const ParsedItem& item : request.batch->items)
            request.outcomes.push_back(m_store.appendItem(item, request.batch->origin, m_change));
        return {};
    }

    Result<ChangeSet> commit() override
    {
        Data& data = *m_store.m_data;
        const Lock lock(data.mutex);
        m_isCommitted = true;
        ++data.appends;
        data.largestAppend = std::max(data.largestAppend, m_items);
        m_change.quarantineChanged = m_change.rejected > 0;
        // All of it can be read at once.
        if (data.listener)
            data.listener(m_change);
        m_change.entities.clear();
        return std::move(m_change);
    }

private:
    FakeStore& m_store;
    Data::Content m_before;
    ChangeSet m_change;
    std::int64_t m_items = 0;
    bool m_isCommitted = false;
};

void FakeStore::setListener(std::function<void(const ChangeSet&)> listener)
{
    const Lock lock(m_data->mutex);
    m_data->listener = std::move(listener);
}

Result<std::unique_ptr<AppendGroup>> FakeStore::beginAppend()
{
    Lock lock(m_data->mutex);
    if (m_data->hold) {
        m_data->isHolding = true;
        m_data->changed.notify_all();
        m_data->changed.wait(lock, [this] { return !m_data->hold; });
        m_data->isHolding = false;
    }
    if (m_data->appendError)
        return *m_data->appendError;
    return std::unique_ptr<AppendGroup>(std::make_unique<Group>(*this));
}

ItemOutcome FakeStore::appendItem(const ParsedItem& item, const std::string& origin, ChangeSet& change)
{
    ItemOutcome outcome;
    if (const Refusal* refusal = item.refusal()) {
        outcome.refusal = *refusal;
        QuarantineRow row;
        row.id = outcome.quarantineId = static_cast<std::int64_t>(m_data->content.quarantine.size()) + 1;
        row.receivedAt = m_clock.now();
        row.dialect = item.dialectIsKnown ? toString(item.dialect) : "";
        row.origin = origin;
        row.line = item.line;
        row.code = refusal->code;
        row.pointer = refusal->pointer;
        row.message = refusal->message;
        row.status = "open";
        row.size = static_cast<std::int64_t>(item.raw.size());
        row.preview = std::string(item.raw.substr(0, 200));
        m_data->content.quarantine.push_back({ row, std::string(item.raw) });
        ++change.rejected;
        return outcome;
    }
    const Event& event = *item.event();
    outcome.eventId = event.eventId;
    const std::string identity = std::string(event.organization) + '\n' + std::string(toString(event.dialect)) + '\n'
        + std::string(event.source) + '\n' + outcome.eventId;
    const auto [known, isNew] =
        m_data->content.seqById.emplace(identity, static_cast<Seq>(m_data->content.events.size()) + 1);
    outcome.seq = known->second;
    if (!isNew) {
        outcome.kind = ItemOutcome::Kind::Duplicate;
        ++change.duplicates;
        return outcome;
    }
    outcome.kind = ItemOutcome::Kind::Accepted;
    ++change.accepted;
    change.firstSeq = change.firstSeq > 0 ? change.firstSeq : outcome.seq;
    change.lastSeq = outcome.seq;

    StoredEvent stored;
    stored.payload = event.payload;
    EventRow& row = stored.row;
    row.seq = outcome.seq;
    row.dialect = event.dialect;
    row.kind = event.kind;
    row.type = event.type;
    row.source = event.source;
    row.eventId = event.eventId;
    row.occurredAt = event.occurredAt;
    row.recordedAt = m_clock.now();
    if (event.step) {
        row.stepId = event.step->stepId;
        row.execution = event.step->execution;
    }
    if (!event.entityId.empty()) {
        const EntityKey key{ std::string(event.organization), std::string(event.project), std::string(event.entityType),
            std::string(event.entityId) };
        const auto [place, isNewEntity] = m_data->content.entities.try_emplace(key);
        EntityRow& entity = place->second;
        if (isNewEntity) {
            entity.ref = static_cast<EntityRef>(m_data->content.entities.size());
            entity.key = key;
            entity.createdAt = event.occurredAt;
        }
        if (event.assertedStatus != EntityStatus::Unknown && event.occurredAt >= entity.updatedAt)
            entity.status = event.assertedStatus;
        if (event.step && event.occurredAt >= entity.updatedAt)
            entity.currentStep = event.step->stepId;
        entity.updatedAt = std::max(entity.updatedAt, event.occurredAt);
        entity.lastSeq = outcome.seq;
        ++entity.version;
        row.entity = entity.ref;
        row.key = key;
        if (std::find(change.entities.begin(), change.entities.end(), entity.ref) == change.entities.end())
            change.entities.push_back(entity.ref);
    }
    m_data->content.events.push_back(std::move(stored));
    return outcome;
}

Result<std::unique_ptr<StoreReader>> FakeStore::openReader()
{
    const Lock lock(m_data->mutex);
    ++m_data->readersOpened;
    return makeFakeReader(m_data);
}

Result<void> FakeStore::discardQuarantined(std::span<const std::int64_t> ids, std::string_view reason)
{
    const Lock lock(m_data->mutex);
    for (const std::int64_t id : ids) {
        if (id < 1 || id > static_cast<std::int64_t>(m_data->content.quarantine.size())
            || m_data->content.quarantine[static_cast<std::size_t>(id - 1)].row.status != "open")
            return Error::make(ErrorKind::NotFound, "QUARANTINE_NOT_FOUND", "There is no such open item.");
    }
    for (const std::int64_t id : ids) {
        QuarantineRow& row = m_data->content.quarantine[static_cast<std::size_t>(id - 1)].row;
        row.status = "discarded";
        row.note = reason;
    }
    return {};
}

Result<void> FakeStore::markQuarantineRetried(std::int64_t id, std::string_view note)
{
    const Lock lock(m_data->mutex);
    if (id < 1 || id > static_cast<std::int64_t>(m_data->content.quarantine.size()))
        return Error::make(ErrorKind::NotFound, "QUARANTINE_NOT_FOUND", "There is no such item.");
    QuarantineRow& row = m_data->content.quarantine[static_cast<std::size_t>(id - 1)].row;
    row.status = "retried";
    row.note = note;
    return {};
}

Result<RebuildSummary> FakeStore::rebuild(const std::function<void(RebuildProgress)>& progress, CancelToken cancel)
{
    Lock lock(m_data->mutex);
    const auto total = static_cast<Seq>(m_data->content.events.size());
    while (m_data->blockReads && !cancel.isCancelled()) {
        m_data->isReading = true;
        m_data->changed.notify_all();
        m_data->changed.wait_for(lock, std::chrono::milliseconds(1));
    }
    if (cancel.isCancelled())
        return Error::make(ErrorKind::Cancelled, "CANCELLED", "The rebuild was cancelled.");
    lock.unlock();
    progress({ total, total });
    return RebuildSummary{ total, {} };
}

Result<std::string> FakeStore::projectionChecksum()
{
    return std::string(64, '0');
}

Result<void> FakeStore::probe()
{
    const Lock lock(m_data->mutex);
    return m_data->appendError ? Result<void>(*m_data->appendError) : Result<void>();
}

Result<void> FakeStore::markAsDemo()
{
    const Lock lock(m_data->mutex);
    m_data->isDemo = true;
    return {};
}

bool FakeStore::isReadOnly() const
{
    const Lock lock(m_data->mutex);
    return m_data->readOnly;
}

std::string FakeStore::location() const
{
    return "memory";
}

FakeStore::Control::Control(std::shared_ptr<Data> data)
    : m_data(std::move(data))
{
}

void FakeStore::Control::hold()
{
    const Lock lock(m_data->mutex);
    m_data->hold = true;
}

void FakeStore::Control::release()
{
    const Lock lock(m_data->mutex);
    m_data->hold = false;
    m_data->changed.notify_all();
}

void FakeStore::Control::waitUntilHeld()
{
    Lock lock(m_data->mutex);
    m_data->changed.wait(lock, [this] { return m_data->isHolding; });
}

void FakeStore::Control::failAppends(std::optional<Error> error)
{
    const Lock lock(m_data->mutex);
    m_data->appendError = std::move(error);
}

void FakeStore::Control::failOnEventId(std::string eventId)
{
    const Lock lock(m_data->mutex);
    m_data->failingEventId = std::move(eventId);
}

void FakeStore::Control::setReadOnly(bool readOnly)
{
    const Lock lock(m_data->mutex);
    m_data->readOnly = readOnly;
}

void FakeStore::Control::blockReads(bool block)
{
    const Lock lock(m_data->mutex);
    m_data->blockReads = block;
    m_data->changed.notify_all();
}

void FakeStore::Control::failReads(std::optional<Error> error, std::string only)
{
    const Lock lock(m_data->mutex);
    m_data->readError = std::move(error);
    m_data->failingRead = std::move(only);
}

void FakeStore::Control::damage(Seq seq)
{
    const Lock lock(m_data->mutex);
    m_data->damaged.insert(seq);
}

void FakeStore::Control::waitUntilReading()
{
    Lock lock(m_data->mutex);
    m_data->changed.wait(lock, [this] { return m_data->isReading; });
}

std::int64_t FakeStore::Control::appendCount() const
{
    const Lock lock(m_data->mutex);
    return m_data->appends;
}

std::int64_t FakeStore::Control::largestAppend() const
{
    const Lock lock(m_data->mutex);
    return m_data->largestAppend;
}

std::int64_t FakeStore::Control::eventCount() const
{
    const Lock lock(m_data->mutex);
    return static_cast<std::int64_t>(m_data->content.events.size());
}

bool FakeStore::Control::holdsEvent(std::string_view eventId) const
{
    const Lock lock(m_data->mutex);
    return std::any_of(m_data->content.events.begin(), m_data->content.events.end(),
        [&](const StoredEvent& stored) { return stored.row.eventId == eventId; });
}

std::int64_t FakeStore::Control::readersOpened() const
{
    const Lock lock(m_data->mutex);
    return m_data->readersOpened;
}

std::unique_ptr<StoreReader> FakeStore::Control::openReader() const
{
    return makeFakeReader(m_data);
}

std::string faberEvent(const std::string& eventId, const std::string& entityId, const std::string& type)
{
    const std::string execution = type == "entity.step.failed" ? "failed" : "completed";
    return R"({"event_type":")" + type + R"(","event_id":")" + eventId
        + R"(","timestamp":"2026-01-10T12:30:00.123Z","source":{"organization":"fractary","project":"blog",)"
          R"("faber_version":"2.4.0","hostname":"dev-machine-1","session_id":"s-1"},)"
          R"("entity":{"organization":"fractary","project":"blog","type":"blog-post","id":")"
        + entityId
        + R"("},"step":{"step_id":"build-github-commit","step_action":"github-commit",)"
          R"("step_type":"repo-actions","execution_status":")"
        + execution
        + R"(","outcome_status":"success","phase":"build","executed_at":"2026-01-10T12:30:00Z",)"
          R"("workflow_id":"content-pipeline","run_id":"fractary/blog/uuid","work_id":"42","duration_ms":12000,)"
          R"("retry_count":1},"entity_snapshot":{"status":"in_progress","updated_at":"2026-01-10T12:30:00Z",)"
          R"("step_status_summary":{"completed":5,"failed":0,"in_progress":1,"pending":3}}})";
}

std::unique_ptr<EventBatch> batchOf(const std::string& eventId, const std::string& entityId, int count)
{
    auto batch = std::make_unique<EventBatch>();
    batch->origin = "test";
    for (int i = 0; i < count; ++i) {
        Event event;
        event.kind = EventKind::StatusChanged;
        event.type = "entity.status.changed";
        event.source = "faber";
        event.eventId = batch->copy(count == 1 ? eventId : eventId + "-" + std::to_string(i));
        event.occurredAt = Timestamp::fromSeconds(1'768'000'000 + i);
        event.organization = "acme";
        event.project = "site";
        event.entityType = "page";
        event.entityId = batch->copy(entityId);
        event.assertedStatus = EntityStatus::InProgress;
        event.payload = batch->copy("{}");
        ParsedItem item;
        item.line = static_cast<std::uint64_t>(i) + 1;
        item.raw = event.payload;
        item.content = event;
        batch->items.push_back(std::move(item));
    }
    return batch;
}

} // namespace binnacle::test
