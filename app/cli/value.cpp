#include "app/cli/value.h"

#include "app/cli/text.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>

namespace binnacle::cli {

namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write(Writer& writer, const Value& value);

void writeText(Writer& writer, std::string_view text)
{
    const auto clean = validUtf8(text);
    writer.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
}

void writeRaw(Writer& writer, const std::string& text)
{
    rapidjson::Document document;
    // Numbers stay as they were written; nothing of what a sender said is rounded here.
    document.Parse<rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag
        | rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
    if (document.HasParseError())
        writer.Null();
    else
        writer.RawValue(text.data(), text.size(), rapidjson::kObjectType);
}

struct ContentWriter {
    Writer& writer;

    void operator()(std::monostate) const { writer.Null(); }
    void operator()(bool value) const { writer.Bool(value); }
    void operator()(std::int64_t value) const { writer.Int64(value); }
    void operator()(double value) const
    {
        if (std::isfinite(value))
            writer.Double(value);
        else
            writer.Null();
    }
    void operator()(const std::string& value) const { writeText(writer, value); }
    void operator()(const RawJson& value) const { writeRaw(writer, value.text); }
    void operator()(const List& list) const
    {
        writer.StartArray();
        for (const auto& value : list)
            write(writer, value);
        writer.EndArray();
    }
    void operator()(const Record& record) const
    {
        writer.StartObject();
        for (const auto& field : record) {
            writer.Key(field.name.data(), static_cast<rapidjson::SizeType>(field.name.size()));
            write(writer, field.value);
        }
        writer.EndObject();
    }
};

void write(Writer& writer, const Value& value)
{
    std::visit(ContentWriter{ writer }, value.content());
}

} // namespace

const Value& valueOf(const Record& record, std::string_view name)
{
    static const Value null;
    for (const auto& field : record) {
        if (field.name == name)
            return field.value;
    }
    return null;
}

std::string toJson(const Value& value)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    write(writer, value);
    return { buffer.GetString(), buffer.GetSize() };
}

std::string toText(const Value& value)
{
    if (value.isNull())
        return {};
    if (const auto* text = std::get_if<std::string>(&value.content()))
        return *text;
    if (const auto* flag = std::get_if<bool>(&value.content()))
        return *flag ? "yes" : "no";
    return toJson(value);
}

std::string toPhrase(const Value& value)
{
    std::string phrase;
    if (const auto* list = std::get_if<List>(&value.content())) {
        for (const auto& item : *list)
            phrase += (phrase.empty() ? "" : ", ") + toText(item);
        return phrase;
    }
    if (const auto* record = std::get_if<Record>(&value.content())) {
        for (const auto& field : *record)
            phrase += (phrase.empty() ? "" : ", ") + std::string(field.name) + " " + toText(field.value);
        std::replace(phrase.begin(), phrase.end(), '_', ' ');
        return phrase;
    }
    return toText(value);
}

} // namespace binnacle::cli
