#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

namespace binnacle::columns {

/// Whole numbers by row, in as many bytes each as the largest of them needs: a million statuses are a megabyte.
class IntColumn {
public:
    std::size_t size() const;
    std::int64_t at(std::size_t row) const;
    /// `row` is at most size(); then it is a new one.
    void set(std::size_t row, std::int64_t value);
    /// Room for so many rows, so that none is moved while they come.
    void reserve(std::size_t rows);
    std::size_t byteSize() const;

    /// Gives `visitor` the values as an array.
    template <typename Visitor>
    decltype(auto) visit(Visitor&& visitor) const
    {
        return std::visit([&](const auto& values) -> decltype(auto) { return visitor(values.data()); }, m_values);
    }

private:
    void widen(std::int64_t value);

    std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint32_t>,
        std::vector<std::int64_t>>
        m_values;
};

} // namespace binnacle::columns
