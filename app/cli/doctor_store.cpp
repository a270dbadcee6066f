#include "app/cli/doctor_checks.h"
#include "app/cli/text.h"
#include "app/composition.h"
#include "backend/store/event_store.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <sys/statvfs.h>
#include <sys/timex.h>

namespace binnacle::cli {

namespace {

namespace fs = std::filesystem;

Finding failure(std::string_view check, const Error& error)
{
    return { check, Health::Fail, error.message, error.remedy, {} };
}

std::string remedyOf(const StoreFinding& finding)
{
    if (finding.area == "projections" && finding.events.empty())
        return "They are made anew from the log: binnacle rebuild";
    return "Keep a copy of the store. What is lost comes back from a backup: binnacle restore BACKUP --replace";
}

/// The nearest folder above `path` that is there.
fs::path existingParent(const fs::path& path)
{
    std::error_code problem;
    auto folder = fs::absolute(path, problem);
    while (!folder.empty() && !fs::exists(folder, problem) && folder != folder.parent_path())
        folder = folder.parent_path();
    return folder;
}

std::string spanOf(std::int64_t micros)
{
    const auto seconds = micros / 1'000'000;
    if (seconds < 120)
        return std::to_string(seconds) + " s";
    if (seconds < 7200)
        return std::to_string(seconds / 60) + " min";
    return seconds < 172'800 ? std::to_string(seconds / 3600) + " h" : std::to_string(seconds / 86'400) + " days";
}

} // namespace

Findings checkStore(const std::string& location, StoreFacts& facts)
{
    auto store = openStore(location, StoreMode::Read);
    if (!store && store.error().code == "STORE_NOT_FOUND")
        return { { "store", Health::Warn, store.error().message,
            "It is made by the first events: binnacle ingest FILE" } };
    if (!store)
        return { failure("store", store.error()) };
    auto reader = (*store)->openReader();
    if (!reader)
        return { failure("store", reader.error()) };
    const auto info = (*reader)->info();
    if (!info)
        return { failure("store", info.error()) };
    facts.lastRecordedAt = info->lastRecordedAt;

    Findings findings;
    findings.push_back({ "store", Health::Ok,
        info->location + ": version " + std::to_string(info->schemaVersion) + ", " + formatCount(info->lastSeq)
            + " events, " + formatCount(info->entityCount) + " entities, "
            + formatBytes(static_cast<double>(info->sizeBytes)) + (info->isDemo ? ", a demo." : "."),
        "" });
    const auto writer = writerOf(location);
    findings.push_back({ "writer", Health::Ok,
        writer.empty() ? "No program is writing to the store." : "The store is being written by " + writer + ".", "" });
    if (info->quarantineOpen > 0)
        findings.push_back({ "quarantine", Health::Warn,
            formatCount(info->quarantineOpen) + (info->quarantineOpen == 1 ? " event is" : " events are")
                + " in quarantine.",
            "See why: binnacle quarantine list", {} });
    for (const SeqRange& events : info->leftOut)
        findings.push_back({ "left_out", Health::Fail,
            "The " + nameOf(events) + " could not be read, so entities and counts are without them.",
            "They come back from a backup: binnacle restore BACKUP --replace", { events } });
    return findings;
}

Result<Findings> checkContent(const std::string& location, CheckDepth depth, const SafetyWatch& watch)
{
    auto safety = openSafety(location);
    // Whether there is a store is told above.
    if (!safety)
        return Findings();
    const auto found = (*safety)->check(depth, watch);
    if (!found && found.error().kind == ErrorKind::Cancelled)
        return found.error();
    if (!found)
        return Findings{ failure("integrity", found.error()) };
    if (found->empty())
        return Findings{ { "integrity", Health::Ok,
            depth == CheckDepth::Everything ? "The log and everything that is made from it are sound."
                                            : "The structure of the store is sound.",
            "", {} } };
    Findings findings;
    for (const StoreFinding& finding : *found)
        findings.push_back({ "integrity", Health::Fail, finding.message, remedyOf(finding), finding.events });
    return findings;
}

Findings checkSettings(const std::string& path, Settings& settings)
{
    SettingsFile file(path);
    const auto loaded = file.reload();
    settings = file.current();
    std::error_code problem;
    if (loaded)
        return { { "settings", Health::Ok,
            fs::exists(path, problem) ? path + " is good." : "There is no " + path + "; the built-in values apply.",
            "" } };
    if (file.problems().empty())
        return { failure("settings", loaded.error()) };
    Findings findings;
    for (const auto& entry : file.problems())
        findings.push_back({ "settings", Health::Fail, entry.message(), "Correct it in " + path + "." });
    return findings;
}

Findings checkDisk(const std::string& storeLocation)
{
    constexpr double mebibyte = 1024.0 * 1024.0;
    const auto folder = existingParent(storeLocation);
    struct statvfs disk { };
    if (statvfs(folder.c_str(), &disk) != 0)
        return { { "disk", Health::Fail,
            "The disk of " + folder.string() + " cannot be asked: " + std::strerror(errno) + ".",
            "Name a store on a local disk with --store." } };
    const auto available = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
    const auto message = formatBytes(available) + " are free for " + folder.string() + ".";
    const auto health = available < 100 * mebibyte ? Health::Fail
        : available < 1024 * mebibyte              ? Health::Warn
                                                   : Health::Ok;
    return { { "disk", health, message,
        health == Health::Ok ? "" : "Make room, or move the store to a larger disk and name it with --store." } };
}

Findings checkClock(const StoreFacts& facts)
{
    Findings findings;
    const auto now = Clock::system().now();
    const auto told = formatTimestamp(now);
    constexpr Timestamp plausible{ 1'704'067'200'000'000 }; // 2024-01-01: before this program was written
    constexpr std::int64_t tolerance = 2'000'000;
    const auto remedy = "Set the clock of this machine; recorded times must not run backwards.";
    if (now < plausible)
        findings.push_back({ "clock", Health::Fail, "The clock says " + told + ", which lies in the past.", remedy });
    else if (facts.lastRecordedAt && now.micros + tolerance < facts.lastRecordedAt->micros)
        findings.push_back({ "clock", Health::Fail,
            "The clock says " + told + ", " + spanOf(facts.lastRecordedAt->micros - now.micros)
                + " before the last recorded event: it was set back.",
            remedy });
    else
        findings.push_back({ "clock", Health::Ok, "The clock says " + told + ".", "" });

    struct timex state { }; // modes 0: only asks
    if (adjtimex(&state) >= 0 && (static_cast<unsigned>(state.status) & STA_UNSYNC) != 0)
        findings.push_back({ "time_sync", Health::Warn, "The system does not know whether its clock is synchronised.",
            "If times of several machines are compared, run a time service (systemd-timesyncd, chrony)." });
    return findings;
}

} // namespace binnacle::cli
