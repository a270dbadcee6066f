#include "backend/store/sqlite/safety/sqlite_safety.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/backend/store/store_contract.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace binnacle;

namespace {

class SqliteFactory final : public test::StoreFactory {
public:
    void startAnew() override { m_directory = std::make_unique<QTemporaryDir>(); }
    Result<std::unique_ptr<EventStore>> open() override
    {
        SqliteOptions options;
        options.path = path();
        options.clock = &clock;
        return openSqliteStore(options);
    }
    Result<std::vector<StoreFinding>> check() override
    {
        auto safety = openSqliteSafety(path());
        return safety ? (*safety)->check(CheckDepth::Everything, {}) : safety.error();
    }

private:
    std::string path() const { return m_directory->filePath("contract.store").toStdString(); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    SqliteFactory factory;
    test::StoreContract contract(factory);
    return QTest::qExec(&contract, argc, argv);
}
