#pragma once

#include "backend/store/columns/entity_order.h"
#include "backend/store/event_store.h"
#include "backend/store/sqlite/entity_cache.h"
#include "backend/store/sqlite/entity_children.h"
#include "backend/store/sqlite/entity_history.h"
#include "backend/store/sqlite/entity_search.h"
#include "backend/store/sqlite/log_reader.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/text_cache.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle::sqlite {

/// Reads a store over a read-only connection of its own.
class SqliteReader final : public StoreReader {
public:
    /// `cache`: what the readers of a store share.
    SqliteReader(Connection connection, std::string path, bool isReadOnly, std::shared_ptr<EntityCache> cache);
    void setCancelToken(CancelToken token) override;
    Result<void> beginSnapshot() override;
    void endSnapshot() override;

    Result<StoreInfo> info() override;

    Result<Page<EntityRow>> entities(const EntityQuery& query, const PageRequest& page, Timestamp now) override;
    Result<RowCount> countEntities(const EntityQuery& query, Timestamp now, std::int64_t effortLimit) override;
    Result<std::vector<EntityRow>> entitiesByRef(
        std::span<const EntityRef> refs, const EntityQuery& query, Timestamp now) override;
    Result<EntityDetail> entity(const EntityKey& key) override;
    Result<std::vector<EntityRow>> searchEntities(std::string_view text, std::int64_t limit) override;

    Result<Page<EventRow>> events(const EventQuery& query, const PageRequest& page) override;
    Result<StoredEvent> event(Seq seq) override;
    Result<std::vector<RunRow>> runs(EntityRef entity) override;
    Result<Page<RunRow>> allRuns(const PageRequest& page) override;
    Result<std::vector<ArtifactRow>> artifacts(EntityRef entity) override;
    Result<Page<ArtifactRow>> allArtifacts(const PageRequest& page) override;

    Result<std::vector<GridCell>> grid(std::string_view organization, std::string_view project) override;
    Result<std::vector<GridCell>> gridAsOf(
        const AsOf& asOf, std::string_view organization, std::string_view project) override;
    Result<EntityDetail> entityAsOf(const EntityKey& key, const AsOf& asOf) override;
    Result<std::vector<ProjectRow>> projects() override;
    Result<std::vector<VolumePoint>> volume(Timestamp from, Timestamp to, std::int64_t bucketSeconds) override;
    Result<std::vector<StepStatistics>> stepStatistics(Timestamp from, Timestamp to) override;
    Result<std::vector<HourPoint>> hours(
        Timestamp from, Timestamp to, std::string_view organization, std::string_view project) override;

    Result<Page<QuarantineRow>> quarantine(std::string_view status, const PageRequest& page) override;
    Result<std::string> quarantineItem(std::int64_t id) override;

    /// The SQL that entities() would run, unless it looks at all entities: for tests of the access paths.
    Result<SqlText> entityPageSql(const EntityQuery& query, Timestamp now);

private:
    /// An event and its place in what was true.
    struct PlacedEvent {
        EventRow row;
        OrderKey key;
    };
    /// A call about entities: what it sees, and what its query means there.
    struct EntityCall {
        std::optional<ReadView> view;
        Facets facets;
        EntitySearch search;
        std::int64_t mostEntities = 0; ///< So many may get through.
    };
    /// A call about one entity: what it sees, and which entity that is.
    struct OneEntityCall {
        ReadView view;
        EntityRef ref = 0;
    };
    struct EntityList {
        std::vector<SortKey> keys;
        std::optional<columns::EntityOrder::Values> after;
        std::size_t limit = 0;
    };
    struct FoundEntities {
        std::vector<EntityRef> refs;
        std::optional<columns::EntityOrder::Values> next; ///< Of the last one, where there are more.
    };

    static Error cancelled();
    Result<Statement> prepare(const SqlText& sql);
    /// Runs `sql` and calls `visit` for each row until it returns an error or false.
    Result<void> forEachRow(const SqlText& sql, const std::function<Result<bool>(const Statement&)>& visit);
    Result<std::int64_t> number(const SqlText& sql);

