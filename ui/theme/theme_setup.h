#pragma once

class QQmlEngine;

namespace binnacle {

/// Style, text rendering and fonts of the whole program. Call before the first window is made and after the
/// application object exists.
void setUpLook();

/// Import path of the embedded modules and the picture providers `icon` and `glyph`. Call once an engine.
void setUpEngine(QQmlEngine& engine);

} // namespace binnacle
