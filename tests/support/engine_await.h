#pragma once

#include "backend/core/result.h"

#include <functional>
#include <future>
#include <memory>
#include <utility>

namespace binnacle::test {

/// Starts something that calls back, and gives the future of its result.
template <typename T, typename Start>
std::future<Result<T>> begin(Start start)
{
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    start(std::function<void(Result<T>)>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
    return future;
}

/// The same, and waits for it.
template <typename T, typename Start>
Result<T> await(Start start)
{
    return begin<T>(std::move(start)).get();
}

} // namespace binnacle::test
