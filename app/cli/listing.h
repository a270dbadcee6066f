#pragma once

#include "app/cli/reading.h"
#include "app/cli/records.h"
#include "app/cli/text.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace binnacle::cli {

/// [KEY] --limit --cursor, of a subcommand that lists what one entity has, or all have.
struct ListingOptions {
    std::string key;
    PageOptions page;
};
void addListingOptions(Command& command, ListingOptions& options);

/// Lists what `ofEntity(reader, ref)` gives for the entity named, or `ofAll(reader, request)` page by page. Exit code.
template <typename Row, typename OfEntity, typename OfAll>
int showListing(const Context& context, const ListingOptions& options, std::span<const Column> columns,
    OfEntity ofEntity, OfAll ofAll)
{
    auto opened = openForReading(context);
    if (!opened)
        return context.out.fail(opened.error());
    StoreReader& reader = *opened->reader;
    if (options.key.empty()) {
        const auto page =
            readPages<Row>(options.page, [&](const PageRequest& request) { return ofAll(reader, request); });
        if (!page)
            return context.out.fail(page.error());
        context.out.list(columns, recordsOf(page->items), tailOf(options.page, *page));
        return exitDone;
    }
    if (const auto usable = checkUnpaged(options.page); !usable)
        return context.out.fail(usable.error());
    const auto detail = readEntity(reader, options.key);
    if (!detail)
        return context.out.fail(detail.error());
    Result<std::vector<Row>> rows = ofEntity(reader, detail->row.ref);
    if (!rows)
        return context.out.fail(rows.error());
    const auto total = static_cast<std::int64_t>(rows->size());
    if (total > options.page.limit)
        rows->resize(static_cast<std::size_t>(options.page.limit));
    context.out.list(columns, recordsOf(*rows), { "", total, true });
    if (total > options.page.limit)
        context.out.note("There are " + formatCount(total) + "; more with --limit.");
    return exitDone;
}

} // namespace binnacle::cli
