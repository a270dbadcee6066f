#include "app/cli/interrupt.h"

#include <csignal>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace binnacle::cli {

namespace {

/// Write end of the pipe that the handler can reach; nothing else is safe in a signal handler.
volatile std::sig_atomic_t wakeDescriptor = -1;

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = write(wakeDescriptor, &byte, 1);
}

} // namespace

class InterruptGuard::Private {
public:
    Private()
    {
        if (pipe2(ends, O_CLOEXEC) != 0)
            return;
        wakeDescriptor = ends[1];
        struct sigaction action { };
        action.sa_handler = onSignal;
        // The second signal finds the default handler again: whoever presses Ctrl-C twice means it.
        action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
        sigaction(SIGINT, &action, &oldInterrupt);
        sigaction(SIGTERM, &action, &oldTerminate);
        watcher = std::thread([this] {
            char byte = 0;
            if (read(ends[0], &byte, 1) == 1 && byte == 1)
                token.cancel();
            woken.store(true);
            woken.notify_all();
        });
    }

    ~Private()
    {
        if (!watcher.joinable())
            return;
        sigaction(SIGINT, &oldInterrupt, nullptr);
        sigaction(SIGTERM, &oldTerminate, nullptr);
        const char byte = 0;
        [[maybe_unused]] const auto written = write(ends[1], &byte, 1);
        watcher.join();
        wakeDescriptor = -1;
        close(ends[0]);
        close(ends[1]);
    }

    CancelToken token;
    std::atomic<bool> woken{ false };
    std::thread watcher;
    int ends[2] = { -1, -1 };
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
    d->woken.wait(false);
}

} // namespace binnacle::cli
