#pragma once

#include "backend/core/varint.h"
#include "backend/projection/projector.h"
#include "backend/store/sqlite/entity_children.h"

#include <array>
#include <bit>
#include <string>
#include <type_traits>
#include <vector>

namespace binnacle::sqlite {

inline constexpr char registersVersion = 1;

inline void putFixed(std::string& out, std::uint64_t value)
{
    std::array<char, 8> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(value >> (8 * i));
    out.append(bytes.data(), bytes.size());
}

/// Collects fields and the order keys they share.
class RegistersWriter {
public:
    void clear()
    {
        m_body.clear();
        m_keys.clear();
    }

    void operator()(std::int64_t value) { putVarint(m_body, zigzag(value)); }
    void operator()(std::uint64_t value) { putFixed(m_body, value); }
    void operator()(bool value) { m_body.push_back(value ? 1 : 0); }
    void operator()(double value) { putFixed(m_body, std::bit_cast<std::uint64_t>(value)); }
    void operator()(const std::string& value)
    {
        putVarint(m_body, value.size());
        m_body.append(value);
    }
    void operator()(const StepSummary& value)
    {
        (*this)(value.completed);
        (*this)(value.failed);
        (*this)(value.inProgress);
        (*this)(value.pending);
    }
    void operator()(const std::vector<std::int64_t>& values)
    {
        putVarint(m_body, values.size());
        for (const std::int64_t value : values)
            (*this)(value);
    }
    void operator()(const std::vector<PropertyState>& values)
    {
        putVarint(m_body, values.size());
        for (const PropertyState& value : values) {
            (*this)(value.name);
            (*this)(value.json);
        }
    }
    void operator()(const DurationSketch& value) { (*this)(value.encode()); }
    void operator()(const OrderKey& key)
    {
        putVarint(m_body, key.occurredAtMicros == INT64_MIN ? 0 : indexOf(key) + 1);
    }
    template <typename T>
    requires std::is_enum_v<T>
    void operator()(T value) { m_body.push_back(static_cast<char>(value)); }
    template <typename T>
    void operator()(const Register<T>& value)
    {
        (*this)(value.key);
        if (value.isSet())
            (*this)(value.value);
    }

    void finish(std::string& out) const
    {
        out.reserve(out.size() + m_body.size() + m_keys.size() * 20 + 2);
        out.push_back(registersVersion);
        putVarint(out, m_keys.size());
        std::int64_t previous = 0;
        for (const OrderKey& key : m_keys) {
            // Differences wrap around on purpose: they are taken back the same way.
            putVarint(out,
                zigzag(static_cast<std::int64_t>(
                    static_cast<std::uint64_t>(key.occurredAtMicros) - static_cast<std::uint64_t>(previous))));
            previous = key.occurredAtMicros;
            putVarint(out, zigzag(key.ordinal));
            out.push_back(static_cast<char>(key.rank));
            putFixed(out, key.identityHash);
        }
        out.append(m_body);
    }

private:
    std::size_t indexOf(const OrderKey& key)
    {
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            if (m_keys[i] == key)
                return i;
        }
        m_keys.push_back(key);
        return m_keys.size() - 1;
    }

    std::string m_body;
    std::vector<OrderKey> m_keys;
};

} // namespace binnacle::sqlite
