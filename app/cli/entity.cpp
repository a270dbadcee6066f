#include "app/cli/commands.h"
#include "app/cli/reading.h"
#include "app/cli/records.h"

namespace binnacle::cli {

namespace {

Record detailRecord(const EntityDetail& detail)
{
    auto record = recordOf(detail.row);
    List steps;
    for (const auto& step : detail.steps)
        steps.emplace_back(recordOf(step));
    List properties;
    for (const auto& property : detail.properties)
        properties.emplace_back(recordOf(property));
    List sources;
    for (const auto& source : detail.sources)
        sources.emplace_back(source);
    record.push_back({ "sources", std::move(sources) });
    record.push_back({ "sender_version", textOrNull(detail.senderVersion) });
    record.push_back({ "archive_reason", textOrNull(detail.archiveReason) });
    record.push_back({ "upstream", jsonOrNull(detail.upstreamJson) });
    record.push_back({ "downstream_impacts", jsonOrNull(detail.downstreamJson) });
    record.push_back({ "steps", std::move(steps) });
    record.push_back({ "properties", std::move(properties) });
    return record;
}

/// The head of the page for people: what was said, without the parts that follow as tables.
Record headOf(const Record& record)
{
    Record head;
    for (const auto& field : record) {
        const bool isTable = field.name == "steps" || field.name == "properties";
        if (!isTable && !field.value.isNull())
            head.push_back(field);
    }
    return head;
}

int run(Context& context, const std::string& key, const AsOfOptions& asOfOptions)
{
    const auto asOf = readAsOf(asOfOptions);
    if (!asOf)
        return context.out.fail(asOf.error());
    auto opened = openForReading(context);
    if (!opened)
        return context.out.fail(opened.error());
    const auto detail = readEntity(*opened->reader, key, *asOf);
    if (!detail)
        return context.out.fail(detail.error());
    const auto record = detailRecord(*detail);
    if (!context.out.isTable()) {
        context.out.object(record);
        return exitDone;
    }
    context.out.object(headOf(record));
    context.out.section("Steps", stepColumns(), recordsOf(detail->steps));
    context.out.section("Properties", propertyColumns(), recordsOf(detail->properties));
    return exitDone;
}

} // namespace

void addEntityCommand(Command& root)
{
    auto key = std::make_shared<std::string>();
    auto asOf = std::make_shared<AsOfOptions>();
    auto command = root.add("entity", "One entity whole: status, steps, properties");
    command.option("key", *key, "organization/project/type/id", true);
    addAsOfOptions(command, *asOf);
    command.run([key, asOf](Context& context) { return run(context, *key, *asOf); });
}

} // namespace binnacle::cli
