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
        const auto artifacts = reader.artifacts(detail->row.ref);
        if (!artifacts)
            return context.out.fail(artifacts.error());
        context.out.list(
            artifactColumns(), recordsOf(*artifacts), { "", static_cast<std::int64_t>(artifacts->size()), true });
        return exitDone;
    }
    const auto page =
        readPages<ArtifactRow>(options.page, [&](const PageRequest& request) { return reader.allArtifacts(request); });
    if (!page)
        return context.out.fail(page.error());
    context.out.list(artifactColumns(), recordsOf(page->items), tailOf(options.page, *page));
    return exitDone;
}

} // namespace

void addArtifactsCommand(Command& root)
{
    auto options = std::make_shared<Options>();
    auto command = root.add("artifacts", "What steps have produced, latest first");
    command.option("key", options->key, "Only of this entity: organization/project/type/id");
    addPageOptions(command, options->page);
    command.run([options](Context& context) { return run(context, *options); });
}

} // namespace binnacle::cli
