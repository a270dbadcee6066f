#pragma once

#include "models/palette/palette_model.h"

#include <vector>

namespace binnacle {

class AppModel;

/// What the palette offers now: commands that can be run, pages that are built in, saved views.
std::vector<PaletteEntry> paletteEntries(AppModel& app);

/// Does what needs no window: goes to a page, a view or an entity, copies, pauses. False for any other
/// action; those are the shell's.
bool runPaletteAction(AppModel& app, const QString& action, const QString& argument);

} // namespace binnacle
