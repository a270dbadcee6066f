#pragma once

#include "backend/core/logging.h"
#include "backend/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

enum class EnvironmentKind : std::uint8_t { Local, Staging, Production };
enum class ThemeChoice : std::uint8_t { System, Dark, Light };

/// What a user can set. The shape, the limits and the words are those of resources/schemas/settings.schema.json;
/// a key that the file leaves out has the value given here.
struct Settings {
    struct Environment {
        std::string name = "local";
        EnvironmentKind kind = EnvironmentKind::Local;
        friend bool operator==(const Environment&, const Environment&) = default;
    } environment;
    struct Gateway {
        bool enabled = true; ///< Whether the dashboard listens too; `serve` always does.
        std::string host = "127.0.0.1";
        std::uint16_t port = 7474;
        friend bool operator==(const Gateway&, const Gateway&) = default;
    } gateway;
    struct Defaults {
        std::string organization = "default";
        std::string project = "default";
        friend bool operator==(const Defaults&, const Defaults&) = default;
    } defaults;
    struct Window {
        ThemeChoice theme = ThemeChoice::System;
        double textScale = 1.0; ///< 0.8 to 2.
        std::string timeZone = "local"; ///< "local", "UTC" or an IANA name.
        friend bool operator==(const Window&, const Window&) = default;
    } window;
    struct Export {
        std::vector<std::string> maskedColumns; ///< Names of columns; exports have maskText for their values.
        friend bool operator==(const Export&, const Export&) = default;
    } exporting;
    struct Log {
        log::Level level = log::Level::Normal;
        friend bool operator==(const Log&, const Log&) = default;
    } log;

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// One thing that is wrong with a settings file.
struct SettingsProblem {
    std::string path; ///< Dotted, for example "gateway.port"; empty: the whole file.
    std::string value; ///< What stands there, as JSON; empty where the text is no JSON.
    std::string expected; ///< "a whole number from 0 to 65535"

    /// "gateway.port is "x", but must be a whole number from 0 to 65535."
    std::string message() const;
};

/// Reads the text of a settings file. On failure the error SETTINGS_INVALID tells the first problem and
/// `problems`, where given, has all of them.
Result<Settings> parseSettings(std::string_view text, std::vector<SettingsProblem>* problems = nullptr);

/// The settings of one file. One thread at a time.
class SettingsFile {
public:
    /// Does not read; values are the built-in ones until reload(). A file that is not there is as good as an empty one.
    explicit SettingsFile(std::string path);

    const std::string& path() const { return m_path; }

    /// The last good values.
    const Settings& current() const { return m_current; }

    /// Reads the file again. True where current() changed; on an error (SETTINGS_INVALID, SETTINGS_UNREADABLE)
    /// current() stays as it was.
    Result<bool> reload();

    /// What the last reload() found wrong; empty when it was good, and where the file could not be read at all.
    const std::vector<SettingsProblem>& problems() const { return m_problems; }

    /// Value at a dotted path as JSON: "gateway" gives an object, "gateway.port" a number, "" everything, keys that
    /// the file leaves out included. Error NotFound (code UNKNOWN_SETTING) names the keys there are.
    Result<std::string> get(std::string_view path) const;

    /// Puts `value` at a dotted path: JSON, but a text needs no quotes where a text belongs. Checks the whole, and only
    /// then replaces the file in one step. Keys of the file that are not touched stay as they are. Then current() has
    /// it.
    Result<void> set(std::string_view path, std::string_view value);

private:
    std::string m_path;
    Settings m_current;
    std::vector<SettingsProblem> m_problems;
};

/// Settings as the JSON object that parseSettings reads.
std::string toJson(const Settings& settings);

std::string_view toString(EnvironmentKind kind); ///< "local" ...
std::string_view toString(ThemeChoice theme); ///< "system" ...

} // namespace binnacle
