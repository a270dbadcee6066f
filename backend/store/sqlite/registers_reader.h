#pragma once

#include "backend/core/result.h"
#include "backend/store/sqlite/registers_writer.h"

#include <bit>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace binnacle::sqlite {

/// Reads what RegistersWriter wrote; after the first problem it gives zeros and ok() is false.
class RegistersReader {
public:
    explicit RegistersReader(std::string_view in)
        : m_in(in)
    {
        const char version = byte();
        if (version > registersVersion)
            m_newer = true;
        if (version != registersVersion)
            m_ok = false;
        const std::uint64_t count = varint();
        std::int64_t previous = 0;
        // A key takes at least 11 bytes: a damaged count cannot make us reserve more than the blob's size.
        if (count > m_in.size())
            m_ok = false;
        for (std::uint64_t i = 0; m_ok && i < count; ++i) {
            OrderKey key;
            previous = static_cast<std::int64_t>(
                static_cast<std::uint64_t>(previous) + static_cast<std::uint64_t>(unzigzag(varint())));
            key.occurredAtMicros = previous;
            key.ordinal = unzigzag(varint());
            key.rank = static_cast<std::uint8_t>(byte());
            key.identityHash = fixed();
            m_keys.push_back(key);
        }
    }

    void operator()(std::int64_t& value) { value = unzigzag(varint()); }
    void operator()(std::uint64_t& value) { value = fixed(); }
    void operator()(bool& value) { value = byte() != 0; }
    void operator()(double& value) { value = std::bit_cast<double>(fixed()); }
    void operator()(std::string& value)
    {
        const std::uint64_t size = varint();
        if (size > m_in.size()) {
            m_ok = false;
            value.clear();
            return;
        }
        value.assign(m_in.substr(0, size));
        m_in.remove_prefix(size);
    }
    void operator()(StepSummary& value)
    {
        (*this)(value.completed);
        (*this)(value.failed);
        (*this)(value.inProgress);
        (*this)(value.pending);
    }
    void operator()(std::vector<std::int64_t>& values)
    {
        const std::uint64_t count = varint();
        if (count > m_in.size())
            m_ok = false;
        values.clear();
        for (std::uint64_t i = 0; m_ok && i < count; ++i)
            (*this)(values.emplace_back());
    }
    void operator()(std::vector<PropertyState>& values)
    {
        const std::uint64_t count = varint();
        // A property takes at least two bytes.
        if (count > m_in.size())
            m_ok = false;
        values.clear();
        for (std::uint64_t i = 0; m_ok && i < count; ++i) {
            PropertyState& value = values.emplace_back();
            (*this)(value.name);
            (*this)(value.json);
        }
    }
    void operator()(DurationSketch& value)
    {
        std::string bytes;
        (*this)(bytes);
        auto sketch = DurationSketch::decode(bytes);
        if (sketch)
            value = std::move(*sketch);
        else
            m_ok = false;
    }
    void operator()(OrderKey& key)
    {
        const std::uint64_t index = varint();
        if (index > m_keys.size())
            m_ok = false;
        key = index == 0 || !m_ok ? OrderKey{} : m_keys[index - 1];
    }
    template <typename T>
    requires std::is_enum_v<T>
    void operator()(T& value) { value = static_cast<T>(byte()); }
    template <typename T>
    void operator()(Register<T>& value)
    {
        (*this)(value.key);
        if (value.isSet())
            (*this)(value.value);
        else
            value.value = T{};
    }

    Result<void> finish() const
    {
        if (m_newer)
            return Error::make(ErrorKind::Unsupported, "UNSUPPORTED_REGISTERS",
                "A row of the store was written by a newer version of Binnacle.", "Update Binnacle.");
        if (!m_ok || !m_in.empty())
            return Error::make(ErrorKind::Corrupt, "CORRUPT_REGISTERS", "A row of the store's projections is damaged.",
                "Run `binnacle rebuild` to recreate the projections from the log.");
        return {};
    }

private:
    char byte()
    {
        if (m_in.empty()) {
            m_ok = false;
            return 0;
        }
        const char value = m_in.front();
        m_in.remove_prefix(1);
        return value;
    }
    std::uint64_t varint()
    {
        if (const auto value = takeVarint(m_in))
            return *value;
        m_ok = false;
        return 0;
    }
    std::uint64_t fixed()
    {
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i)
            value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(byte())) << (8 * i);
        return value;
    }

    std::string_view m_in;
    std::vector<OrderKey> m_keys;
    bool m_ok = true;
    bool m_newer = false;
};

} // namespace binnacle::sqlite
