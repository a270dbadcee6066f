#pragma once

#include "app/cli/command.h"
#include "backend/store/event_store.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace binnacle::cli {

/// A store opened for reading beside whoever writes it, and a reader of it.
struct OpenedStore {
    std::unique_ptr<EventStore> store;
    std::unique_ptr<StoreReader> reader; ///< Declared last: it goes before its store.
};
Result<OpenedStore> openForReading(const Context& context);

/// --limit and --cursor.
struct PageOptions {
    std::int64_t limit = 100;
    std::string cursor;
};
void addPageOptions(Command& command, PageOptions& page);
/// Error INVALID_LIMIT.
Result<void> checkLimit(const PageOptions& page);

/// Reads up to `page.limit` rows in steps that keep memory and each query small.
template <typename Row, typename Read>
Result<Page<Row>> readPages(const PageOptions& page, Read read)
{
    constexpr std::int64_t step = 1000;
    if (const auto usable = checkLimit(page); !usable)
        return usable.error();
    Page<Row> all;
    all.nextCursor = page.cursor;
    do {
        PageRequest request;
        request.limit = std::min(step, page.limit - static_cast<std::int64_t>(all.items.size()));
        request.cursor = all.nextCursor;
        Result<Page<Row>> next = read(request);
        if (!next)
            return next.error();
        std::move(next->items.begin(), next->items.end(), std::back_inserter(all.items));
        for (const SeqRange& events : next->damaged)
            addRange(all.damaged, events);
        all.nextCursor = std::move(next->nextCursor);
    } while (!all.nextCursor.empty() && static_cast<std::int64_t>(all.items.size()) < page.limit);
    return all;
}

/// The tail of a list whose total nobody counts: known only where one page holds everything.
template <typename Row>
ListTail tailOf(const PageOptions& options, const Page<Row>& page)
{
    ListTail tail;
    tail.nextCursor = page.nextCursor;
    if (options.cursor.empty() && page.nextCursor.empty())
        tail.total = static_cast<std::int64_t>(page.items.size());
    return tail;
}

/// Page options of a list that comes whole. Errors INVALID_LIMIT and WRONG_USAGE.
Result<void> checkUnpaged(const PageOptions& page);

/// Reads "organization/project/type/id"; error INVALID_KEY.
Result<EntityKey> readKey(const std::string& text);

/// The entity at `key`, now or as of an instant; errors INVALID_KEY, ENTITY_NOT_FOUND and ENTITY_NOT_YET.
Result<EntityDetail> readEntity(
    StoreReader& reader, const std::string& key, const std::optional<AsOf>& asOf = std::nullopt);

/// The words of a query, joined. Error QUERY_INVALID names every word that cannot be read.
Result<EntityQuery> readQuery(const std::vector<std::string>& words);

/// "updated:desc,id": columns of EntitySort, first the most important one. Error INVALID_SORT.
Result<std::vector<SortKey>> readSort(const std::string& text);

/// What --from and --to say, each an absolute time (RFC 3339) or a relative one ("2h", "3d": that long ago). Errors
/// INVALID_TIMESTAMP and, where one lies behind the other, WRONG_USAGE.
struct TimeSpan {
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
};
Result<TimeSpan> readSpan(const std::string& from, const std::string& to);

/// --as-of and --axis.
struct AsOfOptions {
    std::string at;
    std::string axis;
};
void addAsOfOptions(Command& command, AsOfOptions& options);
/// nullopt: as things stand now. Errors INVALID_TIMESTAMP and WRONG_USAGE.
Result<std::optional<AsOf>> readAsOf(const AsOfOptions& options);

} // namespace binnacle::cli
