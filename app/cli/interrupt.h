#pragma once

#include "backend/core/cancel_token.h"

#include <chrono>
#include <memory>

namespace binnacle::cli {

/// While it lives, the first SIGINT or SIGTERM cancels token() and ends wait() instead of killing the program; a
/// second one kills. One at a time, and made before any other thread: one that does not inherit the blocked signals
/// would take them and die of them.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    const CancelToken& token() const;
    bool interrupted() const { return token().isCancelled(); }
    /// Blocks until interrupted.
    void wait();
    /// Blocks until interrupted (true), or for `time`.
    bool waitFor(std::chrono::milliseconds time);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace binnacle::cli
