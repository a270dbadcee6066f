#include "app/cli/commands.h"
#include "app/cli/reading.h"
#include "app/cli/records.h"

namespace binnacle::cli {

namespace {

struct Options {
    std::string key;
    PageOptions page;
};

int run(Context& context, const Options& options)
{
    auto opened = openForReading(context);
    if (!opened)
        return context.out.fail(opened.error());
    auto& reader = *opened->reader;
    if (!options.key.empty()) {
        const auto detail = readEntity(reader, options.key);
        if (!detail)
            return context.out.fail(detail.error());
        const auto runs = reader.runs(detail->row.ref);
        if (!runs)
            return context.out.fail(runs.error());
        context.out.list(runColumns(), recordsOf(*runs), { "", static_cast<std::int64_t>(runs->size()), true });
        return exitDone;
    }
    const auto page =
        readPages<RunRow>(options.page, [&](const PageRequest& request) { return reader.allRuns(request); });
    if (!page)
        return context.out.fail(page.error());
    context.out.list(runColumns(), recordsOf(page->items), tailOf(options.page, *page));
    return exitDone;
}

} // namespace

void addRunsCommand(Command& root)
{
    auto options = std::make_shared<Options>();
    auto command = root.add("runs", "Executions of workflows, latest first");
    command.option("key", options->key, "Only of this entity: organization/project/type/id");
    addPageOptions(command, options->page);
    command.run([options](Context& context) { return run(context, *options); });
}

} // namespace binnacle::cli
