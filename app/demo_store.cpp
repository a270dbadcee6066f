#include "app/demo_store.h"

#include "app/composition.h"
#include "app/paths.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"
#include "backend/intake/demo/catalog.h"
#include "backend/intake/demo/demo_feed.h"
#include "backend/store/event_store.h"

#include <cstdio>
#include <set>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace binnacle {

namespace {

/// The same company at every start.
constexpr std::uint64_t seed = 42;
constexpr int mostAtOnce = 8;

/// Held by the program that shows a demo, so that another one leaves its files alone. The lock's file stays: a
/// file that is removed while somebody waits for it would be two locks.
class PlaceLock {
public:
    explicit PlaceLock(const std::string& path)
        : m_file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600))
    {
        m_held = m_file >= 0 && ::flock(m_file, LOCK_EX | LOCK_NB) == 0;
    }
    PlaceLock(PlaceLock&& other) noexcept
        : m_file(std::exchange(other.m_file, -1))
        , m_held(std::exchange(other.m_held, false))
    {
    }
    PlaceLock(const PlaceLock&) = delete;
    PlaceLock& operator=(const PlaceLock&) = delete;
    ~PlaceLock()
    {
        if (m_file >= 0)
            ::close(m_file);
    }

    bool isHeld() const { return m_held; }

private:
    int m_file = -1;
    bool m_held = false;
};

struct Place {
    PlaceLock lock;
    std::string location;
};

Result<Place> takePlace(const std::string& directory)
{
    if (const auto made = makeDirectory(directory); !made)
        return made.error();
    for (int number = 1; number <= mostAtOnce; ++number) {
        const std::string stem = directory + "/demo" + (number == 1 ? "" : "-" + std::to_string(number));
        PlaceLock lock(stem + ".place");
        if (!lock.isHeld())
            continue;
        for (const char* ending : { ".db", ".db-wal", ".db-shm", ".db.lock", ".db.projections", ".db.projections-wal",
                 ".db.projections-shm" })
            std::remove((stem + ending).c_str());
        return Place{ std::move(lock), stem + ".db" };
    }
    return Error::make(ErrorKind::Unavailable, "DEMO_UNAVAILABLE",
        "There is no place for the demo's store in " + directory + ".",
        "Check that you may write there, and close other windows of the demo.");
}

int projectCount(const demo::Options& scenario)
{
    std::set<std::pair<std::string_view, std::string_view>> projects;
    for (const demo::Pipeline& pipeline : demo::pipelines())
        projects.emplace(pipeline.organization, pipeline.project);
    // The ETL's one, and the shop's two fronts.
    return static_cast<int>(projects.size()) + (scenario.workflows ? 1 : 0) + (scenario.orders ? 2 : 0);
}

} // namespace

DemoOutline demoOutline()
{
    const Timestamp now = Clock::system().now();
    const demo::Options scenario = demo::windowScenario(now, seed);
    const double future = static_cast<double>(scenario.end.micros - now.micros) / 1e6;
    const double past = scenario.spanSeconds - future;
    DemoOutline outline;
    outline.events = static_cast<std::int64_t>(static_cast<double>(scenario.events) * past / scenario.spanSeconds);
    outline.projects = projectCount(scenario);
    outline.hasStuckEntities = scenario.faults.count(demo::Fault::StuckEntity) > 0;
    outline.hasBadEvents = scenario.faults.count(demo::Fault::BadEvent) > 0;
    return outline;
}

/// In the order that its parts are needed; they go in the opposite one.
class DemoStore::Private {
public:
    explicit Private(Place taken)
        : place(std::move(taken))
    {
    }

    Place place;
    demo::DemoClock clock;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<demo::LiveFeed> feed;
};

Result<std::unique_ptr<DemoStore>> DemoStore::make(const std::string& directory, const Settings& settings,
    const std::function<void(double share)>& progress, const CancelToken& cancel)
{
    auto place = takePlace(directory);
    if (!place)
        return place.error();
    auto priv = std::make_unique<Private>(std::move(*place));
    const Timestamp now = Clock::system().now();
    demo::Generator generator(demo::windowScenario(now, seed));
    auto store = openStore(priv->place.location, StoreMode::Write, priv->clock);
    if (!store)
        return store.error();
    if (const auto marked = (*store)->markAsDemo(); !marked)
        return marked.error();
    std::optional<demo::Line> next;
    if (const auto filled = demo::fillHistory(**store, priv->clock, generator, now, next, progress, cancel); !filled)
        return filled.error();
    priv->clock.release();

    EngineOptions options;
    options.clock = &priv->clock;
    options.parse.defaultOrganization = settings.defaults.organization;
    options.parse.defaultProject = settings.defaults.project;
    priv->engine = Engine::start(std::move(*store), std::move(options));
    priv->feed = std::make_unique<demo::LiveFeed>(priv->engine->sink(), std::move(generator), std::move(next));
    return std::unique_ptr<DemoStore>(new DemoStore(std::move(priv)));
}

DemoStore::DemoStore(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

DemoStore::~DemoStore() = default;

Engine& DemoStore::engine()
{
    return *d->engine;
}

} // namespace binnacle
