#include "backend/store/sqlite/appender.h"

#include "backend/store/sqlite/payload_equality.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// A batch of so many bytes shares its memory with the log instead of being copied.
constexpr std::size_t leastSharedBytes = 64 * 1024;

/// Where the dialect has the sender's id.
std::string_view idPointer(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Faber:
    case Dialect::Workflow:
        return "/event_id";
    case Dialect::Helios:
        return "/metadata/eventId";
    case Dialect::CloudEvents:
        return "/id";
    case Dialect::Xes:
        break;
    }
    return {};
}

/// Says of damage that keeps the writer from going on where it is.
Error keepsOut(Error error, const std::string& what)
{
    if (error.kind == ErrorKind::Corrupt)
        return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT",
            "Nothing can be written to the store, because " + what + " cannot be read. " + error.message,
            "See what is damaged with `binnacle doctor --deep`. Keep a copy of the file; bring the store back from a "
            "backup: binnacle restore BACKUP --replace");
    return error;
}

} // namespace

Appender::Appender(Connection& connection, const Clock& clock, Committed committed)
    : m_connection(connection)
    , m_clock(clock)
    , m_committed(std::move(committed))
    , m_log(connection)
    , m_identities(connection)
    , m_quarantine(connection)
{
}

Result<void> Appender::load()
{
    if (!m_isPrepared) {
        if (auto done = m_quarantine.prepare(); !done)
            return done;
        m_isPrepared = true;
    }
    if (auto done = m_log.load(); !done)
        return keepsOut(done.error(), "the end of its log");
    if (auto done = m_identities.load(); !done)
        return keepsOut(done.error(), "the index that knows which events came already");
    // A number that was given to an event is never given to another, also where the event is gone.
    auto newest =
        m_log.endIsCertain() ? Result<Seq>(m_identities.recentSeq()) : m_identities.newestBehind(m_log.lastSeq());
    if (!newest)
        return newest.error();
    if (auto done = m_log.continueAfter(*newest); !done)
        return done;
    m_isLoaded = true;
    return {};
}

std::int64_t Appender::nextRecordedAt() const
{
    return std::max(m_clock.now().micros, m_log.lastRecordedAt());
}

class Appender::Group final : public AppendGroup {
public:
    Group(Appender& appender, Transaction transaction)
        : m_appender(appender)
        , m_transaction(std::move(transaction))
        , m_seqBefore(appender.lastSeq())
    {
        // Until the commit, memory is ahead of the file, however the group ends.
        m_appender.m_isLoaded = false;
        m_appender.m_added = {};
        m_appender.m_addedEntities.clear();
    }

    Result<void> add(AppendRequest& request) override
    {
        const EventBatch& batch = *request.batch;
        const std::int64_t recordedAt = m_appender.nextRecordedAt();
        request.outcomes.clear();
        request.outcomes.resize(batch.items.size());
        m_appender.m_wantsEventIds = request.wantsEventIds;
        // A few events do not keep the memory of a batch.
        const bool isLarge = batch.byteSize() >= leastSharedBytes;
        m_appender.m_memory = isLarge ? TextMemory{ batch.memory(), batch.byteSize() } : TextMemory();
        m_appender.m_factsMemory = isLarge ? TextMemory{ batch.factsMemory(), 0 } : TextMemory();
        for (std::size_t i = 0; i < batch.items.size(); ++i) {
            if (auto done =
                    m_appender.appendItem(batch.items[i], batch.origin, recordedAt, request.outcomes[i], m_changes);
                !done)
                return done;
        }
        return {};
    }

    Result<ChangeSet> commit() override
    {
        if (auto done = m_appender.flush(); !done)
            return done.error();
        if (auto done = m_transaction.commit(); !done)
            return done.error();
        m_appender.m_isLoaded = true;
        std::shared_ptr<const EventBlock> added;
        if (m_appender.lastSeq() != m_seqBefore) {
            m_changes.firstSeq = m_seqBefore + 1;
            m_changes.lastSeq = m_appender.lastSeq();
            added = std::make_shared<const EventBlock>(m_changes.firstSeq, std::exchange(m_appender.m_added, {}),
                std::exchange(m_appender.m_addedEntities, {}));
        }
        m_appender.m_committed(std::move(added), m_changes);
        return std::move(m_changes);
    }

private:
    Appender& m_appender;
    Transaction m_transaction;
    Seq m_seqBefore;
    ChangeSet m_changes;
};

