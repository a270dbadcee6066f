#include "app/cli/listing.h"

namespace binnacle::cli {

void addListingOptions(Command& command, ListingOptions& options)
{
    command.option("key", options.key, "Only of this entity: organization/project/type/id");
    addPageOptions(command, options.page);
}

} // namespace binnacle::cli
