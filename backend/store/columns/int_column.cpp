#include "backend/store/columns/int_column.h"

#include <limits>
#include <type_traits>

namespace binnacle::columns {

namespace {

template <typename T>
bool fits(std::int64_t value)
{
    if constexpr (std::is_signed_v<T>)
        return true;
    else
        return value >= 0 && value <= static_cast<std::int64_t>(std::numeric_limits<T>::max());
}

/// Doubling, as a vector does by itself, would leave half of the memory empty.
template <typename T>
void makeRoom(std::vector<T>& values)
{
    if (values.size() == values.capacity())
        values.reserve(values.size() + values.size() / 8 + 1024);
}

} // namespace

std::size_t IntColumn::size() const
{
    return std::visit([](const auto& values) { return values.size(); }, m_values);
}

std::int64_t IntColumn::at(std::size_t row) const
{
    return std::visit([row](const auto& values) { return static_cast<std::int64_t>(values[row]); }, m_values);
}

void IntColumn::set(std::size_t row, std::int64_t value)
{
    const auto put = [row, value](auto& values) {
        using Value = typename std::remove_reference_t<decltype(values)>::value_type;
        if (!fits<Value>(value))
            return false;
        if (row == values.size()) {
            makeRoom(values);
            values.push_back(static_cast<Value>(value));
        } else {
            values[row] = static_cast<Value>(value);
        }
        return true;
    };
    if (std::visit(put, m_values))
        return;
    widen(value);
    std::visit(put, m_values);
}

void IntColumn::reserve(std::size_t rows)
{
    std::visit([rows](auto& values) { values.reserve(rows); }, m_values);
}

std::size_t IntColumn::byteSize() const
{
    return std::visit([](const auto& values) { return values.capacity() * sizeof(values[0]); }, m_values);
}

void IntColumn::widen(std::int64_t value)
{
    const auto copyTo = [this](auto wide) {
        std::visit(
            [&wide](const auto& values) {
                using Value = typename decltype(wide)::value_type;
                wide.reserve(values.capacity());
                for (const auto narrow : values)
                    wide.push_back(static_cast<Value>(narrow));
            },
            m_values);
        m_values = std::move(wide);
    };
    if (fits<std::uint16_t>(value))
        copyTo(std::vector<std::uint16_t>());
    else if (fits<std::uint32_t>(value))
        copyTo(std::vector<std::uint32_t>());
    else
        copyTo(std::vector<std::int64_t>());
}

} // namespace binnacle::columns
