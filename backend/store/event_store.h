#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/clock.h"
#include "backend/core/result.h"
#include "backend/event/event_batch.h"
#include "backend/projection/as_of.h"
#include "backend/projection/entity_query.h"
#include "backend/projection/read_types.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

/// What became of one item.
struct ItemOutcome {
    enum class Kind : std::uint8_t { Accepted, Duplicate, Rejected };
    Kind kind = Kind::Rejected;
    Seq seq = 0; ///< Accepted: its own; Duplicate: of the first one.
    std::string eventId; ///< Accepted and duplicate.
    Refusal refusal; ///< Rejected.
    std::int64_t quarantineId = 0; ///< Rejected: where it is kept.
};

/// A batch and, after append, one outcome for each of its items in order.
struct AppendRequest {
    const EventBatch* batch = nullptr;
    std::vector<ItemOutcome> outcomes;
    bool wantsEventIds = true; ///< False: nobody looks at the ids in the outcomes.
};

/// A full copy of one event.
struct StoredEvent {
    EventRow row;
    std::string payload; ///< Byte for byte as it arrived.
};

/// Consistent, read-only view of a store, one thread at a time. Each call sees the newest commit unless
/// beginSnapshot() froze one. Long calls end with Cancelled when the token is cancelled.
class StoreReader {
public:
    virtual ~StoreReader() = default;

    /// Following calls stop when `token` is cancelled.
    virtual void setCancelToken(CancelToken token) = 0;

    /// Following calls see the store as it is now, until endSnapshot(). For acts that page over rows which others
    /// move meanwhile (exports). A store that cannot do it leaves this as it is.
    virtual Result<void> beginSnapshot() { return {}; }
    virtual void endSnapshot() { }

    virtual Result<StoreInfo> info() = 0;

    virtual Result<Page<EntityRow>> entities(const EntityQuery& query, const PageRequest& page, Timestamp now) = 0;
    /// Exact unless it would take more than `effortLimit` rows; then an estimate.
    virtual Result<RowCount> countEntities(const EntityQuery& query, Timestamp now, std::int64_t effortLimit) = 0;
    /// Rows for `refs` that still match `query`, in no particular order (live updates).
    virtual Result<std::vector<EntityRow>> entitiesByRef(
        std::span<const EntityRef> refs, const EntityQuery& query, Timestamp now) = 0;
    /// Error NotFound (code ENTITY_NOT_FOUND) where there is none.
    virtual Result<EntityDetail> entity(const EntityKey& key) = 0;
    /// Entities whose id begins with or contains `text`, best first (palette).
    virtual Result<std::vector<EntityRow>> searchEntities(std::string_view text, std::int64_t limit) = 0;

    virtual Result<Page<EventRow>> events(const EventQuery& query, const PageRequest& page) = 0;
    virtual Result<StoredEvent> event(Seq seq) = 0;
    virtual Result<std::vector<RunRow>> runs(EntityRef entity) = 0;
    virtual Result<Page<RunRow>> allRuns(const PageRequest& page) = 0;
    virtual Result<std::vector<ArtifactRow>> artifacts(EntityRef entity) = 0;
    virtual Result<Page<ArtifactRow>> allArtifacts(const PageRequest& page) = 0;

    /// Entities by type and status; empty organisation or project: all.
    virtual Result<std::vector<GridCell>> grid(std::string_view organization, std::string_view project) = 0;
    /// The same as it was at an instant.
    virtual Result<std::vector<GridCell>> gridAsOf(
        const AsOf& asOf, std::string_view organization, std::string_view project) = 0;
    /// The entity as it was at an instant, without `p95DurationMs`. By time of occurrence it belongs to the project it
    /// is in now. Errors as entity(), and NotFound (code ENTITY_NOT_YET) where none of its events counts yet.
    virtual Result<EntityDetail> entityAsOf(const EntityKey& key, const AsOf& asOf) = 0;
    virtual Result<std::vector<ProjectRow>> projects() = 0;
    /// Events by source in [from, to), bucketed by `bucketSeconds` (a multiple of 60) of recorded_at.
    virtual Result<std::vector<VolumePoint>> volume(Timestamp from, Timestamp to, std::int64_t bucketSeconds) = 0;
    /// Per step of each project, over hours of occurred_at in [from, to).
    virtual Result<std::vector<StepStatistics>> stepStatistics(Timestamp from, Timestamp to) = 0;
    virtual Result<std::vector<HourPoint>> hours(
        Timestamp from, Timestamp to, std::string_view organization, std::string_view project) = 0;

    virtual Result<Page<QuarantineRow>> quarantine(std::string_view status, const PageRequest& page) = 0;
    /// The item whole; error NotFound (code QUARANTINE_NOT_FOUND).
    virtual Result<std::string> quarantineItem(std::int64_t id) = 0;
};

struct RebuildProgress {
    Seq done = 0;
    Seq total = 0;
};

/// Batches on their way into the log in ONE transaction. Destroyed without commit(), nothing of it was written.
class AppendGroup {
public:
    virtual ~AppendGroup() = default;

    /// Takes one batch in and fills the outcomes that it has once commit() succeeds. The batch is not needed after
    /// that, so a group may be larger than memory. After an error the group can only be destroyed.
    virtual Result<void> add(AppendRequest& request) = 0;

    /// When it returns without an error, everything that was added is on disk, and soon visible (EventStore::settle).
    /// The change set lists no entities. Called once.
    virtual Result<ChangeSet> commit() = 0;
};

/// The log of events and everything that is derived from it. One writer: append, acts on quarantine and
/// rebuild are called from one thread. Readers live on other threads.
class EventStore {
public:
    virtual ~EventStore() = default;

    /// Opens the transaction of dedupe, log and quarantine. Order of seq = order of items. One group at a time, and no
    /// other act of the writer while it is open.
    virtual Result<std::unique_ptr<AppendGroup>> beginAppend() = 0;
    /// One group of all `requests`, settled. On error nothing was written and the outcomes are empty.
    Result<ChangeSet> append(std::span<AppendRequest> requests);

    /// Waits until readers see everything that was committed before the call. Any thread. Error: why they cannot.
    virtual Result<void> settle() { return {}; }

    /// `listener` gets every commit's changes once readers see them, several of them as one, on a thread of the
    /// store's. Before the first append; an empty one ends it.
    virtual void setListener(std::function<void(const ChangeSet&)> listener) = 0;

    /// May be called from any thread, also while the writer is at work.
    virtual Result<std::unique_ptr<StoreReader>> openReader() = 0;

    /// Marks open quarantine items as discarded; they stay readable. Unknown or closed ids are an error, nothing is
    /// done.
    virtual Result<void> discardQuarantined(std::span<const std::int64_t> ids, std::string_view reason) = 0;
    /// Marks an item as retried with what came of it ("accepted as 42").
    virtual Result<void> markQuarantineRetried(std::int64_t id, std::string_view note) = 0;

    /// Recreates every projection from the log into a shadow and swaps it in. Goes on past events that cannot be read.
    virtual Result<RebuildSummary> rebuild(
        const std::function<void(RebuildProgress)>& progress, CancelToken cancel) = 0;

    /// SHA-256 in hex over the projections' content in a fixed order: rebuilt must equal incremental.
    virtual Result<std::string> projectionChecksum() = 0;

    /// Writes and syncs something that changes nothing: whether appends may work again after one has failed.
    virtual Result<void> probe() = 0;

    /// Labels the store as a demo; shown in the window.
    virtual Result<void> markAsDemo() = 0;

    virtual bool isReadOnly() const = 0;
    virtual std::string location() const = 0;
};

} // namespace binnacle
