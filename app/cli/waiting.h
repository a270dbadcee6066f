#pragma once

#include "backend/core/result.h"

#include <functional>
#include <future>
#include <memory>
#include <utility>

namespace binnacle::cli {

/// Calls `start` with a callback of the engine and blocks until that was called:
/// `await<RebuildSummary>([&](auto done) { engine.rebuild(token, progress, done); })`.
template <typename T, typename Start>
Result<T> await(Start start)
{
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    start(std::function<void(Result<T>)>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
    return future.get();
}

} // namespace binnacle::cli
