#include "backend/store/log/value_codec.h"

#include "backend/core/varint.h"

namespace binnacle::block {

void putTexts(std::span<const std::string_view> texts, FrameWriter& out)
{
    bool sameSize = true;
    for (const std::string_view text : texts)
        sameSize = sameSize && text.size() == texts.front().size();
    putVarint(out.structure, sameSize ? texts.front().size() + 1 : 0);
    for (const std::string_view text : texts) {
        if (!sameSize)
            putVarint(out.numbers, text.size());
        out.texts += text;
    }
}

void takeTexts(std::size_t count, std::vector<std::string_view>& texts, FrameReader& in)
{
    const std::uint64_t size = in.structure.varint();
    for (std::size_t i = 0; i < count && in.ok(); ++i)
        texts.push_back(in.texts.bytes(size == 0 ? in.numbers.varint() : size - 1));
}

} // namespace binnacle::block
