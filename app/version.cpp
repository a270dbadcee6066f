#include "app/version.h"

#include "binnacle_version.h"

namespace binnacle {

std::string version()
{
    return BINNACLE_VERSION;
}
std::string commit()
{
    return BINNACLE_COMMIT;
}
std::string versionLine()
{
    return "binnacle " + version() + " (commit " + commit() + ")";
}

} // namespace binnacle
