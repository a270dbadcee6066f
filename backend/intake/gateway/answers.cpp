#include "backend/intake/gateway/answers.h"

#include "backend/core/utf8.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <string>
#include <utility>

namespace binnacle::http {

namespace {

/// Messages may quote what the sender sent; our answer must be valid JSON all the same.
std::string repaired(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t length = utf8CharacterLength(text);
        if (length == 0)
            out += "\uFFFD";
        else
            out.append(text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

class JsonWriter {
public:
    void object() { m_writer.StartObject(); }
    void endObject() { m_writer.EndObject(); }
    void array() { m_writer.StartArray(); }
    void endArray() { m_writer.EndArray(); }
    void key(std::string_view name) { raw(name, true); }
    void number(std::int64_t value) { m_writer.Int64(value); }

    void text(std::string_view value)
    {
        const bool isPlain = std::all_of(value.begin(), value.end(), [](char c) { return (c & 0x80) == 0; });
        if (isPlain)
            raw(value, false);
        else
            raw(repaired(value), false);
    }

    void member(std::string_view name, std::string_view value)
    {
        key(name);
        text(value);
    }
    void member(std::string_view name, std::int64_t value)
    {
        key(name);
        number(value);
    }

    std::string take() const { return { m_buffer.GetString(), m_buffer.GetSize() }; }

private:
    void raw(std::string_view value, bool isKey)
    {
        const char* data = value.empty() ? "" : value.data();
        const auto size = static_cast<rapidjson::SizeType>(value.size());
        if (isKey)
            m_writer.Key(data, size);
        else
            m_writer.String(data, size);
    }

    rapidjson::StringBuffer m_buffer;
    rapidjson::Writer<rapidjson::StringBuffer> m_writer{ m_buffer };
};

void writeError(JsonWriter& json, std::string_view code, std::string_view message, std::string_view field,
    std::span<const std::string> allowedValues)
{
    json.member("error_code", code);
    json.member("message", message);
    if (field.empty() && allowedValues.empty())
        return;
    json.key("details");
    json.object();
    if (!field.empty())
        json.member("field", field);
    if (!allowedValues.empty()) {
        json.key("allowed_values");
        json.array();
        for (const std::string& value : allowedValues)
            json.text(value);
        json.endArray();
    }
    json.endObject();
}

/// The seed's own name for this refusal on the seed's own path.
std::string_view codeFor(Endpoint endpoint, const Refusal& refusal)
{
    if (endpoint == Endpoint::Faber && refusal.code == "UNKNOWN_EVENT_TYPE")
        return "INVALID_EVENT_TYPE";
    return refusal.code;
}

unsigned acceptedStatus(Endpoint endpoint)
{
    return endpoint == Endpoint::Helios ? 202 : 200;
}

/// Refused before anything in it could be looked at.
bool isUnreadable(const Refusal& refusal)
{
    return refusal.code == "INVALID_JSON" || refusal.code == "INVALID_UTF8";
}

std::string_view wordFor(ItemOutcome::Kind kind)
{
    switch (kind) {
    case ItemOutcome::Kind::Accepted:
        return "accepted";
    case ItemOutcome::Kind::Duplicate:
        return "duplicate";
    case ItemOutcome::Kind::Rejected:
        break;
    }
    return "rejected";
}

/// The sender should try again in `seconds`.
Answer later(Answer answer, std::string seconds)
{
    answer.headers.emplace_back("Retry-After", std::move(seconds));
    return answer;
}

} // namespace

std::string fieldFromPointer(std::string_view pointer)
{
    std::string field;
    if (!pointer.empty() && pointer.front() == '/')
        pointer.remove_prefix(1);
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] == '/') {
            field += '.';
        } else if (pointer[i] == '~' && i + 1 < pointer.size() && (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
            field += pointer[i + 1] == '0' ? '~' : '/';
            ++i;
        } else {
            field += pointer[i];
        }
    }
    return field;
}

Answer errorAnswer(unsigned status, std::string_view code, std::string_view message, std::string_view field,
    std::span<const std::string> allowedValues)
{
    JsonWriter json;
    json.object();
    json.member("status", "error");
    writeError(json, code, message, field, allowedValues);
    json.endObject();
    return { status, json.take(), {} };
}

Answer eventAnswer(Endpoint endpoint, const ItemOutcome& outcome)
{
    if (outcome.kind == ItemOutcome::Kind::Rejected) {
        const Refusal& refusal = outcome.refusal;
        return errorAnswer(
            400, codeFor(endpoint, refusal), refusal.message, fieldFromPointer(refusal.pointer), refusal.allowedValues);
    }
    JsonWriter json;
    json.object();
    json.member("status", "accepted");
    json.member("event_id", outcome.eventId);
    if (outcome.kind == ItemOutcome::Kind::Duplicate)
        json.member("message",
            "Duplicate of an event that was accepted before, with sequence number " + std::to_string(outcome.seq));
    else
        json.member("message", "Entity event accepted for processing");
    json.endObject();
    return { acceptedStatus(endpoint), json.take(), {} };
}

Answer batchAnswer(Endpoint endpoint, std::span<const ItemOutcome> outcomes)
{
    std::int64_t counts[3] = {};
    bool nothingRead = !outcomes.empty();
    for (const ItemOutcome& outcome : outcomes) {
        ++counts[static_cast<std::size_t>(outcome.kind)];
        nothingRead &= outcome.kind == ItemOutcome::Kind::Rejected && isUnreadable(outcome.refusal);
    }
    if (nothingRead)
        return eventAnswer(endpoint, outcomes.front());
    const std::int64_t rejected = counts[static_cast<std::size_t>(ItemOutcome::Kind::Rejected)];
    JsonWriter json;
    json.object();
    json.member("status",
        rejected == 0                                                ? "accepted"
            : rejected == static_cast<std::int64_t>(outcomes.size()) ? "rejected"
                                                                     : "partial");
    json.member("accepted", counts[static_cast<std::size_t>(ItemOutcome::Kind::Accepted)]);
    json.member("duplicate", counts[static_cast<std::size_t>(ItemOutcome::Kind::Duplicate)]);
    json.member("rejected", rejected);
    json.key("results");
    json.array();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const ItemOutcome& outcome = outcomes[i];
        json.object();
        json.member("index", static_cast<std::int64_t>(i));
        json.member("status", wordFor(outcome.kind));
        if (outcome.kind == ItemOutcome::Kind::Rejected) {
            writeError(json, codeFor(endpoint, outcome.refusal), outcome.refusal.message,
                fieldFromPointer(outcome.refusal.pointer), outcome.refusal.allowedValues);
        } else {
            json.member("event_id", outcome.eventId);
            json.member("seq", outcome.seq);
        }
        json.endObject();
    }
    json.endArray();
    json.endObject();
    return { acceptedStatus(endpoint), json.take(), {} };
}

