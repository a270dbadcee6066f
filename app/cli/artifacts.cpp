#include "app/cli/commands.h"
#include "app/cli/listing.h"

namespace binnacle::cli {

void addArtifactsCommand(Command& root)
{
    auto options = std::make_shared<ListingOptions>();
    auto command = root.add("artifacts", "What steps have produced, latest first");
    addListingOptions(command, *options);
    command.run([options](Context& context) {
        return showListing<ArtifactRow>(
            context, *options, artifactColumns(),
            [](StoreReader& reader, EntityRef entity) { return reader.artifacts(entity); },
            [](StoreReader& reader, const PageRequest& request) { return reader.allArtifacts(request); });
    });
}

} // namespace binnacle::cli
