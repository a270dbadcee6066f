#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace binnacle {

class Engine;
struct Settings;

/// What a demo begins with, known before it is made.
struct DemoOutline {
    std::int64_t events = 0; ///< About, in the past that it begins with.
    int projects = 0;
    bool hasStuckEntities = false;
    bool hasBadEvents = false;
};
DemoOutline demoOutline();

/// A fresh demo: a store of its own, labelled, filled with a day of a made-up company, under an engine; as long as it
/// lives, the company goes on working. Never touches a user's store.
class DemoStore {
public:
    /// Makes demo.db in `directory`, in place of what an earlier demo left there; where another program shows that
    /// one, demo-2.db and so on. Takes seconds; `progress` is called on this thread with 0..1. Error codes:
    /// DEMO_UNAVAILABLE, CANCELLED, and those of the store.
    static Result<std::unique_ptr<DemoStore>> make(const std::string& directory, const Settings& settings,
        const std::function<void(double share)>& progress, const CancelToken& cancel);
    ~DemoStore();

    Engine& engine();

private:
    class Private;
    explicit DemoStore(std::unique_ptr<Private> priv);
    std::unique_ptr<Private> d;
};

} // namespace binnacle