    Result<EntityCall> beginEntityCall(const EntityQuery& query, Timestamp now);
    Result<EntityCache::Use> useCache(EntityCall& call, const EntityQuery& query, Timestamp now, bool wantsIds);
    Result<columns::EntityColumns> readColumns(const SqlText& refs);
    Result<std::optional<columns::EntityColumns>> fewCandidates(EntitySearch& search);
    Result<FoundEntities> walkByUpdate(
        const EntitySearch& search, const std::vector<std::int64_t>& facets, const EntityList& list);
    Result<FoundEntities> firstOf(const columns::EntityColumns& columns,
        std::span<const columns::EntitySet* const> sets, const EntityCall& call, const EntityList& list);
    Result<FoundEntities> findEntities(
        EntityCall& call, const EntityQuery& query, Timestamp now, const EntityList& list);
    Result<std::vector<EntityRef>> keepEntities(
        EntityCall& call, const EntityQuery& query, Timestamp now, std::span<const EntityRef> refs);
    /// The row, and the whole state where `state` is wanted; nullopt where there is no such entity.
    Result<std::optional<EntityRow>> readEntity(EntityRef ref, EntityState* state = nullptr);
    Result<std::vector<EntityRow>> readEntities(const std::vector<EntityRef>& refs);
    /// Error: ENTITY_NOT_FOUND.
    Result<OneEntityCall> beginOneEntityCall(const EntityKey& key);
    /// Of the entity that `event` belongs to; it must have one.
    Result<EntityRef> refOf(const Event& event);
    Result<EntityChildren> childrenOf(EntityRef ref);
    /// Those that lie with the entity, and those that are rows.
    Result<std::vector<PropertyRow>> propertiesOf(EntityRef ref, std::vector<PropertyState> withEntity);
    Result<std::vector<StepRow>> stepsOf(EntityRef ref, const EntityKey& key);
    Result<std::optional<double>> p95Of(const EntityKey& key, std::int64_t step);

    /// The newest event that the projections hold: what lies beyond it is not shown yet.
    Result<Seq> visibleSeq();
    /// The event, unless `query` does not want it.
    Result<std::optional<PlacedEvent>> readEvent(const EventBlock& block, Seq seq, const EventQuery& query);
    Result<Page<EventRow>> eventsBySeq(const EventQuery& query, const PageRequest& page, const std::string& listing);
    Result<Page<EventRow>> eventsByOccurrence(
        const EventQuery& query, const PageRequest& page, const std::string& listing);
    /// Calls `visit` for the log's events in order of seq, those beyond `after`, and `skip` for those that cannot be
    /// read, until one gives an error or false.
    Result<void> forEachEvent(bool newestFirst, std::optional<Seq> after,
        const std::function<Result<bool>(const EventBlock&, Seq)>& visit,
        const std::function<Result<bool>(const SeqRange&)>& skip);
    /// Calls `visit` for the entity's events in order of seq, those beyond `after`, until it gives an error or false.
    Result<void> forEachOfEntity(EntityRef ref, bool newestFirst, std::optional<Seq> after,
        const std::function<Result<bool>(const HistoryEntry&)>& visit);
    Result<EntityKey> keyOf(EntityRef ref);
    Result<RunRow> runRow(const Statement& row);
    Result<std::unordered_map<std::int64_t, std::int64_t>> facetsAsOf(const AsOf& asOf);
    /// " AND organization=? AND project=?" for what is not empty.
    Result<SqlText> projectFilter(std::string_view organization, std::string_view project);
    Result<ArtifactRow> artifactRow(const Statement& row);

    Connection m_connection;
    std::string m_path;
    bool m_isReadOnly;
    CancelToken m_token;
    TextCache m_texts;
    Statement m_readEntity;
    LogReader m_log;
    std::shared_ptr<EntityCache> m_cache;
    bool m_isFrozen = false; ///< Between beginSnapshot() and endSnapshot().
    std::unique_ptr<EntityCache> m_frozenCache; ///< Of the snapshot, where the shared one has gone beyond it.
};

} // namespace binnacle::sqlite

namespace binnacle {

/// A reader of the store at `path`. `isReadOnly` is what its info() says: whether this process may write the store.
/// `cache` is shared by readers of the same store; null: the reader has its own.
Result<std::unique_ptr<StoreReader>> openSqliteReader(
    const std::string& path, bool isReadOnly, std::shared_ptr<sqlite::EntityCache> cache = nullptr);

} // namespace binnacle
