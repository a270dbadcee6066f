#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>

namespace binnacle::sqlite {

Result<Seq> SqliteReader::visibleSeq()
{
    return number({ "SELECT seq FROM progress", {} });
}

Result<void> SqliteReader::forEachEvent(bool newestFirst, std::optional<Seq> after,
    const std::function<Result<bool>(const EventBlock&, Seq)>& visit,
    const std::function<Result<bool>(const SeqRange&)>& skip)
{
    auto newest = visibleSeq();
    if (!newest)
        return newest.error();
    Seq from = newestFirst ? *newest : 1;
    if (after)
        from = newestFirst ? std::min(*newest, *after - 1) : *after + 1;
    const Seq to = newestFirst ? 1 : *newest;
    if (from < 1 || from > *newest)
        return {};
    return m_log.walk(
        from, to,
        [&](const std::shared_ptr<const EventBlock>& block, Seq first, Seq last) -> Result<bool> {
            if (m_token.isCancelled())
                return cancelled();
            for (Seq i = 0; i <= last - first; ++i) {
                auto more = visit(*block, newestFirst ? last - i : first + i);
                if (!more || !*more)
                    return more;
            }
            return true;
        },
        [&](const SeqRange& events, const Error&) -> Result<bool> {
            if (m_token.isCancelled())
                return cancelled();
            return skip(events);
        });
}

Result<void> SqliteReader::forEachOfEntity(EntityRef ref, bool newestFirst, std::optional<Seq> after,
    const std::function<Result<bool>(const HistoryEntry&)>& visit)
{
    bool goesOn = true;
    std::vector<HistoryEntry> entries;
    const auto visitAll = [&](const Statement& row) -> Result<bool> {
        entries.clear();
        if (auto done = EntityHistory::decode(row.columnBlob(0), entries); !done)
            return done.error();
        if (newestFirst)
            std::reverse(entries.begin(), entries.end());
        for (const HistoryEntry& entry : entries) {
            if (after && (newestFirst ? entry.seq >= *after : entry.seq <= *after))
                continue;
            auto more = visit(entry);
            if (!more)
                return more.error();
            goesOn = *more;
            if (!goesOn)
                break;
        }
        return goesOn;
    };
    SqlText recent{ "SELECT recent FROM entity_state WHERE ref=", {} };
    recent.bind(ref);
    SqlText archived{ "SELECT entries FROM entity_history WHERE entity=", {} };
    archived.bind(ref);
    if (after && newestFirst) {
        archived += " AND first_seq<";
        archived.bind(*after);
    } else if (after) {
        // From the row on that may hold what follows.
        archived += " AND first_seq>=coalesce((SELECT max(first_seq) FROM entity_history WHERE entity=";
        archived.bind(ref);
        archived += " AND first_seq<=";
        archived.bind(*after);
        archived += "),0)";
    }
    archived += newestFirst ? " ORDER BY first_seq DESC" : " ORDER BY first_seq ASC";
    for (const SqlText* part : { newestFirst ? &recent : &archived, newestFirst ? &archived : &recent }) {
        if (!goesOn)
            break;
        if (auto done = forEachRow(*part, visitAll); !done)
            return done;
    }
    return {};
}

} // namespace binnacle::sqlite
