#pragma once

#include "backend/core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// Counts of durations in logarithmic buckets: any quantile with a relative error of at most 1 %, merged by
/// adding counts, and values can be taken out again. Source: C. Masson, J. E. Rim, H. K. Lee, "DDSketch: a
/// fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019.
class DurationSketch {
public:
    /// Adds `count` times the value `ms` (negative values count as 0); a negative `count` takes values out.
    void add(std::int64_t ms, std::int64_t count = 1);
    void merge(const DurationSketch& other);

    std::int64_t count() const;
    bool isEmpty() const { return count() == 0; }
    /// Value at quantile `q` in 0..1 in milliseconds; nullopt when empty.
    std::optional<double> quantile(double q) const;
    std::optional<double> mean() const; ///< Exact.

    /// Compact binary form (version, zigzag varints). Empty buckets are left out, so equal content is equal bytes.
    std::string encode() const;
    static Result<DurationSketch> decode(std::string_view bytes);

    friend bool operator==(const DurationSketch&, const DurationSketch&) = default;

private:
    struct Bucket {
        std::int32_t index = 0; ///< Of 0 ms: INT32_MIN.
        std::int64_t count = 0;

        friend bool operator==(const Bucket&, const Bucket&) = default;
    };
    std::vector<Bucket> m_buckets; ///< Those that are not empty, by index.
    std::int64_t m_sum = 0;
};

} // namespace binnacle
