#pragma once

#include "backend/core/clock.h"
#include "backend/core/result.h"

#include <memory>
#include <string>

namespace binnacle {

class Engine;
class EventStore;
class StoreSafety;
struct RestoreSummary;
struct SafetyWatch;
struct Settings;

enum class StoreMode {
    Read, ///< Never writes; works beside a program that owns the writer. The store must be there.
    Write, ///< Makes the store where there is none and takes the writer; Refused where another program holds it.
};

/// Opens the store at `location`: a path is SQLite, postgresql:// will be PostgreSQL. The only place that
/// knows which store is behind the interface. Error codes: STORE_NOT_FOUND, STORE_UNSUPPORTED and the store's own.
Result<std::unique_ptr<EventStore>> openStore(
    const std::string& location, StoreMode mode, const Clock& clock = Clock::system());

/// Proofs, checks and copies of the store at `location`, beside whoever has it open. Errors as openStore().
Result<std::unique_ptr<StoreSafety>> openSafety(const std::string& location);

/// Puts a copy of the backup at `location`, in the place of the store that is there only with `replaces`. Errors:
/// BACKUP_NOT_FOUND, BACKUP_DAMAGED, STORE_EXISTS, STORE_IN_USE and those of writing files.
Result<RestoreSummary> restoreStore(
    const std::string& backup, const std::string& location, bool replaces, const SafetyWatch& watch);

/// The process that has the store at `location` open for writing, for example "process 4711 (binnacle)"; empty where
/// nobody has. Looks without taking the writer's place, for reports only.
std::string writerOf(const std::string& location);

/// Opens the store and starts the engine on it, with the settings' defaults for events that do not say where
/// they belong.
Result<std::unique_ptr<Engine>> openEngine(const std::string& location, StoreMode mode, const Settings& settings);

} // namespace binnacle
