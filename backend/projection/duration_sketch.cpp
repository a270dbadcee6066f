#include "backend/projection/duration_sketch.h"

#include "backend/core/varint.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace binnacle {

namespace {

constexpr char formatVersion = 1;

/// Relative accuracy alpha = 1 %: bucket i holds the values in (gamma^(i-1), gamma^i].
constexpr double gamma = 1.01 / 0.99;
const double logOfGamma = std::log(gamma);

constexpr std::int32_t zeroBucket = INT32_MIN;

/// 31 years. What is longer counts as this long, so that the sum of millions of absurd values still fits.
constexpr std::int64_t longestMs = 1'000'000'000'000;

std::int32_t bucketOf(std::int64_t ms)
{
    if (ms <= 0)
        return zeroBucket;
    return static_cast<std::int32_t>(std::ceil(std::log(static_cast<double>(ms)) / logOfGamma));
}

/// The value whose relative distance to both ends of the bucket is the same.
double valueOf(std::int32_t bucket)
{
    return bucket == zeroBucket ? 0.0 : 2.0 * std::exp(logOfGamma * bucket) / (gamma + 1.0);
}

void put(std::string& out, std::int64_t value)
{
    putVarint(out, zigzag(value));
}

bool take(std::string_view& in, std::int64_t& value)
{
    const auto bits = takeVarint(in);
    if (bits)
        value = unzigzag(*bits);
    return bits.has_value();
}

Error corrupt()
{
    return Error::make(ErrorKind::Corrupt, "CORRUPT_SKETCH", "The stored durations of a step are damaged.",
        "Run `binnacle rebuild` to recreate the projections from the log.");
}

} // namespace

void DurationSketch::add(std::int64_t ms, std::int64_t count)
{
    if (count == 0)
        return;
    const std::int64_t value = std::clamp<std::int64_t>(ms, 0, longestMs);
    const std::int32_t index = bucketOf(value);
    const auto bucket = std::lower_bound(m_buckets.begin(), m_buckets.end(), index,
        [](const Bucket& each, std::int32_t wanted) { return each.index < wanted; });
    if (bucket == m_buckets.end() || bucket->index != index)
        m_buckets.insert(bucket, { index, count });
    else if ((bucket->count += count) == 0)
        m_buckets.erase(bucket);
    m_sum += value * count;
}

void DurationSketch::merge(const DurationSketch& other)
{
    std::vector<Bucket> merged;
    merged.reserve(m_buckets.size() + other.m_buckets.size());
    std::merge(m_buckets.begin(), m_buckets.end(), other.m_buckets.begin(), other.m_buckets.end(),
        std::back_inserter(merged), [](const Bucket& a, const Bucket& b) { return a.index < b.index; });
    m_buckets.clear();
    for (const Bucket& each : merged) {
        if (m_buckets.empty() || m_buckets.back().index != each.index)
            m_buckets.push_back(each);
        else if ((m_buckets.back().count += each.count) == 0)
            m_buckets.pop_back();
    }
    m_sum += other.m_sum;
}

std::int64_t DurationSketch::count() const
{
    std::int64_t total = 0;
    for (const auto& [index, count] : m_buckets)
        total += count;
    return total;
}

std::optional<double> DurationSketch::quantile(double q) const
{
    const std::int64_t total = count();
    if (total <= 0)
        return std::nullopt;
    const double rank = std::clamp(q, 0.0, 1.0) * static_cast<double>(total - 1);
    std::int64_t below = 0;
    for (const auto& [index, count] : m_buckets) {
        below += count;
        if (static_cast<double>(below) > rank)
            return valueOf(index);
    }
    return valueOf(m_buckets.back().index);
}

std::optional<double> DurationSketch::mean() const
{
    const std::int64_t total = count();
    if (total <= 0)
        return std::nullopt;
    return static_cast<double>(m_sum) / static_cast<double>(total);
}

std::string DurationSketch::encode() const
{
    std::string out(1, formatVersion);
    put(out, m_sum);
    put(out, static_cast<std::int64_t>(m_buckets.size()));
    std::int64_t previous = 0;
    for (const auto& [index, count] : m_buckets) {
        put(out, index - previous);
        put(out, count);
        previous = index;
    }
    return out;
}

Result<DurationSketch> DurationSketch::decode(std::string_view bytes)
{
    if (bytes.empty())
        return corrupt();
    if (bytes.front() != formatVersion)
        return Error::make(ErrorKind::Unsupported, "UNSUPPORTED_SKETCH",
            "The durations of a step were written by a newer version of Binnacle.", "Update Binnacle.");
    bytes.remove_prefix(1);

    DurationSketch sketch;
    std::int64_t buckets = 0;
    if (!take(bytes, sketch.m_sum) || !take(bytes, buckets) || buckets < 0)
        return corrupt();
    std::int64_t index = 0;
    for (std::int64_t i = 0; i < buckets; ++i) {
        std::int64_t step = 0;
        std::int64_t count = 0;
        // Within these bounds the sum of index and step cannot overflow.
        if (!take(bytes, step) || !take(bytes, count) || count == 0 || step > 2LL * INT32_MAX
            || step < static_cast<std::int64_t>(INT32_MIN) || (i > 0 && step <= 0))
            return corrupt();
        index += step;
        if (index > INT32_MAX)
            return corrupt();
        sketch.m_buckets.push_back({ static_cast<std::int32_t>(index), count });
    }
    if (!bytes.empty())
        return corrupt();
    return sketch;
}

} // namespace binnacle
