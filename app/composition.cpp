#include "app/composition.h"

#include "app/paths.h"
#include "backend/core/clock.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"
#include "backend/store/event_store.h"
#if __has_include("backend/store/sqlite/sqlite_store.h")
#include "backend/store/sqlite/sqlite_store.h"
#endif

#include <filesystem>
#include <string_view>
#include <system_error>

namespace binnacle {

namespace {

bool isPostgres(std::string_view location)
{
    return location.substr(0, 13) == "postgresql://" || location.substr(0, 11) == "postgres://";
}

} // namespace

Result<std::unique_ptr<EventStore>> openStore(const std::string& location, StoreMode mode)
{
    if (isPostgres(location))
        return Error::make(ErrorKind::Unsupported, "STORE_UNSUPPORTED",
            "This version keeps its events in SQLite only; it cannot open a postgresql:// store.",
            "Give a path with --store, for example --store ~/events.db.");
    std::error_code problem;
    const bool exists = std::filesystem::exists(location, problem);
    if (!exists && mode == StoreMode::Read)
        return Error::make(ErrorKind::NotFound, "STORE_NOT_FOUND", "There is no store at " + location + " yet.",
            "Bring events in with: binnacle ingest FILE, or name another store with --store.");
    if (!exists) {
        const auto parent = std::filesystem::absolute(location).parent_path();
        if (auto made = makeDirectory(parent.string()); !made)
            return made.error();
    }
#if __has_include("backend/store/sqlite/sqlite_store.h")
    SqliteOptions options;
    options.path = location;
    options.readOnly = mode == StoreMode::Read;
    options.createIfMissing = mode == StoreMode::Write;
    options.clock = &Clock::system();
    return openSqliteStore(options);
#else
    return Error::make(ErrorKind::Unsupported, "STORE_UNSUPPORTED", "No store is linked.");
#endif
}

Result<std::unique_ptr<Engine>> openEngine(const std::string& location, StoreMode mode, const Settings& settings)
{
    auto store = openStore(location, mode);
    if (!store)
        return store.error();
    EngineOptions options;
    options.parse.defaultOrganization = settings.defaults.organization;
    options.parse.defaultProject = settings.defaults.project;
    return Engine::start(std::move(*store), std::move(options));
}

} // namespace binnacle
