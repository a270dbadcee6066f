#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// Numbers the distinct texts of a column from 1 on, in the order in which they come.
class Interner {
public:
    /// Begins a column. `values` (with what stands for no value at 0) gets the distinct texts, at most 65,535.
    void begin(std::vector<std::string_view>& values);
    std::uint16_t indexOf(std::string_view text);

private:
    struct Entry {
        std::string_view text;
        std::uint32_t hash = 0;
    };

    std::uint16_t find(std::string_view text);
    void grow();

    std::vector<std::uint16_t> m_slots; ///< Open addressing; 0 is free. Small while the column has few values.
    std::vector<Entry> m_entries; ///< Of the values, without that at 0.
    std::vector<std::string_view>* m_values = nullptr;
    std::string_view m_lastText;
    std::uint16_t m_last = 0;
};

} // namespace binnacle::block
