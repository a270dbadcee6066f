#pragma once

#include "backend/projection/state.h"

#include <string_view>

namespace binnacle {

/// Identity of the artifact that `json` describes: its `type`, then its `path`, else `dataset` and `table`, else
/// `name` or `id`, else the JSON itself, and its `version`.
ArtifactKey artifactKeyOf(std::string_view json);

} // namespace binnacle
