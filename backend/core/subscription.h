#pragma once

#include <functional>
#include <utility>

namespace binnacle {

/// Keeps a callback registered for as long as it lives. Movable; destroying it unsubscribes, and
/// after the destructor has returned the callback will not run again.
class [[nodiscard]] Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> unsubscribe)
        : m_unsubscribe(std::move(unsubscribe))
    {
    }
    Subscription(Subscription&& other) noexcept
        : m_unsubscribe(std::exchange(other.m_unsubscribe, nullptr))
    {
    }
    Subscription& operator=(Subscription&& other) noexcept
    {
        if (this != &other) {
            reset();
            m_unsubscribe = std::exchange(other.m_unsubscribe, nullptr);
        }
        return *this;
    }
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription() { reset(); }

    void reset()
    {
        if (auto unsubscribe = std::exchange(m_unsubscribe, nullptr))
            unsubscribe();
    }

private:
    std::function<void()> m_unsubscribe;
};

} // namespace binnacle
