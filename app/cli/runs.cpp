#include "app/cli/commands.h"
#include "app/cli/listing.h"

namespace binnacle::cli {

void addRunsCommand(Command& root)
{
    auto options = std::make_shared<ListingOptions>();
    auto command = root.add("runs", "Executions of workflows, latest first");
    addListingOptions(command, *options);
    command.run([options](Context& context) {
        return showListing<RunRow>(
            context, *options, runColumns(), [](StoreReader& reader, EntityRef entity) { return reader.runs(entity); },
            [](StoreReader& reader, const PageRequest& request) { return reader.allRuns(request); });
    });
}

} // namespace binnacle::cli
