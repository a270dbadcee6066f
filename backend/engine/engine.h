#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/clock.h"
#include "backend/core/result.h"
#include "backend/core/subscription.h"
#include "backend/event/parser.h"
#include "backend/intake/import_types.h"
#include "backend/projection/entity_query.h"
#include "backend/projection/read_types.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

class EventStore;
class EventSink;

struct EngineOptions {
    const Clock* clock = &Clock::system();
    int readerThreads = 2;
    std::size_t queueBytes = 64 * 1024 * 1024; ///< Intake queue limit; past it submit() refuses.
    ParseOptions parse; ///< Defaults for items that do not name their organisation and project.
};

struct GatewayOptions {
    std::string host = "127.0.0.1"; ///< Loopback only until keys and TLS exist.
    std::uint16_t port = 7474; ///< 0: any free one.
};

/// Live figures for the status bar; cheap to read from any thread.
struct EngineStatus {
    double eventsPerSecond = 0; ///< Accepted, averaged over the last 5 s.
    std::int64_t queuedBatches = 0;
    std::int64_t queuedBytes = 0;
    std::int64_t queueLimitBytes = 0;
    std::optional<Timestamp> lastRecordedAt;
    Seq lastSeq = 0;
    std::string gatewayUrl; ///< Empty: not listening.
    std::optional<Error> gatewayProblem; ///< Why it is not listening, or not at the address that was asked for last.
    /// Why the store takes no events, a full disk for example: senders are told so with 503. Absent when it takes them,
    /// and again as soon as it does, whether somebody sends or not.
    std::optional<Error> storeProblem;
    bool isReadOnly = false;
};

/// How quarantined items are read again.
struct RetryOptions {
    std::optional<std::string> replacement; ///< A corrected text in place of the only item's own.
    bool assumeUtc = false; ///< Times without an offset are UTC instead of refused.
};

/// What came of retrying quarantined items.
struct RetrySummary {
    std::int64_t accepted = 0;
    std::int64_t duplicate = 0;
    std::int64_t stillRefused = 0;
    std::vector<std::string> messages; ///< One per item that is still refused.
};

/// Owns the store's threads: one writer, a pool of readers, the gateway. The only face of the backend that
/// models and the command line see. Thread-safe. Callbacks of reads run on a reader thread, those of
/// acts on the writer's thread: hop to your own before touching anything.
class Engine {
public:
    /// Starts the threads. `store` may be read-only; then acts and intake are refused.
    static std::unique_ptr<Engine> start(std::unique_ptr<EventStore> store, EngineOptions options);
    /// Stops the gateway, drains the queue, commits, joins.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    template <typename T>
    using Done = std::function<void(Result<T>)>;

    // Reading. A cancelled token makes the read end early with Cancelled; the callback still runs exactly once.
    void info(CancelToken token, Done<StoreInfo> done);
    void entities(CancelToken token, EntityQuery query, PageRequest page, Done<Page<EntityRow>> done);
    void countEntities(CancelToken token, EntityQuery query, std::int64_t effortLimit, Done<RowCount> done);
    void entitiesByRef(
        CancelToken token, std::vector<EntityRef> refs, EntityQuery query, Done<std::vector<EntityRow>> done);
    void entity(CancelToken token, EntityKey key, Done<EntityDetail> done);
    void searchEntities(CancelToken token, std::string text, std::int64_t limit, Done<std::vector<EntityRow>> done);
    void events(CancelToken token, EventQuery query, PageRequest page, Done<Page<EventRow>> done);
    void payload(CancelToken token, Seq seq, Done<std::string> done);
    void runs(CancelToken token, EntityRef entity, Done<std::vector<RunRow>> done);
    void allRuns(CancelToken token, PageRequest page, Done<Page<RunRow>> done);
    void artifacts(CancelToken token, EntityRef entity, Done<std::vector<ArtifactRow>> done);
    void allArtifacts(CancelToken token, PageRequest page, Done<Page<ArtifactRow>> done);
    void grid(CancelToken token, std::string organization, std::string project, Done<std::vector<GridCell>> done);
    void projects(CancelToken token, Done<std::vector<ProjectRow>> done);
    void volume(CancelToken token, Timestamp from, Timestamp to, std::int64_t bucketSeconds,
        Done<std::vector<VolumePoint>> done);
    void stepStatistics(CancelToken token, Timestamp from, Timestamp to, Done<std::vector<StepStatistics>> done);
    void hours(CancelToken token, Timestamp from, Timestamp to, std::string organization, std::string project,
        Done<std::vector<HourPoint>> done);
    void quarantine(CancelToken token, std::string status, PageRequest page, Done<Page<QuarantineRow>> done);
    void quarantineItem(CancelToken token, std::int64_t id, Done<std::string> done);

    // Acts. Error Refused (READ_ONLY) on a read-only store. At shutdown `token`s are cancelled and what did not
    // get its turn ends with Cancelled.
    /// Labels the store as a demo.
    void markAsDemo(Done<void> done);
    void discardQuarantined(std::vector<std::int64_t> ids, std::string reason, Done<void> done);
    /// Parses the items again; with a replacement, `ids` holds one id.
    void retryQuarantined(std::vector<std::int64_t> ids, RetryOptions options, Done<RetrySummary> done);
    void rebuild(CancelToken token, std::function<void(Seq done, Seq total)> progress, Done<RebuildSummary> done);
    /// Reads files or standard input; `progress` at most 10 times a second, from the importing thread.
    void import(CancelToken token, ImportOptions options, std::function<void(ImportProgress)> progress,
        Done<ImportSummary> done);
    /// Streams rows of `query` to `path` ("csv", "json" or "ndjson"), masking columns named in `maskedColumns`;
    /// written to a temporary file first and renamed when complete. Gives the number of rows. Columns are named as
    /// exportColumns() has them; none: all.
    void exportEntities(CancelToken token, EntityQuery query, std::vector<std::string> columns,
        std::vector<std::string> maskedColumns, std::string format, std::string path,
        std::function<void(std::int64_t rows)> progress, Done<std::int64_t> done);

    static const std::vector<std::string>& exportColumns();

    /// Where intake hands batches over.
    EventSink& sink();

    /// Listens for events; on failure the error is in status().gatewayProblem too, and a gateway that listened
    /// before at another port goes on. Gives the URL.
    Result<std::string> startGateway(const GatewayOptions& options);
    /// Answers what is under way, which may take as long as a commit.
    void stopGateway();
    /// Either of them on a thread of its own: starts with `options`, stops without. Gives the URL.
    void changeGateway(std::optional<GatewayOptions> options, Done<std::string> done);

    /// Where items belong that do not say so: what the gateway reads and quarantine retries from now on.
    void setDefaults(std::string organization, std::string project);

    /// `listener` is called at most 10 times a second with everything since the last call.
    [[nodiscard]] Subscription subscribe(std::function<void(const ChangeSet&)> listener);

    EngineStatus status() const;
    const Clock& clock() const;

private:
    class Private;
    explicit Engine(std::unique_ptr<Private> priv);
    std::unique_ptr<Private> d;
};

} // namespace binnacle
