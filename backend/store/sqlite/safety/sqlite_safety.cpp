#include "backend/store/sqlite/safety/sqlite_safety.h"

#include "backend/store/sqlite/projections_file.h"
#include "backend/store/sqlite/safety/log_file_check.h"
#include "backend/store/sqlite/safety/projections_check.h"
#include "backend/store/sqlite/safety/projections_compare.h"
#include "backend/store/sqlite/safety/store_copy.h"
#include "backend/store/sqlite/store_files.h"

#include <filesystem>

namespace binnacle {

namespace sqlite {

namespace {

class SqliteSafety final : public StoreSafety {
public:
    SqliteSafety(std::string path, std::optional<CutFile> cut)
        : m_path(std::move(path))
        , m_cut(cut)
    {
    }

    Result<LogProof> verify(const std::optional<LogHead>& noted, const SafetyWatch& watch) override
    {
        auto connection = open(watch);
        if (!connection)
            return connection.error();
        LogAudit audit(*connection, watch);
        if (noted)
            audit.lookFor(*noted);
        return audit.run();
    }

    Result<std::vector<StoreFinding>> check(CheckDepth depth, const SafetyWatch& watch) override
    {
        auto connection = open(watch);
        if (!connection)
            return connection.error();
        std::vector<StoreFinding> findings;
        if (m_cut)
            findings.push_back({ "file", toString(*m_cut), {} });
        auto log = checkLogFile(*connection, watch, findings);
        if (!log)
            return log.error();
        auto done = checkProjectionsFile(*connection, *log, depth, watch, findings);
        if (!done && !isFinding(done.error()))
            return done.error();
        if (!done)
            findings.push_back({ "projections", done.error().message, {} });
        return findings;
    }

    Result<BackupSummary> backUp(const std::string& target, const SafetyWatch& watch) override
    {
        return backUpLog(m_path, target, watch);
    }

private:
    Result<Connection> open(const SafetyWatch& watch) const
    {
        auto connection = Connection::open(m_path, m_cut ? OpenMode::Salvage : OpenMode::ReadOnly);
        if (connection)
            connection->setCancelToken(watch.cancel);
        return connection;
    }

    static bool isFinding(const Error& error) { return isDamage(error) || error.code == "PROJECTIONS_NOT_FOUND"; }

    Result<void> checkProjectionsFile(Connection& connection, const LogReport& log, CheckDepth depth,
        const SafetyWatch& watch, std::vector<StoreFinding>& findings) const
    {
        if (auto done = attachProjections(connection, m_path); !done)
            return done;
        watch.report("Checking the projections' file", 0, 0);
        const std::size_t before = findings.size();
        if (auto done = checkPages(connection, "projections", "projections", findings); !done)
            return done;
        // What lies on damaged pages would be found many times over.
        if (findings.size() > before)
            return {};
        if (auto done = checkProjections(connection, log, watch, findings); !done || depth != CheckDepth::Everything)
            return done;
        if (!log.proof.isWhole() || !log.unreadable.empty()) {
            findings.push_back({ "projections",
                "Whether the projections are what the log makes of them was not checked, because the log is damaged.",
                {} });
            return {};
        }
        return compareProjections(m_path, connection, watch, findings);
    }

    const std::string m_path;
    const std::optional<CutFile> m_cut;
};

} // namespace

} // namespace sqlite

Result<std::unique_ptr<StoreSafety>> openSqliteSafety(const std::string& path)
{
    SqliteOptions options;
    options.path = path;
    options.readOnly = true;
    if (auto checked = sqlite::checkStorePath(options); !checked)
        return checked.error();
    // As the store does: by another name there are other projections.
    std::error_code failure;
    if (const auto whole = std::filesystem::weakly_canonical(path, failure); !failure)
        options.path = whole.string();
    auto connection = sqlite::openStoreFile(options, {});
    const bool isCut = !connection && connection.error().code == "STORE_CUT";
    // It can still be told which events are in it.
    const auto cut = isCut ? sqlite::cutFileAt(options.path) : std::nullopt;
    if (!connection && !cut)
        return connection.error();
    return std::unique_ptr<StoreSafety>(std::make_unique<sqlite::SqliteSafety>(options.path, cut));
}

} // namespace binnacle
