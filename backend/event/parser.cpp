#include "backend/event/parser.h"

#include "backend/event/dialects.h"
#include "backend/event/json_faults.h"
#include "backend/event/json_parser.h"
#include "backend/event/json_scan.h"

namespace binnacle {

namespace {

Refusal unknownDialect()
{
    return { "UNKNOWN_DIALECT", "",
        "The event carries the marks of no known dialect: specversion (cloudevents), event_type with entity (faber), a "
        "workflow event_type (workflow), or source aws, gcp or azure with a payload (helios).",
        { "faber", "workflow", "helios", "cloudevents" } };
}

} // namespace

class ItemParser::Private {
public:
    explicit Private(ParseOptions given)
        : options(std::move(given))
    {
    }

    void fill(std::string_view item, std::optional<Dialect> dialect, EventBatch& batch, ParsedItem& out)
    {
        if (item.size() > maxEventBytes) {
            out.content = Refusal{ "TOO_LARGE", "", "The event is larger than 1 MiB.", {} };
            return;
        }
        json::Element root;
        if (const auto error = parser.parse(item, root, json::Parser::Padding::Behind)) {
            out.content = json::refusalFor(error, item);
            return;
        }
        if (auto refusal = json::refuseEscapes(item)) {
            out.content = std::move(*refusal);
            return;
        }
        json::Object object;
        if (root.get_object().get(object)) {
            out.content = Refusal{ "INVALID_JSON", "", "An event must be a JSON object.", {} };
            return;
        }
        if (!dialect)
            dialect = recogniseDialect(object);
        if (!dialect || *dialect == Dialect::Xes) {
            out.content = unknownDialect();
            return;
        }
        out.dialect = *dialect;
        out.dialectIsKnown = true;
        Event& event = out.content.emplace<Event>();
        event.dialect = *dialect;
        event.payload = item;
        json::ItemReader reader(batch, item, options);
        switch (*dialect) {
        case Dialect::Faber:
            parseFaber(object, reader, event);
            break;
        case Dialect::Workflow:
            parseWorkflow(object, reader, event);
            break;
        case Dialect::Helios:
            parseHelios(object, reader, event);
            break;
        case Dialect::CloudEvents:
            parseCloudEvent(object, reader, event);
            break;
        case Dialect::Xes:
            break;
        }
        if (reader.refused())
            out.content = reader.takeRefusal();
    }

    ParseOptions options;
    json::Parser parser{ maxNesting };
};

ItemParser::ItemParser(ParseOptions options)
    : d(std::make_unique<Private>(std::move(options)))
{
}
ItemParser::~ItemParser() = default;
ItemParser::ItemParser(ItemParser&&) noexcept = default;
ItemParser& ItemParser::operator=(ItemParser&&) noexcept = default;

ParseOptions& ItemParser::options()
{
    return d->options;
}

void ItemParser::parse(std::string_view item, std::uint64_t line, std::optional<Dialect> dialect, EventBatch& batch)
{
    ParsedItem& out = batch.items.emplace_back();
    out.line = line;
    out.raw = json::trimmed(item);
    if (dialect) {
        out.dialect = *dialect;
        out.dialectIsKnown = true;
    }
    d->fill(out.raw, dialect, batch, out);
}

} // namespace binnacle
