#include "app/cli/interrupt.h"

#include <condition_variable>
#include <csignal>
#include <iterator>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace binnacle::cli {

namespace {

sigset_t guardedSignals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

/// What a program that this one starts gets instead of the mask of the guard; null: no guard lives.
const sigset_t* maskOfChildren = nullptr;

void unblockInChild()
{
    if (maskOfChildren)
        pthread_sigmask(SIG_SETMASK, maskOfChildren, nullptr);
}

} // namespace

/// Both signals are blocked in every thread, so that none of them is ever interrupted. They come in through a file
/// descriptor instead of a handler, in which hardly anything would be allowed.
class InterruptGuard::Private {
public:
    Private()
    {
        const sigset_t guarded = guardedSignals();
        signals = signalfd(-1, &guarded, SFD_CLOEXEC);
        if (signals < 0 || pipe2(life, O_CLOEXEC) != 0)
            return;
        pthread_sigmask(SIG_BLOCK, &guarded, &oldMask);
        struct sigaction standard { };
        standard.sa_handler = SIG_DFL;
        sigaction(SIGINT, &standard, &oldInterrupt);
        sigaction(SIGTERM, &standard, &oldTerminate);
        maskOfChildren = &oldMask;
        [[maybe_unused]] static const int onceForAll = pthread_atfork(nullptr, nullptr, unblockInChild);
        watcher = std::thread([this] { watch(); });
    }

    ~Private()
    {
        if (watcher.joinable()) {
            close(life[1]);
            watcher.join();
            close(life[0]);
            maskOfChildren = nullptr;
            sigaction(SIGINT, &oldInterrupt, nullptr);
            sigaction(SIGTERM, &oldTerminate, nullptr);
            pthread_sigmask(SIG_SETMASK, &oldMask, nullptr);
        }
        close(signals);
    }

    CancelToken token;
    std::mutex mutex;
    std::condition_variable over;
    bool isOver = false;

private:
    void watch()
    {
        pollfd sources[] = { { signals, POLLIN, 0 }, { life[0], 0, 0 } };
        for (;;) {
            if (poll(sources, std::size(sources), -1) < 0)
                continue; // A debugger's, for example.
            if (sources[1].revents != 0)
                return;
            signalfd_siginfo taken{};
            [[maybe_unused]] const auto size = read(signals, &taken, sizeof taken);
            sources[0].fd = -1;
            interrupt();
        }
    }

    void interrupt()
    {
        token.cancel();
        // The second signal ends the program, from this thread: whoever presses Ctrl-C twice means it.
        const sigset_t guarded = guardedSignals();
        pthread_sigmask(SIG_UNBLOCK, &guarded, nullptr);
        {
            const std::lock_guard lock(mutex);
            isOver = true;
        }
        over.notify_all();
    }

    std::thread watcher;
    int signals = -1;
    int life[2] = { -1, -1 }; ///< A pipe that is never written to: its end closes with the guard.
    sigset_t oldMask{};
    struct sigaction oldInterrupt { };
    struct sigaction oldTerminate { };
};

InterruptGuard::InterruptGuard()
    : d(std::make_unique<Private>())
{
}

InterruptGuard::~InterruptGuard() = default;

const CancelToken& InterruptGuard::token() const
{
    return d->token;
}

void InterruptGuard::wait()
{
    std::unique_lock lock(d->mutex);
    d->over.wait(lock, [this] { return d->isOver; });
}

bool InterruptGuard::waitFor(std::chrono::milliseconds time)
{
    std::unique_lock lock(d->mutex);
    return d->over.wait_for(lock, time, [this] { return d->isOver; });
}

} // namespace binnacle::cli
