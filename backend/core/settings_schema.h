#pragma once

#include "backend/core/settings.h"

#include <string_view>
#include <vector>

#include <rapidjson/document.h>

namespace binnacle {

/// The text of resources/schemas/settings.schema.json, compiled in.
std::string_view settingsSchema();

/// Checks a parsed settings file; empty when it is good.
std::vector<SettingsProblem> checkAgainstSchema(const rapidjson::Value& document);

} // namespace binnacle
