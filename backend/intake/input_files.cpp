#include "backend/intake/input_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

/// In lower case and without the endings of packed files.
std::string plainName(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (const std::string_view packed : { ".gz", ".zst" }) {
        if (name.ends_with(packed))
            name.resize(name.size() - packed.size());
    }
    return name;
}

bool hasKnownExtension(const std::string& fileName)
{
    const std::string name = plainName(fileName);
    static constexpr std::array<std::string_view, 4> known{ ".json", ".jsonl", ".ndjson", ".xes" };
    return std::any_of(
        known.begin(), known.end(), [&](std::string_view extension) { return name.ends_with(extension); });
}

Error unreadable(const std::string& path, const std::error_code& error)
{
    return Error::make(ErrorKind::InvalidInput, "INPUT_UNREADABLE", path + " cannot be read: " + error.message() + ".",
        "Check the permissions.");
}

bool isClosedDirectory(const fs::directory_entry& entry)
{
    std::error_code error;
    return !entry.is_symlink(error) && entry.is_directory(error) && ::access(entry.path().c_str(), R_OK | X_OK) != 0;
}

/// Adds the files below `directory`; gives the number of those left out.
Result<std::size_t> search(const std::string& directory, InputFiles& found)
{
    std::error_code error;
    std::vector<std::string> files;
    std::size_t skipped = 0;
    fs::recursive_directory_iterator entry(directory, error);
    if (error)
        return unreadable(directory, error);
    for (const fs::recursive_directory_iterator end; entry != end;) {
        std::error_code inner;
        if (isClosedDirectory(*entry)) {
            // Opening it will fail and be told, and the others are read all the same.
            files.push_back(entry->path().string());
            entry.disable_recursion_pending();
        } else if (entry->is_regular_file(inner)) {
            if (hasKnownExtension(entry->path().filename().string()))
                files.push_back(entry->path().string());
            else
                ++skipped;
        }
        entry.increment(error);
        if (error)
            return unreadable(directory, error);
    }
    std::sort(files.begin(), files.end());
    found.paths.insert(found.paths.end(), files.begin(), files.end());
    return skipped;
}

} // namespace

bool isNamedXes(const std::string& path)
{
    return plainName(path).ends_with(".xes");
}

Result<InputFiles> findInputFiles(const std::vector<std::string>& paths)
{
    InputFiles found;
    for (const std::string& path : paths) {
        std::error_code error;
        const fs::file_status status = path == "-" ? fs::file_status() : fs::status(path, error);
        if (path == "-" || (!error && fs::exists(status) && !fs::is_directory(status))) {
            found.paths.push_back(path);
        } else if (!fs::exists(status)
            && (!error || error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)) {
            return Error::make(ErrorKind::NotFound, "INPUT_NOT_FOUND", "There is no file or directory " + path + ".",
                "Check the path.");
        } else if (error) {
            return unreadable(path, error);
        } else {
            const std::size_t before = found.paths.size();
            const Result<std::size_t> skipped = search(path, found);
            if (!skipped)
                return skipped.error();
            if (found.paths.size() == before)
                found.notes.push_back("There is nothing to read in " + path
                    + ": no .json, .jsonl, .ndjson or .xes file, plain or with .gz or .zst.");
            else if (*skipped > 0)
                found.notes.push_back(std::to_string(*skipped) + (*skipped == 1 ? " file" : " files") + " in " + path
                    + " left out: not .json, .jsonl, .ndjson or .xes.");
        }
    }
    if (found.paths.empty())
        return Error::make(ErrorKind::InvalidInput, "NO_INPUT",
            found.notes.empty() ? std::string("No file was named.") : found.notes.front(),
            "Name a file, a directory with event files, or - for standard input.");

    for (const std::string& path : found.paths) {
        std::error_code error;
        if (path == "-" || !fs::is_regular_file(path, error)) {
            found.totalBytes = 0;
            break;
        }
        found.totalBytes += static_cast<std::int64_t>(fs::file_size(path, error));
    }
    return found;
}

} // namespace binnacle
