#pragma once

#include "backend/core/result.h"

#include <string>
#include <utility>

namespace binnacle::sqlite {

/// Exclusive right to write to a store, held by one process: flock on "<store>.lock", which names the holder's
/// process id. The kernel lets go of it however the process ends, so a left-over file blocks nobody.
class StoreLock {
public:
    StoreLock() = default;
    StoreLock(StoreLock&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    StoreLock& operator=(StoreLock&& other) noexcept;
    ~StoreLock();

    /// Error Busy, code STORE_IN_USE, while another process (or another open store of this one) holds it.
    static Result<StoreLock> acquire(const std::string& storePath);

private:
    explicit StoreLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    int m_descriptor = -1;
};

} // namespace binnacle::sqlite
