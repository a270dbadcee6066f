#include "app/cli/command.h"

#include <clocale>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

#ifdef BINNACLE_HAS_DASHBOARD
#include "app/dashboard.h"
#endif

namespace {

#ifdef BINNACLE_HAS_DASHBOARD
bool hasDisplay()
{
    for (const char* variable : { "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM" }) {
        if (const char* value = std::getenv(variable); value && *value)
            return true;
    }
    return false;
}
#endif

/// A standard stream that the caller has closed (`<&-`) must not become the store's file or a pipe. It is opened the
/// wrong way round, so that its use still fails and is told.
void occupyStandardStreams()
{
    for (const int descriptor : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO }) {
        // The lowest free number is taken: it is this one.
        if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            std::_Exit(EXIT_FAILURE);
    }
}

int openDashboard(binnacle::cli::Context& context)
{
#ifdef BINNACLE_HAS_DASHBOARD
    // Qt would end the program with a message of its own that names no way out.
    if (!hasDisplay())
        return context.out.fail(binnacle::Error::make(binnacle::ErrorKind::Unavailable, "NO_DISPLAY",
            "There is no display here, so the dashboard cannot open.",
            "Open it in a desktop session, or use the engine without a window: binnacle serve"));
    return binnacle::runDashboard(context);
#else
    return context.out.fail(binnacle::Error::make(binnacle::ErrorKind::Unsupported, "NO_WINDOW",
        "This program was built without its window.", "Use a subcommand; binnacle --help lists them."));
#endif
}

} // namespace

int main(int argc, char** argv)
{
    occupyStandardStreams();
    // Widths of characters in tables; numbers keep the point everywhere.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    // A reader that closes its pipe early (head) is told by a failed write, not by death.
    std::signal(SIGPIPE, SIG_IGN);
    return binnacle::cli::runCommandLine(argc, argv, openDashboard);
}
