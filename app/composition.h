#pragma once

#include "backend/core/result.h"

#include <memory>
#include <string>

namespace binnacle {

class Engine;
class EventStore;
struct Settings;

enum class StoreMode {
    Read, ///< Never writes; works beside a program that owns the writer. The store must be there.
    Write, ///< Makes the store where there is none and takes the writer; Refused where another program holds it.
};

/// Opens the store at `location`: a path is SQLite, postgresql:// will be PostgreSQL. The only place that
/// knows which store is behind the interface. Error codes: STORE_NOT_FOUND, STORE_UNSUPPORTED and the store's own.
Result<std::unique_ptr<EventStore>> openStore(const std::string& location, StoreMode mode);

/// Opens the store and starts the engine on it, with the settings' defaults for events that do not say where
/// they belong.
Result<std::unique_ptr<Engine>> openEngine(const std::string& location, StoreMode mode, const Settings& settings);

} // namespace binnacle
