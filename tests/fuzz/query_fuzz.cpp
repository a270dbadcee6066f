#include "backend/projection/entity_query.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace binnacle;

namespace {

constexpr Timestamp now = Timestamp::fromSeconds(1'768'046'400); // 2026-01-10T12:00:00Z

void require(bool holds)
{
    if (!holds)
        std::abort();
}

bool isTime(const EntityFilter& filter)
{
    return filter.field == EntityField::Updated || filter.field == EntityField::Created;
}

} // namespace

/// Any text is a query and problems that point into the text; the query's own text gives the same query back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const ParsedQuery parsed = parseEntityQuery(text);
    for (const QueryProblem& problem : parsed.problems) {
        require(!problem.message.empty());
        require(problem.length > 0 && problem.offset + problem.length <= text.size());
    }
    for (const EntityFilter& filter : parsed.query.filters)
        require(!isTime(filter) || timeBounds(filter, now).ok());

    // Escaping makes a text longer, and one beyond the limit is refused whole.
    constexpr std::size_t longestQuery = 16 * 1024;
    const std::string canonical = toString(parsed.query);
    if (canonical.size() > longestQuery)
        return 0;
    const ParsedQuery again = parseEntityQuery(canonical);
    require(again.problems.empty() && again.query == parsed.query);
    return 0;
}
