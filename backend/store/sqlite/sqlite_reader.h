#pragma once

#include "backend/store/event_store.h"
#include "backend/store/sqlite/entity_children.h"
#include "backend/store/sqlite/entity_history.h"
#include "backend/store/sqlite/entity_sql.h"
#include "backend/store/sqlite/log_reader.h"
#include "backend/store/sqlite/text_cache.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::sqlite {

/// Reads a store over a read-only connection of its own.
class SqliteReader final : public StoreReader {
public:
    SqliteReader(Connection connection, std::string path, bool isReadOnly);
    /// Makes known what the reader's SQL calls; once, before any other call.
    Result<void> addFunctions();

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
    Result<std::vector<ProjectRow>> projects() override;
    Result<std::vector<VolumePoint>> volume(Timestamp from, Timestamp to, std::int64_t bucketSeconds) override;
    Result<std::vector<StepStatistics>> stepStatistics(Timestamp from, Timestamp to) override;
    Result<std::vector<HourPoint>> hours(
        Timestamp from, Timestamp to, std::string_view organization, std::string_view project) override;

    Result<Page<QuarantineRow>> quarantine(std::string_view status, const PageRequest& page) override;
    Result<std::string> quarantineItem(std::int64_t id) override;

    /// The SQL that entities() would run for its first page: for tests of the access paths.
    Result<SqlText> entityPageSql(const EntityQuery& query, std::int64_t limit, Timestamp now);

private:
    /// An event and its place in what was true.
    struct PlacedEvent {
        EventRow row;
        OrderKey key;
    };
    /// Facets and how many entities they have.
    struct Facets {
        std::vector<std::int64_t> ids; ///< Not of all facets: nobody walks them.
        std::int64_t entities = 0;
    };
    struct Candidates {
        const SqlText* refs = nullptr;
        std::int64_t count = 0;
    };

    static Error cancelled();
    Result<Statement> prepare(const SqlText& sql);
    /// Runs `sql` and calls `visit` for each row until it returns an error or false.
    Result<void> forEachRow(const SqlText& sql, const std::function<Result<bool>(const Statement&)>& visit);
    Result<std::int64_t> number(const SqlText& sql);

    struct PagePlan {
        bool walksFacets = false; ///< Else:
        EntityPlan plan;
    };
    /// `walk`: where a page by update begins; nullptr for any other order.
    Result<PagePlan> planPage(
        const EntityPredicate& predicate, const Facets& facets, const WalkStart* walk, std::int64_t limit);
    Result<std::optional<UpdatedEntity>> placeBeyond(const WalkStart& start, std::int64_t count);
    /// An entity and the values that place it in its list, the last of them its ref.
    struct SortedEntity {
        EntityRef ref = 0;
        std::vector<SqlValue> values;
    };
    Result<std::vector<SortedEntity>> readPage(const EntityPredicate& predicate, const Facets& facets,
        const std::vector<SortTerm>& terms, const std::vector<SqlValue>& cursor, std::int64_t limit);
    /// The smallest of the predicate's candidate sets; nothing where all have more than `most`. `isWalked`: for a page
    /// by update.
    Result<std::optional<Candidates>> fewestCandidates(
        const EntityPredicate& predicate, bool isWalked, std::int64_t most);
    Result<Facets> facetsOf(const SqlText& where);
    Result<std::int64_t> countAll();
    Result<RowCount> estimateCount(const EntityPredicate& predicate, std::int64_t total, std::int64_t effortLimit);
    /// The row, and the whole state where `state` is wanted; nullopt where there is no such entity.
    Result<std::optional<EntityRow>> readEntity(EntityRef ref, EntityState* state = nullptr);
    Result<std::vector<EntityRow>> readEntities(const std::vector<EntityRef>& refs);
    Result<EntityRef> refOf(const EntityKey& key);
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
    /// Calls `visit` for the log's events in order of seq, those beyond `after`, until it gives an error or false.
    Result<void> forEachEvent(
        bool newestFirst, std::optional<Seq> after, const std::function<Result<bool>(const EventBlock&, Seq)>& visit);
    /// Calls `visit` for the entity's events in order of seq, those beyond `after`, until it gives an error or false.
    Result<void> forEachOfEntity(EntityRef ref, bool newestFirst, std::optional<Seq> after,
        const std::function<Result<bool>(const HistoryEntry&)>& visit);
    Result<EntityKey> keyOf(EntityRef ref);
    Result<RunRow> runRow(const Statement& row);
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
};

} // namespace binnacle::sqlite

namespace binnacle {

/// A reader of the store at `path`. `isReadOnly` is what its info() says: whether this process may write the store.
Result<std::unique_ptr<StoreReader>> openSqliteReader(const std::string& path, bool isReadOnly);

} // namespace binnacle
