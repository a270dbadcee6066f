#include "backend/store/sqlite/appender.h"

#include "backend/store/sqlite/payload_equality.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// A ChangeSet lists at most this many entities.
constexpr std::size_t maxListedEntities = 10'000;

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

} // namespace

Appender::Appender(Connection& connection, const Clock& clock)
    : m_connection(connection)
    , m_clock(clock)
    , m_interner(connection)
    , m_log(connection)
    , m_identities(connection)
    , m_fold(connection, m_interner, m_log)
    , m_quarantine(connection)
{
}

Result<void> Appender::prepare()
{
    if (auto done = m_fold.prepare(""); !done)
        return done;
    return m_quarantine.prepare();
}

Result<void> Appender::load()
{
    if (!m_isPrepared) {
        if (auto done = prepare(); !done)
            return done;
        m_isPrepared = true;
    }
    m_interner.forget();
    m_fold.forget();
    if (auto done = m_log.load(); !done)
        return done;
    if (auto done = m_identities.load(); !done)
        return done;
    m_lastSeq = m_log.lastSeq();
    m_lastRecordedAt = m_log.lastRecordedAt();
    m_isLoaded = true;
    return {};
}

std::int64_t Appender::nextRecordedAt() const
{
    return std::max(m_clock.now().micros, m_lastRecordedAt);
}

class Appender::Group final : public AppendGroup {
public:
    Group(Appender& appender, Transaction transaction)
        : m_appender(appender)
        , m_transaction(std::move(transaction))
        , m_seqBefore(appender.m_lastSeq)
    {
        // Until the commit, memory is ahead of the file, however the group ends.
        m_appender.m_isLoaded = false;
        m_appender.m_changed.clear();
    }

    Result<void> add(AppendRequest& request) override
    {
        const EventBatch& batch = *request.batch;
        const std::int64_t recordedAt = m_appender.nextRecordedAt();
        const Seq before = m_appender.m_lastSeq;
        request.outcomes.clear();
        request.outcomes.resize(batch.items.size());
        m_appender.m_wantsEventIds = request.wantsEventIds;
        for (std::size_t i = 0; i < batch.items.size(); ++i) {
            if (auto done =
                    m_appender.appendItem(batch.items[i], batch.origin, recordedAt, request.outcomes[i], m_changes);
                !done)
                return done;
        }
        if (m_appender.m_lastSeq != before)
            m_appender.m_lastRecordedAt = recordedAt;
        return {};
    }

    Result<ChangeSet> commit() override
    {
        if (auto done = m_appender.flush(); !done)
            return done.error();
        listChanged();
        if (auto done = m_transaction.commit(); !done)
            return done.error();
        m_appender.m_isLoaded = true;
        return std::move(m_changes);
    }

private:
    void listChanged()
    {
        std::vector<EntityRef>& changed = m_appender.m_changed;
        std::sort(changed.begin(), changed.end());
        changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
        m_changes.entitiesOverflowed = changed.size() > maxListedEntities;
        changed.resize(std::min(changed.size(), maxListedEntities));
        m_changes.entities = changed;
        if (m_appender.m_lastSeq != m_seqBefore) {
            m_changes.firstSeq = m_seqBefore + 1;
            m_changes.lastSeq = m_appender.m_lastSeq;
        }
    }

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
    if (auto done = m_fold.flush(); !done)
        return done;
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
    if (!earlier && earlier.error().kind == ErrorKind::Corrupt) {
        // One damaged block must not keep a whole batch out for ever.
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
    if (auto done = appendEvent(*event, record, recordedAt); !done)
        return done;
    outcome.kind = ItemOutcome::Kind::Accepted;
    outcome.seq = m_lastSeq;
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
        auto row = m_log.row(seq);
        if (!row)
            return row.error();
        // Another identity may share half of its hash.
        if (row->idHigh != record.identity.high)
            continue;
        earlier.seq = seq;
        // A derived id stands for the content; what a log says around an event may differ from export to export.
        earlier.sameContent = event.eventIdIsDerived || row->contentHash == record.contentHash;
        if (!earlier.sameContent) {
            auto payload = m_log.payload(seq);
            if (!payload)
                return payload.error();
            earlier.sameContent = samePayload(event.dialect, *payload, event.payload);
        }
        return earlier;
    }
    return earlier;
}

Result<void> Appender::appendEvent(const Event& event, const EventRecord& record, std::int64_t recordedAt)
{
    auto type = m_interner.text(event.type);
    if (!type)
        return type.error();
    auto source = m_interner.source(event.dialect, event.source);
    if (!source)
        return source.error();
    EntityRef ref = 0;
    if (!event.entityId.empty()) {
        auto entity = m_interner.entity(event);
        if (!entity)
            return entity.error();
        ref = *entity;
        m_changed.push_back(ref);
    }
    const Seq seq = m_lastSeq + 1;
    m_identities.add(record.identity.low, seq);
    const LogRow row{ recordedAt, ref, *type, *source, record.identity.high, record.contentHash };
    if (auto done = m_log.append(seq, row, record.facts, event.payload); !done)
        return done;
    if (auto done = m_fold.add(ref, *source, recordedAt, seq, record.facts); !done)
        return done;
    m_lastSeq = seq;
    return {};
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
