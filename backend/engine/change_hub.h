#pragma once

#include "backend/core/subscription.h"
#include "backend/projection/read_types.h"

#include <chrono>
#include <functional>
#include <memory>

namespace binnacle {

/// Adds `from` to `into`: sums the counts, widens the seqs, joins the entities up to `maxChangedEntities`.
inline constexpr std::size_t maxChangedEntities = 10'000;

/// Tells listeners what commits changed, merged, from one thread of its own and at most once an interval. The last
/// change is always delivered, at the latest by stop().
class ChangeHub {
public:
    using Listener = std::function<void(const ChangeSet&)>;

    explicit ChangeHub(std::chrono::milliseconds interval = std::chrono::milliseconds(100));
    ~ChangeHub();
    ChangeHub(const ChangeHub&) = delete;
    ChangeHub& operator=(const ChangeHub&) = delete;

    /// Any thread; never waits for listeners.
    void publish(const ChangeSet& change);

    /// The subscription may outlive the hub. Destroying it waits for a call of `listener` that is under way, except
    /// inside that very call; afterwards the listener is not called again. A listener must not wait for the
    /// thread that destroys its subscription.
    [[nodiscard]] Subscription subscribe(Listener listener);

    /// Delivers what is pending and joins.
    void stop();

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace binnacle
