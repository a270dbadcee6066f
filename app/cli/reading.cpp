#include "app/cli/reading.h"

#include "app/composition.h"

#include <array>

namespace binnacle::cli {

namespace {

struct SortName {
    std::string_view name;
    EntitySort column;
};

constexpr std::array sortNames{ SortName{ "updated", EntitySort::Updated }, SortName{ "created", EntitySort::Created },
    SortName{ "id", EntitySort::Id }, SortName{ "type", EntitySort::Type }, SortName{ "project", EntitySort::Project },
    SortName{ "org", EntitySort::Organization }, SortName{ "status", EntitySort::Status },
    SortName{ "current", EntitySort::CurrentStep }, SortName{ "retries", EntitySort::Retries },
    SortName{ "version", EntitySort::Version } };

Error sortError(std::string_view word)
{
    std::string names;
    for (const auto& entry : sortNames)
        names += (names.empty() ? "" : ", ") + std::string(entry.name);
    return Error::make(ErrorKind::InvalidInput, "INVALID_SORT",
        "Entities cannot be sorted by \"" + std::string(word) + "\".",
        "Use one or more of " + names + ", each with :asc or :desc behind it where needed.");
}

Result<SortKey> readSortKey(std::string_view word)
{
    const auto colon = word.find(':');
    const auto name = word.substr(0, colon);
    const auto direction = colon == std::string_view::npos ? std::string_view() : word.substr(colon + 1);
    for (const auto& entry : sortNames) {
        if (entry.name != name)
            continue;
        // Times begin with the latest, everything else with the smallest, as people expect of a list.
        const bool isTime = entry.column == EntitySort::Updated || entry.column == EntitySort::Created;
        if (direction.empty() && colon == std::string_view::npos)
            return SortKey{ entry.column, isTime };
        if (direction == "asc" || direction == "desc")
            return SortKey{ entry.column, direction == "desc" };
    }
    return sortError(word);
}

Result<std::optional<Timestamp>> readTime(std::string_view option, const std::string& text)
{
    if (text.empty())
        return std::optional<Timestamp>();
    auto time = resolveTimeValue(text, Clock::system().now());
    if (time)
        return std::optional<Timestamp>(*time);
    return Error::make(ErrorKind::InvalidInput, "INVALID_TIMESTAMP",
        std::string(option) + ": \"" + text + "\" is not a time. " + time.error().message,
        "Use RFC 3339 such as 2026-01-10T12:30:00Z, or a span such as 2h, 3d, 1w for that long ago.");
}

} // namespace

Result<OpenedStore> openForReading(const Context& context)
{
    auto store = openStore(context.storeLocation(), StoreMode::Read);
    if (!store)
        return store.error();
    auto reader = (*store)->openReader();
    if (!reader)
        return reader.error();
    return OpenedStore{ std::move(*store), std::move(*reader) };
}

void addPageOptions(Command& command, PageOptions& page)
{
    command.option("--limit", page.limit, "At most this many (default 100)");
    command.option("--cursor", page.cursor, "Go on behind the page that gave this cursor");
}

Result<void> checkLimit(const PageOptions& page)
{
    if (page.limit < 1)
        return Error::make(ErrorKind::InvalidInput, "INVALID_LIMIT", "--limit must be 1 or more.");
    return {};
}

Result<void> checkUnpaged(const PageOptions& page)
{
    if (!page.cursor.empty())
        return Error::make(
            ErrorKind::InvalidInput, "WRONG_USAGE", "The list of one entity has a single page.", "Leave --cursor out.");
    return checkLimit(page);
}

Result<EntityKey> readKey(const std::string& text)
{
    if (auto key = entityKeyFromString(text))
        return *key;
    return Error::make(ErrorKind::InvalidInput, "INVALID_KEY", "\"" + text + "\" is not the address of an entity.",
        "Write it as organization/project/type/id; binnacle entities lists them.");
}

Result<EntityDetail> readEntity(StoreReader& reader, const std::string& text, const std::optional<AsOf>& asOf)
{
    const auto key = readKey(text);
    if (!key)
        return key.error();
    return asOf ? reader.entityAsOf(*key, *asOf) : reader.entity(*key);
}

Result<EntityQuery> readQuery(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word;
    auto parsed = parseEntityQuery(text);
    if (parsed.problems.empty())
        return std::move(parsed.query);
    std::string message;
    for (const auto& problem : parsed.problems)
        message += (message.empty() ? "" : " ") + problem.message;
    return Error::make(ErrorKind::InvalidInput, "QUERY_INVALID", message,
        "For example: binnacle entities status:failed step:github-commit updated:'<2h'");
}

Result<std::vector<SortKey>> readSort(const std::string& text)
{
    std::vector<SortKey> keys;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        auto key = readSortKey(rest.substr(0, comma));
        if (!key)
            return key.error();
        keys.push_back(*key);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    return keys;
}

Result<TimeSpan> readSpan(const std::string& from, const std::string& to)
{
    const auto first = readTime("--from", from);
    if (!first)
        return first.error();
    const auto last = readTime("--to", to);
    if (!last)
        return last.error();
    if (*first && *last && **first >= **last)
        return Error::make(ErrorKind::InvalidInput, "WRONG_USAGE", "Nothing lies between --from and --to.",
            "A span such as 2h means that long ago, so --from 3h --to 2h is an hour.");
    return TimeSpan{ *first, *last };
}

void addAsOfOptions(Command& command, AsOfOptions& options)
{
    command.option("--as-of", options.at, "As it was at TIME: RFC 3339, or 2h, 3d for that long ago");
    command.choice("--axis", options.axis, { "recorded", "occurred" },
        "With --as-of: what was known at that time (recorded, the default), or what was true then as far as is known "
        "now");
}

Result<std::optional<AsOf>> readAsOf(const AsOfOptions& options)
{
    const auto at = readTime("--as-of", options.at);
    if (!at)
        return at.error();
    if (!*at && !options.axis.empty())
        return Error::make(
            ErrorKind::InvalidInput, "WRONG_USAGE", "--axis says what --as-of means, and there is no --as-of.");
    if (!*at)
        return std::optional<AsOf>();
    return std::optional<AsOf>(AsOf{ options.axis == "occurred" ? AsOfAxis::Occurred : AsOfAxis::Recorded, **at });
}

} // namespace binnacle::cli
