#pragma once

#include <cstdint>
#include <string>

namespace binnacle {

/// The program that listens on TCP `port` of this machine, for example "nginx (process 4711)"; empty where it cannot be
/// told (other users' programs). Reads /proc; for error messages only.
std::string portOwner(std::uint16_t port);

} // namespace binnacle
