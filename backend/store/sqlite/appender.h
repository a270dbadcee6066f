#pragma once

#include "backend/store/sqlite/event_log.h"
#include "backend/store/sqlite/identity_index.h"
#include "backend/store/sqlite/quarantine_table.h"

#include "backend/core/clock.h"
#include "backend/store/event_store.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace binnacle::sqlite {

/// The writing side of the log: a group of batches is one transaction over events, identities and quarantine.
class Appender {
public:
    /// Gets what a group has added, after its commit, and what that changed; `events` is null where none is new.
    using Committed = std::function<void(std::shared_ptr<const EventBlock> events, const ChangeSet& changes)>;

    Appender(Connection& connection, const Clock& clock, Committed committed);

    /// Reads where the store stands.
    Result<void> load();

    /// Opens a group; it must not outlive the appender.
    Result<std::unique_ptr<AppendGroup>> begin();

    Seq lastSeq() const { return m_log.lastSeq(); }
    QuarantineTable& quarantine() { return m_quarantine; }
    /// Time for a new record: the clock's, but never before the last record.
    std::int64_t nextRecordedAt() const;

private:
    class Group;
    Result<void> flush();
    Result<void> appendItem(const ParsedItem& item, std::string_view origin, std::int64_t recordedAt,
        ItemOutcome& outcome, ChangeSet& changes);
    Result<void> appendEvent(const Event& event, const EventRecord& record, std::int64_t recordedAt, bool isShared);
    Result<void> refuse(const ParsedItem& item, const Refusal& refusal, std::string_view origin,
        std::int64_t recordedAt, ItemOutcome& outcome, ChangeSet& changes);

    struct Earlier {
        Seq seq = 0; ///< 0: there is none.
        bool sameContent = false;
    };
    Result<Earlier> findEarlier(const Event& event, const EventRecord& record);

    Connection& m_connection;
    const Clock& m_clock;
    const Committed m_committed;
    EventLog m_log;
    IdentityIndex m_identities;
    QuarantineTable m_quarantine;
    bool m_wantsEventIds = true; ///< Of the request at hand.
    bool m_isPrepared = false;
    bool m_isLoaded = false;
    std::string m_facts;
    TextMemory m_memory; ///< Of the batch at hand; none: its texts are to be copied.
    TextMemory m_factsMemory;
    RawBlock m_added; ///< Facts of the open group's events.
    std::vector<EntityHash> m_addedEntities;
};

} // namespace binnacle::sqlite
