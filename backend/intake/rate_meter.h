#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <utility>

namespace binnacle {

/// Events a second over the last seconds.
class RateMeter {
public:
    /// `count`: events so far; gives the present rate.
    double update(std::chrono::steady_clock::time_point now, std::int64_t count)
    {
        constexpr std::chrono::seconds span{ 5 };
        m_samples.emplace_back(now, count);
        while (m_samples.size() > 2 && now - m_samples.front().first > span)
            m_samples.pop_front();
        const std::chrono::duration<double> time = now - m_samples.front().first;
        return time.count() > 0 ? static_cast<double>(count - m_samples.front().second) / time.count() : 0.0;
    }

private:
    std::deque<std::pair<std::chrono::steady_clock::time_point, std::int64_t>> m_samples;
};

} // namespace binnacle