Result<std::unique_ptr<AppendGroup>> Appender::begin()
{
    if (!m_isLoaded) {
        if (auto done = load(); !done)
            return done.error();
    }
    auto transaction = Transaction::begin(m_connection, Transaction::Kind::Write);
    if (!transaction)
        return transaction.error();
    return std::unique_ptr<AppendGroup>(std::make_unique<Group>(*this, std::move(*transaction)));
}

Result<void> Appender::flush()
{
    // The log comes last: its blocks are compressed meanwhile.
    if (auto done = m_identities.flush(); !done)
        return done;
    return m_log.flush();
}

Result<void> Appender::appendItem(
    const ParsedItem& item, std::string_view origin, std::int64_t recordedAt, ItemOutcome& outcome, ChangeSet& changes)
{
    const Event* event = item.event();
    if (event == nullptr)
        return refuse(item, *item.refusal(), origin, recordedAt, outcome, changes);

    m_facts.clear();
    const EventRecord record = item.record ? *item.record : recordOf(*event, m_facts);
    auto earlier = findEarlier(*event, record);
    if (!earlier && (earlier.error().kind == ErrorKind::Corrupt || earlier.error().kind == ErrorKind::NotFound)) {
        // One damaged block, or one that is gone, must not keep a whole batch out for ever.
        Refusal refusal;
        refusal.code = "EARLIER_EVENT_DAMAGED";
        refusal.pointer = idPointer(event->dialect);
        refusal.message = "The event id \"" + std::string(event->eventId)
            + "\" was used before, and the earlier event cannot be read to compare: " + earlier.error().message;
        return refuse(item, refusal, origin, recordedAt, outcome, changes);
    }
    if (!earlier)
        return earlier.error();
    if (earlier->seq != 0 && !earlier->sameContent) {
        Refusal refusal;
        refusal.code = "ID_REUSED";
        refusal.pointer = idPointer(event->dialect);
        refusal.message = "The event id \"" + std::string(event->eventId) + "\" was already used by event "
            + std::to_string(earlier->seq) + " with different content.";
        return refuse(item, refusal, origin, recordedAt, outcome, changes);
    }
    if (m_wantsEventIds)
        outcome.eventId = event->eventId;
    if (earlier->seq != 0) {
        outcome.kind = ItemOutcome::Kind::Duplicate;
        outcome.seq = earlier->seq;
        ++changes.duplicates;
        return {};
    }
    // A record that was made here lies in no batch.
    if (auto done = appendEvent(*event, record, recordedAt, m_memory.owner && item.record); !done)
        return done;
    outcome.kind = ItemOutcome::Kind::Accepted;
    outcome.seq = m_log.lastSeq();
    ++changes.accepted;
    return {};
}

Result<Appender::Earlier> Appender::findEarlier(const Event& event, const EventRecord& record)
{
    auto found = m_identities.find(record.identity.low);
    if (!found)
        return found.error();
    Earlier earlier;
    for (const Seq seq : **found) {
        auto stored = m_log.event(seq);
        if (!stored)
            return stored.error();
        // Another identity may share half of its hash.
        if (identityOf(*stored) != record.identity)
            continue;
        earlier.seq = seq;
        // A derived id stands for the content; what a log says around an event may differ from export to export.
        earlier.sameContent = event.eventIdIsDerived;
        if (!earlier.sameContent) {
            auto payload = m_log.payload(seq);
            if (!payload)
                return payload.error();
            earlier.sameContent = *payload == event.payload || samePayload(event.dialect, *payload, event.payload);
        }
        return earlier;
    }
    return earlier;
}

Result<void> Appender::appendEvent(
    const Event& event, const EventRecord& record, std::int64_t recordedAt, bool isShared)
{
    m_identities.add(record.identity.low, m_log.lastSeq() + 1);
    m_addedEntities.push_back(record.entity);
    const RawBlock::Item stored{ recordedAt, record.facts, event.payload };
    const RawBlock::Item folded{ recordedAt, record.facts, {} };
    if (!isShared) {
        m_added.append(folded);
        return m_log.append(stored, {});
    }
    m_added.refer(folded, m_factsMemory);
    return m_log.append(stored, m_memory);
}

Result<void> Appender::refuse(const ParsedItem& item, const Refusal& refusal, std::string_view origin,
    std::int64_t recordedAt, ItemOutcome& outcome, ChangeSet& changes)
{
    auto id = m_quarantine.add(item, refusal, origin, recordedAt);
    if (!id)
        return id.error();
    outcome.kind = ItemOutcome::Kind::Rejected;
    outcome.refusal = refusal;
    outcome.quarantineId = *id;
    ++changes.rejected;
    changes.quarantineChanged = true;
    return {};
}

} // namespace binnacle::sqlite
