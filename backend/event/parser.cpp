#include "backend/event/parser.h"

#include "backend/event/dialects.h"
#include "backend/event/json_scan.h"

#include <algorithm>
#include <bit>

namespace binnacle {

namespace {

using simdjson::error_code;

/// What simdjson says, in our codes and words.
Refusal refusalFor(error_code error)
{
    switch (error) {
    case simdjson::DEPTH_ERROR:
        return { "TOO_DEEP", "", "The event nests deeper than " + std::to_string(maxNesting) + " levels.", {} };
    case simdjson::UTF8_ERROR:
        return { "INVALID_UTF8", "", "The event is not valid UTF-8.", {} };
    case simdjson::UNESCAPED_CHARS:
        return { "INVALID_JSON", "", "A text holds a control character that is not escaped.", {} };
    case simdjson::UNCLOSED_STRING:
        return { "INVALID_JSON", "", "A text has no closing quotation mark.", {} };
    case simdjson::STRING_ERROR:
        return { "INVALID_JSON", "", "A text holds an escape that JSON does not know.", {} };
    case simdjson::NUMBER_ERROR:
        return { "INVALID_JSON", "", "A number is not written as JSON writes numbers, or is too large.", {} };
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
        return { "INVALID_JSON", "", "There is a word that is not true, false or null.", {} };
    case simdjson::EMPTY:
        return { "INVALID_JSON", "", "There is nothing where an event should be.", {} };
    default:
        return { "INVALID_JSON", "", "This is not valid JSON.", {} };
    }
}

bool holdsNul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

/// JSON pointer of the text, or of the object with the key, that holds U+0000.
std::optional<std::string> pointerOfNul(const json::Element& element, const std::string& at)
{
    if (element.is_string())
        return holdsNul(element.get_string().value_unsafe()) ? std::optional(at) : std::nullopt;
    if (element.is_object()) {
        const json::Object object = element.get_object().value_unsafe();
        for (const auto member : object) {
            if (holdsNul(member.key))
                return at;
            if (auto found = pointerOfNul(member.value, at + '/' + json::pointerPart(member.key)))
                return found;
        }
    } else if (element.is_array()) {
        std::size_t index = 0;
        const simdjson::dom::array array = element.get_array().value_unsafe();
        for (const json::Element inner : array) {
            if (auto found = pointerOfNul(inner, at + '/' + std::to_string(index++)))
                return found;
        }
    }
    return std::nullopt;
}

Refusal refusalFor(const json::BadEscape& escape, const json::Element& root)
{
    if (escape.isNul)
        return { "INVALID_VALUE", pointerOfNul(root, "").value_or(""), "A text must not hold the character NUL.", {} };
    return { "INVALID_UTF8", "", "A text holds one half of a surrogate pair, which is no character.", {} };
}

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

    /// The value of `item`, which is at most maxEventBytes long, in the parser's memory.
    error_code read(std::string_view item, json::Element& root)
    {
        // Room grows with the largest item seen, so that a store of small events stays small. simdjson counts the
        // level that holds the scalars too.
        if (item.size() > parser.capacity() || parser.capacity() == 0) {
            const std::size_t room = std::max<std::size_t>(std::bit_ceil(item.size()), 16 * 1024);
            if (const auto error = parser.allocate(room, maxNesting + 1))
                return error;
        }
        return parser.parse(reinterpret_cast<const std::uint8_t*>(item.data()), item.size(), false).get(root);
    }

    void fill(std::string_view item, std::optional<Dialect> dialect, EventBatch& batch, ParsedItem& out)
    {
        if (item.size() > maxEventBytes) {
            out.content = Refusal{ "TOO_LARGE", "", "The event is larger than 1 MiB.", {} };
            return;
        }
        json::Element root;
        if (const auto error = item.empty() ? simdjson::EMPTY : read(item, root)) {
            out.content = refusalFor(error);
            return;
        }
        if (const auto escape = json::findBadEscape(item)) {
            out.content = refusalFor(*escape, root);
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
    simdjson::dom::parser parser;
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
