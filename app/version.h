#pragma once

#include <string>

namespace binnacle {

std::string version(); ///< "0.1.0"
std::string commit(); ///< Short commit id with "+" where the tree had changes; "unknown" outside a checkout.
std::string versionLine(); ///< "binnacle 0.1.0 (commit 1234567)"

} // namespace binnacle
