#include "app/cli/command.h"

#include <clocale>
#include <csignal>

#ifdef BINNACLE_HAS_DASHBOARD
#include "app/dashboard.h"
#endif

namespace {

int openDashboard(binnacle::cli::Context& context)
{
#ifdef BINNACLE_HAS_DASHBOARD
    return binnacle::runDashboard(context);
#else
    return context.out.fail(binnacle::Error::make(binnacle::ErrorKind::Unsupported, "NO_WINDOW",
        "This program was built without its window.", "Use a subcommand; binnacle --help lists them."));
#endif
}

} // namespace

int main(int argc, char** argv)
{
    // Widths of characters in tables; numbers keep the point everywhere.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    // A reader that closes its pipe early (head) is told by a failed write, not by death.
    std::signal(SIGPIPE, SIG_IGN);
    return binnacle::cli::runCommandLine(argc, argv, openDashboard);
}
