#include "app/cli/commands.h"
#include "app/cli/reading.h"
#include "app/cli/records.h"

namespace binnacle::cli {

namespace {

struct Options {
    std::string key;
    std::string type;
    std::string source;
    std::string text;
    std::string from;
    std::string to;
    bool oldestFirst = false;
    bool stepsOnly = false;
    bool payload = false;
    PageOptions page;
};

bool hasFilter(const EventQuery& query)
{
    return query.entity || !query.type.empty() || !query.source.empty() || !query.text.empty() || query.recordedFrom
        || query.recordedTo || query.stepsOnly;
}

Result<EventQuery> queryOf(StoreReader& reader, const Options& options)
{
    EventQuery query;
    query.type = options.type;
    query.source = options.source;
    query.text = options.text;
    query.newestFirst = !options.oldestFirst;
    query.stepsOnly = options.stepsOnly;
    const auto span = readSpan(options.from, options.to);
    if (!span)
        return span.error();
    query.recordedFrom = span->from;
    query.recordedTo = span->to;
    if (!options.key.empty()) {
        const auto detail = readEntity(reader, options.key);
        if (!detail)
            return detail.error();
        query.entity = detail->row.ref;
    }
    return query;
}

int run(Context& context, const Options& options)
{
    auto opened = openForReading(context);
    if (!opened)
        return context.out.fail(opened.error());
    auto& reader = *opened->reader;
    const auto query = queryOf(reader, options);
    if (!query)
        return context.out.fail(query.error());
    const auto page =
        readPages<EventRow>(options.page, [&](const PageRequest& request) { return reader.events(*query, request); });
    if (!page)
        return context.out.fail(page.error());
    auto tail = tailOf(options.page, *page);
    if (!hasFilter(*query)) {
        const auto info = reader.info();
        if (!info)
            return context.out.fail(info.error());
        tail.total = info->lastSeq; // seq has no gaps, but for damage
    }
    auto records = recordsOf(page->items);
    std::vector<SeqRange> damaged = page->damaged;
    for (std::size_t i = 0; options.payload && i < records.size(); ++i) {
        const Seq seq = page->items[i].seq;
        const auto event = reader.event(seq);
        if (!event && event.error().kind != ErrorKind::Corrupt)
            return context.out.fail(event.error());
        records[i].push_back({ "payload", event ? Value(event->payload) : Value() });
        if (!event)
            addRange(damaged, { seq, seq });
    }
    tail.damaged = listOf(damaged);
    context.out.list(eventColumns(), records, tail);
    if (damaged.empty())
        return exitDone;
    context.out.warn("The store is damaged: " + countOf(damaged) + " that belong here cannot be read ("
        + namesOf(damaged) + "). See: binnacle doctor --deep");
    return exitPartial;
}

} // namespace

void addEventsCommand(Command& root)
{
    auto options = std::make_shared<Options>();
    auto command = root.add("events", "Events as they were recorded, newest first");
    command.option("key", options->key, "Only of this entity: organization/project/type/id");
    command.option("--type", options->type, "Only this type, for example entity.step.failed");
    command.option("--source", options->source, "Only from this source");
    command.option("--text", options->text, "Only where the event id or the type holds this text");
    command.option("--from", options->from, "Recorded at this time or later: RFC 3339, or 2h, 3d for that long ago");
    command.option("--to", options->to, "Recorded before this time");
    command.flag("--oldest-first", options->oldestFirst, "Begin with the oldest");
    command.flag("--steps", options->stepsOnly, "Only events of steps");
    command.flag("--payload", options->payload, "With the payload as it arrived (not in tables)");
    addPageOptions(command, options->page);
    command.run([options](Context& context) { return run(context, *options); });
}

} // namespace binnacle::cli
