#include "tests/integration/cli_process.h"

#include "app/composition.h"
#include "backend/store/event_store.h"

#include <QTest>

namespace binnacle::test {

namespace {

constexpr int patienceMs = 120'000; // sanitizer builds on a busy machine

} // namespace

Cli::Cli()
{
    if (!m_home.isValid())
        qFatal("no temporary folder");
}

QProcessEnvironment Cli::environment() const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), m_home.path());
    environment.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("data")));
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), path(QStringLiteral("config")));
    environment.insert(QStringLiteral("XDG_STATE_HOME"), path(QStringLiteral("state")));
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), path(QStringLiteral("cache")));
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    return environment;
}

void Cli::start(
    QProcess& process, const QStringList& arguments, const QList<std::pair<QString, QString>>& variables) const
{
    auto own = environment();
    for (const auto& [name, value] : variables)
        own.insert(name, value);
    process.setProcessEnvironment(own);
    process.start(QStringLiteral(BINNACLE_BINARY_DIR "/binnacle"), arguments);
}

CliAnswer Cli::run(const QStringList& arguments, const QByteArray& input) const
{
    QProcess process;
    start(process, arguments);
    process.write(input);
    process.closeWriteChannel();
    CliAnswer answer;
    if (process.waitForFinished(patienceMs) && process.exitStatus() == QProcess::NormalExit)
        answer.exitCode = process.exitCode();
    process.kill();
    process.waitForFinished();
    answer.out = process.readAllStandardOutput();
    answer.err = process.readAllStandardError();
    return answer;
}

int Cli::fill(const EventBatch& batch) const
{
    auto store = openStore(storePath().toStdString(), StoreMode::Write);
    if (!store)
        return -1;
    AppendRequest request{ &batch, {} };
    if (!(*store)->append(std::span(&request, 1)))
        return -1;
    int accepted = 0;
    for (const auto& outcome : request.outcomes)
        accepted += outcome.kind == ItemOutcome::Kind::Accepted ? 1 : 0;
    return accepted;
}

} // namespace binnacle::test