Answer storeTroubleAnswer(const Error& error)
{
    return later(errorAnswer(error.kind == ErrorKind::Internal ? 500 : 503, error.code, error.message), "5");
}

Answer queueFullAnswer()
{
    return later(
        errorAnswer(429, "QUEUE_FULL", "Events arrive faster than they can be stored; send this one again."), "1");
}

Answer overloadedAnswer()
{
    return later(errorAnswer(503, "OVERLOADED", "Too much is being sent at once; send this again."), "1");
}

Answer tooManyConnectionsAnswer()
{
    return later(errorAnswer(503, "TOO_MANY_CONNECTIONS", "Too many programs are connected; try again."), "1");
}

Answer closingAnswer()
{
    return later(errorAnswer(503, "SHUTTING_DOWN", "Binnacle is closing; send this again later."), "5");
}

Answer timedOutAnswer()
{
    return errorAnswer(408, "REQUEST_TIMEOUT", "The request did not arrive in time.");
}

Answer incompleteAnswer()
{
    return errorAnswer(400, "INCOMPLETE_REQUEST", "The connection ended before the request was complete.");
}

Answer headerTooLargeAnswer(std::size_t limit)
{
    return errorAnswer(
        431, "HEADER_TOO_LARGE", "The request's header is larger than " + std::to_string(limit) + " bytes.");
}

Answer healthAnswer()
{
    return { 200, R"({"status":"ok"})", {} };
}

Answer readyAnswer(const Result<void>& readiness)
{
    if (readiness)
        return { 200, R"({"status":"ready"})", {} };
    JsonWriter json;
    json.object();
    json.member("status", "not_ready");
    json.member("error_code", readiness.error().code);
    json.member("message", readiness.error().message);
    json.endObject();
    return later({ 503, json.take(), {} }, "5");
}

} // namespace binnacle::http
