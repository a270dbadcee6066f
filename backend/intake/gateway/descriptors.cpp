#include "backend/intake/gateway/descriptors.h"

#include "backend/core/logging.h"

#include <algorithm>
#include <sys/resource.h>

namespace binnacle::http {

std::size_t connectionsPossible(std::size_t wanted)
{
    // For the store, its readers, imports, exports, and the window.
    constexpr std::size_t others = 200;
    // Those who are told that there are too many need a descriptor as well.
    const std::size_t needed = wanted + wanted / 4 + 1 + others;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min<rlim_t>(needed, limit.rlim_max);
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
            ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur >= needed)
        return wanted;
    const auto allowed = static_cast<std::size_t>(limit.rlim_cur);
    const std::size_t possible = std::min(wanted, (allowed > 2 * others ? allowed - others : allowed / 2) * 4 / 5);
    log::intake().info("{} connections at once at most: this process may have {} descriptors", possible, allowed);
    return possible;
}

} // namespace binnacle::http
