#pragma once

#include <memory>
#include <string>

#include <spdlog/logger.h>

namespace binnacle::log {

/// One logger a library; all write to standard error and, where a file is set, to it.
/// Never log a payload, a key or a token.
spdlog::logger& core();
spdlog::logger& store();
spdlog::logger& intake();
spdlog::logger& engine();
spdlog::logger& app();

enum class Level { Quiet, Normal, Verbose };

/// Sets the level of all loggers and, where `file` is not empty, adds a rotating log file
/// (5 MiB, 3 kept). Call once, before threads are started.
void configure(Level level, const std::string& file = {});

/// Another level from now on; any thread.
void setLevel(Level level);

} // namespace binnacle::log
