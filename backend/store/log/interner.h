#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// Numbers distinct texts in the order in which they come, for one column after the other.
class Interner {
public:
    /// `most`: values a column can have, at most 65,535.
    explicit Interner(std::size_t most);

    /// Begins a column. `values` (with what stands for no value at 0) gets the distinct texts.
    void begin(std::vector<std::string_view>& values);
    std::uint16_t indexOf(std::string_view text);

private:
    std::uint16_t find(std::string_view text);

    std::vector<std::uint16_t> m_slots; ///< Open addressing; 0 is free.
    std::vector<std::uint32_t> m_hashes; ///< Of each value.
    std::vector<std::string_view>* m_values = nullptr;
    std::uint16_t m_last = 0;
};

} // namespace binnacle::block
