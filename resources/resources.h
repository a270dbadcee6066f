#pragma once

namespace binnacle {

/// Makes the embedded fonts known to the program: families "Binnacle Sans" (400, 500, 600) and "Binnacle Mono".
/// Call once, after the application object exists. False where a font could not be read; the window then falls
/// back to the desktop's fonts.
bool installFonts();

} // namespace binnacle
