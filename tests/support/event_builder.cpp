#include "tests/support/event_builder.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <optional>
#include <utility>

namespace binnacle::test {

namespace {

[[noreturn]] void fail(std::string_view line, const std::string& why)
{
    std::fprintf(stderr, "EventBatchBuilder: %.*s\n  %s\n", static_cast<int>(line.size()), line.data(), why.c_str());
    std::abort();
}

std::string quoted(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += '\\';
        result += c;
    }
    return result + '"';
}

bool isNumber(std::string_view text)
{
    char* end = nullptr;
    const std::string copy(text);
    std::strtod(copy.c_str(), &end);
    return !copy.empty() && *end == '\0' && (copy[0] == '-' || (copy[0] >= '0' && copy[0] <= '9'))
        && !(copy.size() > 1 && copy[0] == '0' && copy[1] != '.');
}

/// A JSON value: a number or true or false where it looks like one, else text.
std::string valueOf(std::string_view text)
{
    return isNumber(text) || text == "true" || text == "false" ? std::string(text) : quoted(text);
}

/// Collects the members of a JSON object.
class Members {
public:
    Members& text(std::string_view name, std::optional<std::string_view> value)
    {
        return value ? raw(name, quoted(*value)) : *this;
    }
    Members& value(std::string_view name, std::optional<std::string_view> value)
    {
        return value ? raw(name, valueOf(*value)) : *this;
    }
    Members& raw(std::string_view name, const std::string& json)
    {
        if (!m_text.empty())
            m_text += ',';
        m_text += quoted(name) + ':' + json;
        return *this;
    }
    Members& object(std::string_view name, const Members& members)
    {
        return members.m_text.empty() ? *this : raw(name, members.json());
    }
    std::string json() const { return '{' + m_text + '}'; }

private:
    std::string m_text;
};

std::uint64_t hashOf(std::string_view text)
{
    // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

std::optional<std::string> artifactJson(std::optional<std::string_view> text)
{
    if (!text)
        return std::nullopt;
    const std::size_t colon = std::min(text->find(':'), text->size());
    return Members()
        .text("type", text->substr(0, colon))
        .text("path", text->substr(std::min(colon + 1, text->size())))
        .json();
}

} // namespace

/// A line taken apart: bare words, the time, and named values, each used at most once.
struct EventBatchBuilder::Line {
    Line(std::string_view given, Timestamp& clock)
        : text(given)
    {
        std::string word;
        bool inQuotes = false;
        for (const char c : std::string(given) + ' ') {
            if (c == '"') {
                inQuotes = !inQuotes;
            } else if (c != ' ' || inQuotes) {
                word += c;
            } else if (!word.empty()) {
                add(std::exchange(word, {}));
            }
        }
        if (time.empty()) {
            clock = clock.plusMicros(1'000'000);
            time = formatTimestamp(clock);
        } else if (const auto at = parseTimestamp(time)) {
            clock = *at;
        }
    }

    void add(const std::string& word)
    {
        const std::size_t equals = word.find('=');
        if (word[0] == '@')
            time = word.substr(1);
        else if (equals != std::string::npos && equals > 0)
            values.emplace_back(word.substr(0, equals), word.substr(equals + 1));
        else
            words.push_back(word);
    }

    std::string word(std::size_t at) const { return at < words.size() ? words[at] : std::string(); }
    std::optional<std::string_view> optionalWord(std::size_t at) const
    {
        return at < words.size() ? std::optional<std::string_view>(words[at]) : std::nullopt;
    }

    std::optional<std::string_view> take(std::string_view name)
    {
        const auto found =
            std::find_if(values.begin(), values.end(), [name](const auto& value) { return value.first == name; });
        if (found == values.end())
            return std::nullopt;
        taken.push_back(std::move(*found));
        values.erase(found);
        return std::string_view(taken.back().second);
    }

    /// Members of all values whose name starts with `prefix`.
    Members takeAll(std::string_view prefix)
    {
        Members members;
        std::erase_if(values, [&](const auto& value) {
            if (!value.first.starts_with(prefix))
                return false;
            members.value(std::string_view(value.first).substr(prefix.size()), value.second);
            return true;
        });
        return members;
    }

