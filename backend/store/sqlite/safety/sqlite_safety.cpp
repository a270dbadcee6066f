#include "backend/store/sqlite/safety/sqlite_safety.h"

#include "backend/store/sqlite/safety/log_audit.h"
#include "backend/store/sqlite/store_files.h"

#include <filesystem>

namespace binnacle {

namespace sqlite {

namespace {

class SqliteSafety final : public StoreSafety {
public:
    explicit SqliteSafety(std::string path)
        : m_path(std::move(path))
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

private:
    Result<Connection> open(const SafetyWatch& watch) const
    {
        auto connection = Connection::open(m_path, OpenMode::ReadOnly);
        if (connection)
            connection->setCancelToken(watch.cancel);
        return connection;
    }

    const std::string m_path;
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
    if (auto connection = sqlite::openStoreFile(options, {}); !connection)
        return connection.error();
    return std::unique_ptr<StoreSafety>(std::make_unique<sqlite::SqliteSafety>(options.path));
}

} // namespace binnacle
