#include "backend/core/settings.h"

#include "backend/core/settings_json.h"
#include "backend/core/settings_schema.h"

#include <rapidjson/error/en.h>

#include <algorithm>

namespace binnacle {

namespace {

template <typename Enum>
struct Word {
    Enum value;
    std::string_view text;
};

constexpr Word<EnvironmentKind> kinds[]{ { EnvironmentKind::Local, "local" }, { EnvironmentKind::Staging, "staging" },
    { EnvironmentKind::Production, "production" } };
constexpr Word<ThemeChoice> themes[]{ { ThemeChoice::System, "system" }, { ThemeChoice::Dark, "dark" },
    { ThemeChoice::Light, "light" } };
constexpr Word<log::Level> levels[]{ { log::Level::Quiet, "quiet" }, { log::Level::Normal, "normal" },
    { log::Level::Verbose, "verbose" } };

template <typename Enum, std::size_t N>
std::string_view wordOf(const Word<Enum> (&words)[N], Enum value)
{
    for (const auto& word : words) {
        if (word.value == value)
            return word.text;
    }
    return words[0].text;
}

template <typename Enum, std::size_t N>
void readWord(const rapidjson::Value& group, const char* key, const Word<Enum> (&words)[N], Enum& target)
{
    const auto found = group.FindMember(key);
    if (found == group.MemberEnd())
        return;
    for (const auto& word : words) {
        if (word.text == std::string_view(found->value.GetString(), found->value.GetStringLength()))
            target = word.value;
    }
}

void readText(const rapidjson::Value& group, const char* key, std::string& target)
{
    if (const auto found = group.FindMember(key); found != group.MemberEnd())
        target.assign(found->value.GetString(), found->value.GetStringLength());
}

/// The group `name`, or an empty object. The document has passed the schema.
const rapidjson::Value& group(const rapidjson::Value& document, const char* name)
{
    static const rapidjson::Value empty(rapidjson::kObjectType);
    const auto found = document.FindMember(name);
    return found == document.MemberEnd() ? empty : found->value;
}

std::string place(std::string_view text, std::size_t offset)
{
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto lineStart = before.rfind('\n');
    const auto column = before.size() - (lineStart == std::string_view::npos ? 0 : lineStart + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

} // namespace

std::string SettingsProblem::message() const
{
    if (path.empty() && value.empty())
        return "The settings are no valid JSON: " + expected + ".";
    return (path.empty() ? std::string("The settings") : path) + " is " + value + ", but must be " + expected + ".";
}

std::optional<SettingsProblem> readSettingsJson(std::string_view text, rapidjson::Document& document)
{
    const auto isBlank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (isBlank)
        text = "{}";
    document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
    if (!document.HasParseError())
        return std::nullopt;
    std::string what = rapidjson::GetParseError_En(document.GetParseError());
    if (!what.empty() && what.back() == '.')
        what.pop_back();
    return SettingsProblem{ "", "", place(text, document.GetErrorOffset()) + ": " + what };
}

Settings settingsFrom(const rapidjson::Value& document)
{
    Settings settings;
    const auto& environment = group(document, "environment");
    readText(environment, "name", settings.environment.name);
    readWord(environment, "kind", kinds, settings.environment.kind);
    const auto& gateway = group(document, "gateway");
    if (const auto found = gateway.FindMember("enabled"); found != gateway.MemberEnd())
        settings.gateway.enabled = found->value.GetBool();
    readText(gateway, "host", settings.gateway.host);
    if (const auto found = gateway.FindMember("port"); found != gateway.MemberEnd())
        settings.gateway.port = static_cast<std::uint16_t>(found->value.GetDouble()); // 7474.0 is an integer, too
    const auto& defaults = group(document, "defaults");
    readText(defaults, "organization", settings.defaults.organization);
    readText(defaults, "project", settings.defaults.project);
    const auto& window = group(document, "window");
    readWord(window, "theme", themes, settings.window.theme);
    if (const auto found = window.FindMember("text_scale"); found != window.MemberEnd())
        settings.window.textScale = found->value.GetDouble();
    readText(window, "time_zone", settings.window.timeZone);
    const auto& exporting = group(document, "export");
    if (const auto found = exporting.FindMember("masked_columns"); found != exporting.MemberEnd()) {
        for (const auto& column : found->value.GetArray())
            settings.exporting.maskedColumns.emplace_back(column.GetString(), column.GetStringLength());
    }
    readWord(group(document, "log"), "level", levels, settings.log.level);
    return settings;
}

Error settingsError(const std::vector<SettingsProblem>& problems)
{
    auto message = problems.front().message();
    if (problems.size() > 1)
        message += " " + std::to_string(problems.size() - 1) + " more.";
    return Error::make(ErrorKind::InvalidInput, "SETTINGS_INVALID", message,
        "Correct it; until then the last good settings stay in force. See all with `binnacle settings check`.");
}

Result<Settings> parseSettings(std::string_view text, std::vector<SettingsProblem>* problems)
{
    rapidjson::Document document;
    std::vector<SettingsProblem> found;
    if (auto problem = readSettingsJson(text, document))
        found.push_back(std::move(*problem));
    else
        found = checkAgainstSchema(document);
    if (problems)
        *problems = found;
    if (!found.empty())
        return settingsError(found);
    return settingsFrom(document);
}

std::string_view toString(EnvironmentKind kind)
{
    return wordOf(kinds, kind);
}
std::string_view toString(ThemeChoice theme)
{
    return wordOf(themes, theme);
}

std::string toJson(const Settings& settings)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    const auto text = [&](const char* key, std::string_view value) {
        writer.Key(key);
        writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    };
    const auto begin = [&](const char* key) {
        writer.Key(key);
        writer.StartObject();
    };
    writer.StartObject();
    begin("environment");
    text("name", settings.environment.name);
    text("kind", toString(settings.environment.kind));
    writer.EndObject();
    begin("gateway");
    writer.Key("enabled");
    writer.Bool(settings.gateway.enabled);
    text("host", settings.gateway.host);
    writer.Key("port");
    writer.Uint(settings.gateway.port);
    writer.EndObject();
    begin("defaults");
    text("organization", settings.defaults.organization);
    text("project", settings.defaults.project);
    writer.EndObject();
    begin("window");
    text("theme", toString(settings.window.theme));
    writer.Key("text_scale");
    writer.Double(settings.window.textScale);
    text("time_zone", settings.window.timeZone);
    writer.EndObject();
    begin("export");
    writer.Key("masked_columns");
    writer.StartArray();
    for (const auto& column : settings.exporting.maskedColumns)
        writer.String(column.data(), static_cast<rapidjson::SizeType>(column.size()));
    writer.EndArray();
    writer.EndObject();
    begin("log");
    text("level", wordOf(levels, settings.log.level));
    writer.EndObject();
    writer.EndObject();
    return { buffer.GetString(), buffer.GetSize() };
}

} // namespace binnacle
