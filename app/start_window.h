#pragma once

#include "backend/core/error.h"
#include "backend/core/settings.h"
#include "models/app/start_problem.h"

#include <string>

namespace binnacle {

namespace cli {
class InterruptGuard;
}

/// What the dashboard is to open.
struct StartPlan {
    std::string store; ///< Its location.
    std::string settingsFile; ///< Empty: the built-in settings.
    bool demo = false; ///< The demo instead of the store.
};

/// "system", "dark" or "light", as the window's settings have it.
QString themeWord(ThemeChoice theme);

/// Shows a window about what could not be had, and puts into `plan` what its user wants instead. False: nothing more.
/// `settings` are the last that could be read.
bool askHowToStart(StartProblem::Part part, const Error& error, const Settings& settings,
    const cli::InterruptGuard& interrupt, StartPlan& plan);

/// Runs the event loop until the last window is closed or the program is interrupted. Gives its exit code.
int runWindow(const cli::InterruptGuard& interrupt);

} // namespace binnacle
