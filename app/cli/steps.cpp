#include "app/cli/commands.h"
#include "app/cli/reading.h"
#include "app/cli/records.h"

namespace binnacle::cli {

namespace {

struct Options {
    std::string key;
    std::string from;
    std::string to;
};

constexpr Timestamp earliest{ -62'135'596'800'000'000 }; // 0001-01-01T00:00:00Z
constexpr Timestamp latest{ 253'402'300'799'999'999 }; // 9999-12-31T23:59:59.999999Z

int ofEntity(const Context& context, StoreReader& reader, const Options& options)
{
    if (!options.from.empty() || !options.to.empty())
        return context.out.fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE",
            "--from and --to belong to the statistics of all steps; the steps of one entity are its present state.",
            "Leave them out, or leave the entity out."));
    const auto detail = readEntity(reader, options.key);
    if (!detail)
        return context.out.fail(detail.error());
    context.out.list(
        stepColumns(), recordsOf(detail->steps), { "", static_cast<std::int64_t>(detail->steps.size()), true });
    return exitDone;
}

int run(Context& context, const Options& options)
{
    const auto span = readSpan(options.from, options.to);
    if (!span)
        return context.out.fail(span.error());
    auto opened = openForReading(context);
    if (!opened)
        return context.out.fail(opened.error());
    if (!options.key.empty())
        return ofEntity(context, *opened->reader, options);
    const auto steps = opened->reader->stepStatistics(span->from.value_or(earliest), span->to.value_or(latest));
    if (!steps)
        return context.out.fail(steps.error());
    context.out.list(
        stepStatisticsColumns(), recordsOf(*steps), { "", static_cast<std::int64_t>(steps->size()), true });
    return exitDone;
}

} // namespace

void addStepsCommand(Command& root)
{
    auto options = std::make_shared<Options>();
    auto command = root.add("steps", "Steps of one entity, or how each step of each project does");
    command.option("key", options->key, "Steps of this entity: organization/project/type/id");
    command.option("--from", options->from, "Statistics from this hour on: RFC 3339, or 2h, 3d for that long ago");
    command.option("--to", options->to, "Statistics before this hour");
    command.run([options](Context& context) { return run(context, *options); });
}

} // namespace binnacle::cli
