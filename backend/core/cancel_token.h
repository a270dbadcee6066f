#pragma once

#include <atomic>
#include <memory>

namespace binnacle {

/// A shared flag that asks work in progress to stop. Copies share the flag; a default-made token
/// is live and can be cancelled from any thread.
class CancelToken {
public:
    CancelToken()
        : m_flag(std::make_shared<std::atomic<bool>>(false))
    {
    }

    void cancel() const { m_flag->store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_flag->load(std::memory_order_relaxed); }

    /// True where both were copied from the same token.
    bool sameAs(const CancelToken& other) const { return m_flag == other.m_flag; }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

} // namespace binnacle
