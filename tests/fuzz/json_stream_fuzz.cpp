#include "backend/event/parser.h"
#include "backend/intake/json_stream.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

using namespace binnacle;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

ItemParser& parser()
{
    static ItemParser parser{ ParseOptions{} };
    return parser;
}

std::unique_ptr<EventBatch> readWhole(std::string_view text)
{
    auto batch = std::make_unique<EventBatch>();
    require(parseDocument(batch->adopt(std::string(text)), std::nullopt, parser(), *batch) == batch->items.size());
    return batch;
}

std::unique_ptr<EventBatch> readStream(std::string_view text, std::size_t piece, JsonStream::Limits limits)
{
    auto batch = std::make_unique<EventBatch>();
    JsonStream stream(
        parser(), std::nullopt, [&]() -> EventBatch& { return *batch; }, limits);
    for (std::size_t at = 0; at < text.size(); at += piece) {
        stream.feed(text.substr(at, piece));
        if (piece % 2 == 1)
            stream.flush(); // A sender that rests behind each piece.
    }
    stream.finish();
    require(stream.itemCount() == batch->items.size());
    return batch;
}

bool isAllAccepted(const EventBatch& batch)
{
    return std::all_of(batch.items.begin(), batch.items.end(), [](const ParsedItem& item) { return item.event(); });
}

bool areSame(const EventBatch& a, const EventBatch& b)
{
    return std::equal(
        a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), [](const ParsedItem& x, const ParsedItem& y) {
            return x.raw == y.raw && x.event() && y.event() && identityOf(*x.event()) == identityOf(*y.event());
        });
}

} // namespace

/// Three bytes say how large the pieces, the parts and the items may be (0: of any size), the rest is the input.
/// However it is cut, an input without a fault gives the same events as when it is read whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 3)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 3, size - 3);
    const std::size_t piece = std::size_t{ data[0] } + 1;
    JsonStream::Limits limits;
    limits.part = data[1];
    if (data[2] > 0)
        limits.item = limits.part + data[2];

    const auto stream = readStream(text, piece, limits);
    for (const ParsedItem& item : stream->items) {
        const Refusal* refusal = item.refusal();
        require(!refusal || (!refusal->code.empty() && !refusal->message.empty()));
    }
    const auto whole = readWhole(text);
    require(data[2] > 0 || !isAllAccepted(*whole) || areSame(*whole, *stream));
    return 0;
}
