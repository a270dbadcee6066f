#include "backend/core/settings_json.h"
#include "backend/core/settings_schema.h"

#include <rapidjson/prettywriter.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largestFile = 1024 * 1024;

Error fileError(ErrorKind kind, const char* code, const std::string& what, const std::string& path)
{
    return Error::make(kind, code, what + " " + path + ": " + std::strerror(errno) + ".",
        "Check the permissions of the file, or name another one with --settings.");
}

/// Nullopt where there is no file.
Result<std::optional<std::string>> readWhole(const std::string& path)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return std::optional<std::string>();
        return fileError(ErrorKind::Unavailable, "SETTINGS_UNREADABLE", "The settings cannot be read from", path);
    }
    std::string text;
    char block[16 * 1024];
    ssize_t count = 0;
    while (text.size() <= largestFile && (count = read(file, block, sizeof block)) > 0)
        text.append(block, static_cast<std::size_t>(count));
    const bool failed = count < 0;
    const auto error = failed
        ? fileError(ErrorKind::Unavailable, "SETTINGS_UNREADABLE", "The settings cannot be read from", path)
        : Error{};
    close(file);
    if (failed)
        return error;
    if (text.size() > largestFile)
        return Error::make(ErrorKind::InvalidInput, "SETTINGS_INVALID",
            "The settings file " + path + " is larger than 1 MiB.", "Check that this is the settings file.");
    return std::optional<std::string>(std::move(text));
}

bool writeAll(int file, std::string_view text)
{
    while (!text.empty()) {
        const auto written = write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return fsync(file) == 0;
}

/// Readers see the old file or the new one, never half of one, also across a power cut.
Result<void> replaceFile(const std::string& path, std::string_view text)
{
    std::error_code problem;
    // A settings file that is a link (dotfiles) stays a link.
    fs::path target = fs::exists(path, problem) ? fs::canonical(path, problem) : fs::absolute(path, problem);
    if (problem)
        target = path;
    fs::create_directories(target.parent_path(), problem);
    auto temporary = target.string() + ".XXXXXX";
    const int file = mkostemp(temporary.data(), O_CLOEXEC);
    if (file < 0)
        return fileError(ErrorKind::Unavailable, "SETTINGS_UNWRITABLE", "The settings cannot be written to", path);
    struct stat old { };
    if (stat(target.c_str(), &old) == 0)
        fchmod(file, old.st_mode & 07777U);
    const bool good = writeAll(file, text);
    close(file);
    if (!good || rename(temporary.c_str(), target.c_str()) != 0) {
        const auto error =
            fileError(ErrorKind::Unavailable, "SETTINGS_UNWRITABLE", "The settings cannot be written to", path);
        unlink(temporary.c_str());
        return error;
    }
    if (const int folder = open(target.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
        fsync(folder);
        close(folder);
    }
    return {};
}

std::vector<std::string> partsOf(std::string_view path)
{
    std::vector<std::string> parts;
    while (!path.empty()) {
        const auto dot = path.find('.');
        parts.emplace_back(path.substr(0, dot));
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return parts;
}

std::string namesIn(const rapidjson::Value& object)
{
    std::string names;
    for (const auto& entry : object.GetObject())
        names += (names.empty() ? "" : ", ") + std::string(entry.name.GetString());
    return names;
}

Error unknownSetting(std::string_view path, const std::string& names)
{
    return Error::make(ErrorKind::NotFound, "UNKNOWN_SETTING",
        path.empty() ? "No setting is named." : "There is no setting " + std::string(path) + ".",
        names.empty() ? std::string() : "At that place there are: " + names + ".");
}

/// The value at `path` with everything that is left out filled in; an error where the schema knows no such place.
Result<const rapidjson::Value*> find(const rapidjson::Document& document, std::string_view path)
{
    const rapidjson::Value* value = &document;
    for (const auto& part : partsOf(path)) {
        if (!value->IsObject())
            return unknownSetting(path, {});
        const auto found = value->FindMember(part.c_str());
        if (found == value->MemberEnd())
            return unknownSetting(path, namesIn(*value));
        value = &found->value;
    }
    return value;
}

void put(rapidjson::Document& document, const std::vector<std::string>& parts, const rapidjson::Value& value)
{
    auto& allocator = document.GetAllocator();
    rapidjson::Value* node = &document;
    for (const auto& part : parts) {
        if (!node->IsObject())
            node->SetObject();
        if (!node->HasMember(part.c_str()))
            node->AddMember(rapidjson::Value(part.c_str(), allocator), rapidjson::Value(), allocator);
        node = &(*node)[part.c_str()];
    }
    node->CopyFrom(value, allocator);
}

} // namespace

SettingsFile::SettingsFile(std::string path)
    : m_path(std::move(path))
{
}

Result<bool> SettingsFile::reload()
{
    m_problems.clear();
    auto text = readWhole(m_path);
    if (!text)
        return text.error();
    auto settings = parseSettings(text->value_or("{}"), &m_problems);
    if (!settings)
        return settings.error();
    const bool changed = !(*settings == m_current);
    m_current = std::move(*settings);
    return changed;
}

Result<std::string> SettingsFile::get(std::string_view path) const
{
    rapidjson::Document document;
    document.Parse(toJson(m_current).c_str());
    const auto value = find(document, path);
    if (!value)
        return value.error();
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    (*value)->Accept(writer);
    return std::string(buffer.GetString(), buffer.GetSize());
}

Result<void> SettingsFile::set(std::string_view path, std::string_view value)
{
    const auto parts = partsOf(path);
    rapidjson::Document known;
    known.Parse(toJson(m_current).c_str());
    const auto place = find(known, path);
    if (!place || parts.empty())
        return place ? unknownSetting(path, namesIn(known)) : place.error();

    auto text = readWhole(m_path);
    if (!text)
        return text.error();
    rapidjson::Document document;
    if (const auto problem = readSettingsJson(text->value_or("{}"), document))
        return settingsError({ *problem });

    rapidjson::Document parsed;
    parsed.Parse<rapidjson::kParseIterativeFlag>(value.data(), value.size());
    // A text needs no quotes, not even where it looks like a number; whatever else is no JSON is told by the schema.
    if (parsed.HasParseError() || ((*place)->IsString() && !parsed.IsString()))
        parsed.SetString(value.data(), static_cast<rapidjson::SizeType>(value.size()), parsed.GetAllocator());
    put(document, parts, parsed);
    if (const auto problems = checkAgainstSchema(document); !problems.empty()) {
        Error error = settingsError(problems);
        error.remedy = "Nothing was changed in " + m_path + ".";
        return error;
    }
    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
    writer.SetIndent(' ', 2);
    document.Accept(writer);
    const auto written = replaceFile(m_path, std::string(buffer.GetString(), buffer.GetSize()) + "\n");
    if (written)
        m_current = settingsFrom(document);
    return written;
}

} // namespace binnacle
