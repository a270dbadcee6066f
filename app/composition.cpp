#include "app/composition.h"

#include "app/paths.h"
#include "backend/core/clock.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"
#include "backend/store/event_store.h"
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

} // namespace

Result<std::unique_ptr<EventStore>> openStore(const std::string& location, StoreMode mode, const Clock& clock)
{
    if (isPostgres(location))
        return Error::make(ErrorKind::Unsupported, "STORE_UNSUPPORTED",
            "This version keeps its events in SQLite only; it cannot open a postgresql:// store.",
            "Give a path with --store, for example --store ~/events.db.");
    // Whoever reads of the store later is not where the program was started.
    std::error_code problem;
    std::filesystem::path path = std::filesystem::absolute(location, problem);
    if (problem)
        path = location;
    const bool exists = std::filesystem::exists(path, problem);
    if (!exists && mode == StoreMode::Read)
        return Error::make(ErrorKind::NotFound, "STORE_NOT_FOUND", "There is no store at " + path.string() + " yet.",
            "Bring events in with: binnacle ingest FILE, or name another store with --store.");
    if (!exists) {
        if (auto made = makeDirectory(path.parent_path().string()); !made)
            return made.error();
    }
    SqliteOptions options;
    options.path = path.string();
    options.readOnly = mode == StoreMode::Read;
    options.createIfMissing = mode == StoreMode::Write;
    options.clock = &clock;
    return openSqliteStore(options);
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
