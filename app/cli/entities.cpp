#include "app/cli/commands.h"
#include "app/cli/reading.h"
#include "app/cli/records.h"

namespace binnacle::cli {

namespace {

struct Options {
    std::vector<std::string> query;
    PageOptions page;
    std::string sort;
    bool grid = false;
    std::string organization;
    std::string project;
    AsOfOptions asOf;
};

/// Counting stops here and gives an estimate: a list must not wait for its total.
constexpr std::int64_t countEffort = 200'000;

int showGrid(const Context& context, StoreReader& reader, const Options& options)
{
    if (!options.query.empty())
        return context.out.fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE",
            "--grid counts all entities of a project; it takes no query.",
            "Narrow it with --organization and --project."));
    const auto asOf = readAsOf(options.asOf);
    if (!asOf)
        return context.out.fail(asOf.error());
    const auto cells = *asOf ? reader.gridAsOf(**asOf, options.organization, options.project)
                             : reader.grid(options.organization, options.project);
    if (!cells)
        return context.out.fail(cells.error());
    context.out.rows("rows", gridColumns(), recordsOf(*cells));
    if (cells->empty())
        context.out.note(*asOf ? "There was no entity then." : "There is no entity.");
    return exitDone;
}

int run(Context& context, const Options& options)
{
    auto query = readQuery(options.query);
    if (!query)
        return context.out.fail(query.error());
    auto sort = readSort(options.sort);
    if (!sort)
        return context.out.fail(sort.error());
    query->sort = *sort;
    if (!options.grid && !(options.organization.empty() && options.project.empty()))
        return context.out.fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE",
            "--organization and --project narrow --grid.", "Narrow a list with its query: org:NAME project:NAME."));
    if (!options.grid && !(options.asOf.at.empty() && options.asOf.axis.empty()))
        return context.out.fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE",
            "--as-of shows --grid, or one entity, as it was.", "Use --grid --as-of TIME, or entity KEY --as-of TIME."));
    auto opened = openForReading(context);
    if (!opened)
        return context.out.fail(opened.error());
    auto& reader = *opened->reader;
    if (options.grid)
        return showGrid(context, reader, options);

    // One instant for the whole answer: "updated:<2h" means the same on each of its pages.
    const auto now = Clock::system().now();
    if (const auto frozen = reader.beginSnapshot(); !frozen)
        return context.out.fail(frozen.error());
    const auto page = readPages<EntityRow>(
        options.page, [&](const PageRequest& request) { return reader.entities(*query, request, now); });
    if (!page)
        return context.out.fail(page.error());
    const auto count = reader.countEntities(*query, now, countEffort);
    if (!count)
        return context.out.fail(count.error());
    context.out.list(entityColumns(), recordsOf(page->items), { page->nextCursor, count->count, count->isExact });
    if (page->items.empty())
        context.out.note("No entity matches.");
    return exitDone;
}

} // namespace

void addEntitiesCommand(Command& root)
{
    auto options = std::make_shared<Options>();
    auto command = root.add("entities", "Entities that a query matches, latest first");
    command.list("query", options->query, "For example: status:failed step:github-commit -project:docs updated:'<2h'");
    command.option("--sort", options->sort,
        "COLUMN[:asc|:desc],... of updated, created, id, type, project, org, "
        "status, current, retries, version");
    command.flag("--grid", options->grid, "Count entities by type and status instead");
    command.option("--organization", options->organization, "With --grid: only this organisation");
    command.option("--project", options->project, "With --grid: only this project");
    addAsOfOptions(command, options->asOf);
    addPageOptions(command, options->page);
    command.run([options](Context& context) { return run(context, *options); });
}

} // namespace binnacle::cli