    std::string eventId()
    {
        if (const auto given = take("event"))
            return std::string(*given);
        char id[32];
        std::snprintf(id, sizeof id, "evt-%016llx", static_cast<unsigned long long>(hashOf(std::string(text) + time)));
        return id;
    }

    void finish(std::size_t maxWords) const
    {
        if (!values.empty())
            fail(text, "nothing is known about " + values.front().first);
        if (words.size() > maxWords)
            fail(text, "there is a word too many: " + words[maxWords]);
    }

    std::string text;
    std::string time;
    std::vector<std::string> words;
    std::vector<std::pair<std::string, std::string>> values;
    std::deque<std::pair<std::string, std::string>> taken; // Views of it must stay valid.
};

EventBatchBuilder::EventBatchBuilder(ParseOptions options)
    : m_parser(std::move(options))
    , m_batch(std::make_unique<EventBatch>())
    , m_next(*parseTimestamp("2026-01-10T11:59:59Z"))
{
}

EventBatchBuilder& EventBatchBuilder::faber(std::string_view text)
{
    Line line(text, m_next);
    std::vector<std::string> address;
    const std::string key = line.word(0);
    std::size_t from = 0;
    for (int part = 0; part < 3; ++part) {
        const std::size_t slash = key.find('/', from);
        if (slash == std::string::npos)
            fail(text, "the first word must be organization/project/type/id");
        address.push_back(key.substr(from, slash - from));
        from = slash + 1;
    }
    address.push_back(key.substr(from));
    const std::string verb = line.word(1);
    const bool hasStep = verb.starts_with("step.");

    Members root;
    root.text("event_type", "entity." + verb).text("event_id", line.eventId()).text("timestamp", line.time);
    Members source;
    source.text("organization", address[0]).text("project", address[1]).text("faber_version", line.take("version"));
    source.text("hostname", line.take("host")).text("session_id", line.take("session"));
    root.object("source", source);
    Members entity;
    entity.text("organization", address[0]).text("project", address[1]).text("type", address[2]);
    entity.text("id", address[3]).object("properties", line.takeAll("prop."));
    root.object("entity", entity);

    Members step;
    if (hasStep)
        step.text("step_id", line.word(2)).text("step_action", line.take("action").value_or(line.word(2)));
    step.text("step_type", line.take("stype")).text("execution_status", line.take("exec"));
    step.text("outcome_status", line.take("outcome")).text("phase", line.take("phase"));
    step.value("duration_ms", line.take("dur")).value("retry_count", line.take("retry"));
    step.text("retry_reason", line.take("retry_reason")).text("error_message", line.take("error"));
    step.value("progress", line.take("progress"));
    step.text("workflow_id", line.take("workflow")).text("run_id", line.take("run")).text("work_id", line.take("work"));
    root.object("step", step);

    Members snapshot;
    snapshot.text("status", line.take("status")).text("previous_status", line.take("before"));
    if (const auto summary = line.take("summary")) {
        long long counts[4] = {};
        std::sscanf(std::string(*summary).c_str(), "%lld/%lld/%lld/%lld", counts, counts + 1, counts + 2, counts + 3);
        Members inner;
        const char* names[] = { "completed", "failed", "in_progress", "pending" };
        for (int i = 0; i < 4; ++i)
            inner.raw(names[i], std::to_string(counts[i]));
        snapshot.object("step_status_summary", inner);
    }
    root.object("entity_snapshot", snapshot);
    Members workflow;
    workflow.text("status", line.take("wstatus")).value("duration_ms", line.take("wdur"));
    root.object("workflow_summary", workflow);
    root.text("archive_reason", line.take("reason"));
    if (const auto artifact = artifactJson(line.take("artifact")))
        root.raw("artifacts", '[' + *artifact + ']');
    line.finish(hasStep ? 3 : 2);
    return add(root.json(), Dialect::Faber);
}

EventBatchBuilder& EventBatchBuilder::workflow(std::string_view text)
{
    Line line(text, m_next);
    const std::string verb = line.word(1);
    Members root;
    root.text("event_type", verb).text("workflow_id", line.word(0)).text("timestamp", line.time);
    root.text("event_id", line.take("event")).text("organization", line.take("org"));
    root.text("project", line.take("project")).text("environment", line.take("env"));
    Members context;
    context.text("work_item_id", line.take("work")).text("action", line.take("action"));
    root.object("context", context);
    const bool hasStep = verb.starts_with("step_");
    if (hasStep) {
        const std::string name = line.word(2);
        const std::size_t colon = name.find(':');
        Members step;
        step.text("name", name.substr(0, colon)).text("phase", line.take("phase"));
        if (colon != std::string::npos)
            step.text("target", name.substr(colon + 1));
        step.text("status", line.take("status")).value("duration_ms", line.take("dur"));
        root.object("step", step);
    } else {
        root.text("status", line.take("status")).value("duration_ms", line.take("dur"));
    }
    if (const auto artifact = artifactJson(line.take("artifact")))
        root.raw(verb == "artifact_create" ? "artifact" : "artifacts",
            verb == "artifact_create" ? *artifact : '[' + *artifact + ']');
    if (const auto upstream = line.take("upstream"))
        root.object("upstream", Members().text("project", *upstream).text("workflow_id", line.word(0)));
    if (const auto system = line.take("downstream"))
        root.raw("downstream_impacts",
            '[' + Members().text("system", *system).text("impact_type", "data_refresh").json() + ']');
    line.finish(hasStep ? 3 : 2);
    return add(root.json(), Dialect::Workflow);
}

EventBatchBuilder& EventBatchBuilder::helios(std::string_view text)
{
    Line line(text, m_next);
    Members metadata;
    metadata.text("organization", line.take("org")).text("project", line.take("project"));
    metadata.text("eventId", line.take("event"));
    if (const auto depends = line.take("depends"))
        metadata.raw("depends_on", '[' + quoted(*depends) + ']');
    Members payload;
    payload.text("orderId", line.optionalWord(2)).text("timestamp", line.time);
    for (const auto& [name, value] : std::exchange(line.values, {}))
        payload.value(name, value);
    Members root;
    root.text("source", line.word(0)).text("eventType", line.word(1));
    root.raw("payload", payload.json()).object("metadata", metadata);
    line.finish(3);
    return add(root.json(), Dialect::Helios);
}

EventBatchBuilder& EventBatchBuilder::cloudEvent(std::string_view text)
{
    Line line(text, m_next);
    Members root;
    root.text("specversion", "1.0").text("id", line.eventId()).text("source", line.word(0));
    root.text("type", line.word(1)).text("subject", line.optionalWord(2)).text("time", line.time);
    root.object("data", line.takeAll("data."));
    for (const auto& [name, value] : std::exchange(line.values, {}))
        root.text(name, value);
    line.finish(3);
    return add(root.json(), Dialect::CloudEvents);
}

EventBatchBuilder& EventBatchBuilder::json(std::string_view text, std::optional<Dialect> dialect)
{
    m_texts.emplace_back(text);
    m_parser.parse(m_batch->adopt(std::string(text)), m_texts.size(), dialect, *m_batch);
    return *this;
}

EventBatchBuilder& EventBatchBuilder::add(std::string text, Dialect dialect)
{
    json(text, dialect);
    if (const Refusal* refusal = m_batch->items.back().refusal())
        fail(text, refusal->code + " " + refusal->pointer + ": " + refusal->message);
    return *this;
}

std::string EventBatchBuilder::ndjson() const
{
    std::string lines;
    for (const std::string& text : m_texts)
        lines += text + '\n';
    return lines;
}

std::unique_ptr<EventBatch> EventBatchBuilder::build()
{
    m_texts.clear();
    return std::exchange(m_batch, std::make_unique<EventBatch>());
}

std::unique_ptr<EventBatch> faberBatch(std::string_view line)
{
    return EventBatchBuilder().faber(line).build();
}

} // namespace binnacle::test
