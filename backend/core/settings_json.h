#pragma once

#include "backend/core/settings.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <optional>
#include <string_view>
#include <vector>

namespace binnacle {

// What settings.cpp and settings_file.cpp share; not for others.

/// Parses the text; a problem where it is no JSON. Blank text reads as {}.
std::optional<SettingsProblem> readSettingsJson(std::string_view text, rapidjson::Document& document);

/// Values of a document that has passed the schema.
Settings settingsFrom(const rapidjson::Value& document);

/// SETTINGS_INVALID; `problems` is not empty.
Error settingsError(const std::vector<SettingsProblem>& problems);

} // namespace binnacle
