#pragma once

#include "backend/core/result.h"

#include <QTest>

#include <utility>

namespace binnacle::test {

/// Fails the test with the error's own words.
template <typename T>
T take(Result<T> result)
{
    if (!result)
        qFatal("%s: %s", result.error().code.c_str(), result.error().message.c_str());
    return std::move(result).value();
}

inline void must(const Result<void>& result)
{
    if (!result)
        qFatal("%s: %s", result.error().code.c_str(), result.error().message.c_str());
}

} // namespace binnacle::test
