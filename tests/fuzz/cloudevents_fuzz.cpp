#include "backend/event/cloudevents_http.h"
#include "tests/fuzz/item_check.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

/// The same bytes as a request in the binary mode: a line a header value, the body behind them.
void checkHttp(std::string_view bytes)
{
    std::array<binnacle::HttpHeader, 5> headers{ { { "ce-specversion", {} }, { "ce-id", {} }, { "ce-source", {} },
        { "ce-type", {} }, { "Content-Type", {} } } };
    for (auto& header : headers) {
        header.value = bytes.substr(0, bytes.find('\n'));
        bytes.remove_prefix(header.value.size() < bytes.size() ? header.value.size() + 1 : bytes.size());
    }
    if (const auto item = binnacle::cloudEventFromHttp(headers, bytes))
        binnacle::fuzz::checkItem(*item, binnacle::Dialect::CloudEvents);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    binnacle::fuzz::checkItem(bytes, binnacle::Dialect::CloudEvents);
    checkHttp(bytes);
    return 0;
}
