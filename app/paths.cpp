#include "app/paths.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <pwd.h>
#include <unistd.h>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

fs::path home()
{
    if (const char* value = std::getenv("HOME"); value && *value)
        return value;
    if (const auto* user = getpwuid(getuid()))
        return user->pw_dir;
    return "/";
}

std::string place(const char* variable, const char* fallback)
{
    const char* value = std::getenv(variable);
    const bool usable = value && fs::path(value).is_absolute();
    return ((usable ? fs::path(value) : home() / fallback) / "binnacle").string();
}

} // namespace

std::string dataDirectory()
{
    return place("XDG_DATA_HOME", ".local/share");
}
std::string configDirectory()
{
    return place("XDG_CONFIG_HOME", ".config");
}
std::string stateDirectory()
{
    return place("XDG_STATE_HOME", ".local/state");
}
std::string cacheDirectory()
{
    return place("XDG_CACHE_HOME", ".cache");
}

std::string defaultStoreLocation()
{
    return dataDirectory() + "/store.db";
}
std::string defaultSettingsFile()
{
    return configDirectory() + "/settings.json";
}

Result<void> makeDirectory(const std::string& directory)
{
    std::error_code problem;
    if (fs::is_directory(directory, problem))
        return {};
    fs::path missing = fs::path(directory);
    fs::create_directories(missing.parent_path(), problem);
    if (!problem && fs::create_directory(missing, problem))
        fs::permissions(missing, fs::perms::owner_all, problem);
    if (problem)
        return Error::make(ErrorKind::Unavailable, "DIRECTORY_FAILED",
            "The folder " + directory + " cannot be made: " + problem.message() + ".",
            "Check its permissions, or choose another place with --store.");
    return {};
}

} // namespace binnacle
