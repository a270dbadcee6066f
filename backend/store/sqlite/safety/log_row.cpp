#include "backend/store/sqlite/safety/log_row.h"

#include "backend/store/log/block_frame.h"
#include "backend/store/log/payload_columns.h"
#include "backend/store/sqlite/log_segment.h"

#include "backend/event/facts_codec.h"

#include <algorithm>
#include <string>

namespace binnacle::sqlite {

SeqRange LogRow::events() const
{
    constexpr auto most = static_cast<std::int64_t>(block::maxBlockEvents);
    return { first, first + std::clamp<std::int64_t>(count, 1, most) - 1 };
}

Result<void> readRow(const LogRow& row, const SeqRange& wanted, RawBlock& out)
{
    const SeqRange events{ std::max(row.first, wanted.first), std::min(row.events().last, wanted.last) };
    if (!row.isBlock) {
        RawBlock whole;
        if (auto done = decodeTailRow(row.first, row.count, row.facts, whole); !done)
            return done;
        for (Seq seq = events.first; seq <= events.last; ++seq) {
            const RawBlock::Item event = whole.at(static_cast<std::size_t>(seq - row.first));
            out.append(event);
        }
        return {};
    }
    auto columns = FactColumns::unpack(row.facts, static_cast<std::size_t>(row.count));
    if (!columns)
        return columns.error();
    auto payloads = PayloadColumns::unpack(row.payloads, *columns);
    if (!payloads)
        return payloads.error();
    std::string facts;
    std::string payload;
    for (Seq seq = events.first; seq <= events.last; ++seq) {
        const auto index = static_cast<std::size_t>(seq - row.first);
        facts.clear();
        encodeFacts(columns->event(index), facts);
        if (auto done = payloads->payload(index, payload); !done)
            return done;
        out.append({ columns->recordedAt(index), facts, payload });
    }
    return {};
}

} // namespace binnacle::sqlite
