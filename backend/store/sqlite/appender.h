#pragma once

#include "backend/store/sqlite/event_log.h"
#include "backend/store/sqlite/group_fold.h"
#include "backend/store/sqlite/identity_index.h"
#include "backend/store/sqlite/interner.h"
#include "backend/store/sqlite/quarantine_table.h"

#include "backend/core/clock.h"
#include "backend/store/event_store.h"

#include <memory>
#include <string>

namespace binnacle::sqlite {

/// The writing side of the store: a group of batches is one transaction over log, identities, projections and
/// quarantine.
class Appender {
public:
    Appender(Connection& connection, const Clock& clock);

    /// Reads where the store stands.
    Result<void> load();

    /// Opens a group; it must not outlive the appender.
    Result<std::unique_ptr<AppendGroup>> begin();

    Seq lastSeq() const { return m_lastSeq; }
    EventLog& log() { return m_log; }
    QuarantineTable& quarantine() { return m_quarantine; }
    /// Time for a new record: the clock's, but never before the last record.
    std::int64_t nextRecordedAt() const;
    /// Forgets what is in memory; the next group reads it again. After a rollback, and when the tables were swapped.
    void invalidate() { m_isLoaded = false; }

private:
    class Group;
    Result<void> prepare();
    Result<void> flush();
    Result<void> appendItem(const ParsedItem& item, std::string_view origin, std::int64_t recordedAt,
        ItemOutcome& outcome, ChangeSet& changes);
    Result<void> appendEvent(const Event& event, const EventRecord& record, std::int64_t recordedAt);
    Result<void> refuse(const ParsedItem& item, const Refusal& refusal, std::string_view origin,
        std::int64_t recordedAt, ItemOutcome& outcome, ChangeSet& changes);

    struct Earlier {
        Seq seq = 0; ///< 0: there is none.
        bool sameContent = false;
    };
    Result<Earlier> findEarlier(const Event& event, const EventRecord& record);

    Connection& m_connection;
    const Clock& m_clock;
    Interner m_interner;
    EventLog m_log;
    IdentityIndex m_identities;
    GroupFold m_fold;
    QuarantineTable m_quarantine;
    Seq m_lastSeq = 0;
    std::int64_t m_lastRecordedAt = INT64_MIN;
    bool m_wantsEventIds = true; ///< Of the request at hand.
    bool m_isPrepared = false;
    bool m_isLoaded = false;
    std::string m_facts;
    std::vector<EntityRef> m_changed; ///< Of the open group; repeats.
};

} // namespace binnacle::sqlite
