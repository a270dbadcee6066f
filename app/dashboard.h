#pragma once

namespace binnacle {

namespace cli {
struct Context;
}

/// Opens the window on the store that `context` names, with the gateway inside, until it is closed or the program is
/// interrupted. Read-only where another program writes to the store. Gives the exit code.
///
/// For pictures (tests/ui): with BINNACLE_PICTURE=FILE the window draws itself into a PNG once its page has settled and
/// the program ends; BINNACLE_PICTURE_PAGE names the route ("entities" or "entity:KEY"), BINNACLE_PICTURE_SIZE is WxH,
/// BINNACLE_PICTURE_THEME dark or light. What the window remembers is then neither read nor written.
int runDashboard(cli::Context& context);

} // namespace binnacle
