#pragma once

#include "tests/integration/cli_process.h"

#include <csignal>
#include <cstdint>
#include <sys/types.h>

namespace binnacle::test {

/// The running `binnacle serve` on a free port, and what its one line says.
struct ServeProcess {
    static constexpr int patienceMs = 120'000;

    explicit ServeProcess(const Cli& cli, const QStringList& arguments = {})
    {
        cli.start(process, QStringList{ "serve", "--listen", "127.0.0.1:0" } + arguments);
        while (!line.endsWith('\n') && process.waitForReadyRead(patienceMs))
            line += process.readAllStandardOutput();
        ready = QJsonDocument::fromJson(line).object();
    }
    ~ServeProcess()
    {
        process.kill();
        process.waitForFinished();
    }

    std::uint16_t port() const { return static_cast<std::uint16_t>(ready["url"].toString().section(':', -1).toInt()); }
    void signal(int number) { ::kill(static_cast<pid_t>(process.processId()), number); }

    QProcess process;
    QByteArray line;
    QJsonObject ready;
};

} // namespace binnacle::test
