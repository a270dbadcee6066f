#include "app/composition.h"

#include "app/paths.h"
#include "backend/core/clock.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"
#include "backend/store/event_store.h"
#include "backend/store/sqlite/safety/sqlite_safety.h"
#include "backend/store/sqlite/safety/store_restore.h"
#include "backend/store/sqlite/sqlite_store.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

#include <sys/stat.h>

namespace binnacle {

namespace {

bool isPostgres(std::string_view location)
{
    return location.substr(0, 13) == "postgresql://" || location.substr(0, 11) == "postgres://";
}

Error notFound(const std::string& path)
{
    return Error::make(ErrorKind::NotFound, "STORE_NOT_FOUND", "There is no store at " + path + " yet.",
        "Bring events in with: binnacle ingest FILE, or name another store with --store.");
}

/// Where the SQLite store at `location` is.
Result<std::string> pathOf(const std::string& location)
{
    if (isPostgres(location))
        return Error::make(ErrorKind::Unsupported, "STORE_UNSUPPORTED",
            "This version keeps its events in SQLite only; it cannot open a postgresql:// store.",
            "Give a path with --store, for example --store ~/events.db.");
    // Whoever reads of the store later is not where the program was started.
    std::error_code problem;
    const std::filesystem::path path = std::filesystem::absolute(location, problem);
    return problem ? location : path.string();
}

bool isThere(const std::string& path)
{
    std::error_code problem;
    return std::filesystem::exists(path, problem);
}

} // namespace

Result<std::unique_ptr<EventStore>> openStore(const std::string& location, StoreMode mode, const Clock& clock)
{
    const auto path = pathOf(location);
    if (!path)
        return path.error();
    const bool exists = isThere(*path);
    if (!exists && mode == StoreMode::Read)
        return notFound(*path);
    if (!exists) {
        if (auto made = makeDirectory(std::filesystem::path(*path).parent_path().string()); !made)
            return made.error();
    }
    SqliteOptions options;
    options.path = *path;
    options.readOnly = mode == StoreMode::Read;
    options.createIfMissing = mode == StoreMode::Write;
    options.clock = &clock;
    return openSqliteStore(options);
}

Result<std::unique_ptr<StoreSafety>> openSafety(const std::string& location)
{
    const auto path = pathOf(location);
    if (!path)
        return path.error();
    if (!isThere(*path))
        return notFound(*path);
    return openSqliteSafety(*path);
}

Result<RestoreSummary> restoreStore(
    const std::string& backup, const std::string& location, bool replaces, const SafetyWatch& watch)
{
    const auto path = pathOf(location);
    if (!path)
        return path.error();
    if (auto made = makeDirectory(std::filesystem::path(*path).parent_path().string()); !made)
        return made.error();
    return restoreSqliteStore({ std::filesystem::absolute(backup).string(), *path, replaces }, watch);
}

std::string writerOf(const std::string& location)
{
    struct stat lockFile { };
    if (isPostgres(location) || stat((location + ".lock").c_str(), &lockFile) != 0)
        return {};
    // Lines as "1: FLOCK  ADVISORY  WRITE 4711 08:01:131078 0 EOF" (proc(5)); major and minor in hex.
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words(line);
        std::string number;
        std::string kind;
        std::string mode;
        std::string access;
        std::string process;
        std::string file;
        words >> number >> kind >> mode >> access >> process >> file;
        const auto inode = file.substr(file.rfind(':') + 1);
        if (kind != "FLOCK" || access != "WRITE" || inode != std::to_string(lockFile.st_ino))
            continue;
        std::string name;
        std::ifstream command("/proc/" + process + "/comm");
        std::getline(command, name);
        return "process " + process + (name.empty() ? "" : " (" + name + ")");
    }
    return {};
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
