#include "app/cli/interrupt.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <map>
#include <thread>

#include <unistd.h>

using binnacle::cli::InterruptGuard;

namespace {

bool blocksBoth()
{
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    return sigismember(&mask, SIGINT) == 1 && sigismember(&mask, SIGTERM) == 1;
}

int cancelledBy(int signal)
{
    InterruptGuard guard;
    const bool before = guard.interrupted();
    ::kill(::getpid(), signal);
    guard.wait();
    return !before && guard.interrupted() ? 0 : 1;
}

int killedBy(int signal)
{
    ::kill(::getpid(), signal);
    for (;;)
        ::pause();
}

/// Each is run as a process of its own: Qt Test has a thread that does not know of the guard.
const std::map<QString, int (*)()> acts{
    { "interrupt", [] { return cancelledBy(SIGINT); } },
    { "terminate", [] { return cancelledBy(SIGTERM); } },
    { "interrupt twice",
        [] {
            InterruptGuard guard;
            ::kill(::getpid(), SIGINT);
            guard.wait();
            return killedBy(SIGINT);
        } },
    { "terminate after an interrupt",
        [] {
            InterruptGuard guard;
            ::kill(::getpid(), SIGINT);
            guard.wait();
            return killedBy(SIGTERM);
        } },
    { "terminate after the guard",
        [] {
            {
                const InterruptGuard guard;
            }
            return killedBy(SIGTERM);
        } },
};

} // namespace

class InterruptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsOf_data()
    {
        QTest::addColumn<int>("deadlySignal");
        QTest::newRow("interrupt") << 0;
        QTest::newRow("terminate") << 0;
        QTest::newRow("interrupt twice") << SIGINT;
        QTest::newRow("terminate after an interrupt") << SIGTERM;
        QTest::newRow("terminate after the guard") << SIGTERM;
    }
    void endsOf()
    {
        QFETCH(int, deadlySignal);
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), { QTest::currentDataTag() });
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), deadlySignal ? QProcess::CrashExit : QProcess::NormalExit);
        QCOMPARE(process.exitCode(), deadlySignal);
    }

    void threadsMadeLaterBlockTheSignals()
    {
        bool blocked = false;
        {
            const InterruptGuard guard;
            std::thread([&] { blocked = blocksBoth(); }).join();
        }
        QVERIFY(blocked);
        QVERIFY(!blocksBoth());
    }

    void startedProgramsDoNot()
    {
        const InterruptGuard guard;
        QTemporaryDir folder;
        QProcess program;
        program.setProgram("/bin/sh");
        program.setArguments({ "-c", "grep SigBlk /proc/self/status > new && mv new mask" });
        program.setWorkingDirectory(folder.path());
        QVERIFY(program.startDetached());
        QFile mask(folder.filePath("mask"));
        QTRY_VERIFY_WITH_TIMEOUT(mask.exists(), 60'000);
        QVERIFY(mask.open(QIODevice::ReadOnly));
        const auto blocked = mask.readAll().simplified().split(' ').last().toULongLong(nullptr, 16);
        QCOMPARE(blocked & (1ULL << (SIGINT - 1) | 1ULL << (SIGTERM - 1)), 0ULL);
    }
};

int main(int argc, char** argv)
{
    if (const auto act = argc == 2 ? acts.find(argv[1]) : acts.end(); act != acts.end())
        return act->second();
    QCoreApplication application(argc, argv);
    InterruptTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "interrupt_test.moc"
