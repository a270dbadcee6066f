#include "tests/fuzz/item_check.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    binnacle::fuzz::checkItem({ reinterpret_cast<const char*>(data), size }, binnacle::Dialect::Faber);
    return 0;
}
