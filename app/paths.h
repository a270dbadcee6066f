#pragma once

#include "backend/core/result.h"

#include <string>

namespace binnacle {

/// Places by the XDG base directory specification. Relative values of the variables are ignored, as it says.
std::string dataDirectory(); ///< $XDG_DATA_HOME/binnacle, else ~/.local/share/binnacle
std::string configDirectory(); ///< $XDG_CONFIG_HOME/binnacle, else ~/.config/binnacle
std::string stateDirectory(); ///< $XDG_STATE_HOME/binnacle, else ~/.local/state/binnacle: logs
std::string cacheDirectory(); ///< $XDG_CACHE_HOME/binnacle, else ~/.cache/binnacle

std::string defaultStoreLocation(); ///< store.db in dataDirectory()
std::string defaultSettingsFile(); ///< settings.json in configDirectory()

/// Makes `directory` and its parents, readable for the user alone. Error code: DIRECTORY_FAILED.
Result<void> makeDirectory(const std::string& directory);

} // namespace binnacle
