#include "backend/core/settings_schema.h"

#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace binnacle {

namespace {

using Json = rapidjson::Value;

struct CompiledSchema {
    rapidjson::Document document;
    valijson::Schema schema;

    CompiledSchema()
    {
        const auto text = settingsSchema();
        document.Parse(text.data(), text.size());
        valijson::adapters::RapidJsonAdapter adapter(document);
        valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, schema);
    }
};

const CompiledSchema& compiled()
{
    static const CompiledSchema instance;
    return instance;
}

const Json* member(const Json* node, std::string_view name)
{
    if (!node || !node->IsObject())
        return nullptr;
    const auto found = node->FindMember(Json(rapidjson::StringRef(name.data(), name.size())));
    return found == node->MemberEnd() ? nullptr : &found->value;
}

std::string jsonOf(const Json& value)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    constexpr std::size_t longest = 80;
    std::string text(buffer.GetString(), buffer.GetSize());
    return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

std::string joined(const std::vector<std::string>& words)
{
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i)
        out += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    return out;
}

std::string keysOf(const Json& schemaNode)
{
    std::vector<std::string> names;
    for (const auto& property : member(&schemaNode, "properties")->GetObject())
        names.emplace_back(property.name.GetString());
    return joined(names);
}

/// What the schema wants at one place, in words.
std::string expectedBy(const Json& node)
{
    if (const auto* words = member(&node, "enum")) {
        std::vector<std::string> names;
        for (const auto& word : words->GetArray())
            names.push_back(jsonOf(word));
        return joined(names);
    }
    const auto* type = member(&node, "type");
    const std::string_view name = type && type->IsString() ? type->GetString() : "";
    if (name == "integer" || name == "number") {
        std::string out = name == "integer" ? "a whole number" : "a number";
        if (const auto* least = member(&node, "minimum"))
            out += " from " + jsonOf(*least) + " to " + jsonOf(*member(&node, "maximum"));
        return out;
    }
    if (name == "boolean")
        return "true or false";
    if (name == "array")
        return "a list of texts";
    if (name == "object")
        return "an object with " + keysOf(node);
    std::string out = "a text";
    if (const auto* longest = member(&node, "maxLength"))
        out += " of at most " + jsonOf(*longest) + " characters";
    if (member(&node, "minLength"))
        out += ", not empty";
    if (member(&node, "pattern"))
        out += ", matching " + std::string(member(&node, "pattern")->GetString());
    return out;
}

std::string dotted(const std::string& path, const std::string& key)
{
    return path.empty() ? key : path + "." + key;
}

/// Turns one finding of the validator, which names a place only, into what a person needs.
void describe(const Json& root, const valijson::ValidationResults::Error& error, std::vector<SettingsProblem>& problems)
{
    const Json* schemaNode = &compiled().document;
    const Json* value = &root;
    std::string path;
    for (std::size_t i = 1; i < error.context.size(); ++i) {
        const auto key = error.context[i].substr(1, error.context[i].size() - 2); // "[port]"
        if (value->IsArray()) {
            const auto index = std::strtoul(key.c_str(), nullptr, 10);
            if (index >= value->Size())
                break;
            value = &(*value)[static_cast<rapidjson::SizeType>(index)];
            schemaNode = member(schemaNode, "items");
        } else {
            const auto* next = member(value, key);
            const auto* nextSchema = member(member(schemaNode, "properties"), key);
            if (!next || !nextSchema)
                break;
            value = next;
            schemaNode = nextSchema;
        }
        path = dotted(path, key);
    }
    const auto* properties = member(schemaNode, "properties");
    if (properties && value->IsObject()) {
        for (const auto& entry : value->GetObject()) {
            const std::string key(entry.name.GetString(), entry.name.GetStringLength());
            if (!member(properties, key))
                problems.push_back(
                    { dotted(path, key), jsonOf(entry.value), "one of the keys " + keysOf(*schemaNode) });
        }
        return;
    }
    problems.push_back({ path, jsonOf(*value), expectedBy(*schemaNode) });
}

} // namespace

std::vector<SettingsProblem> checkAgainstSchema(const rapidjson::Value& document)
{
    valijson::ValidationResults results;
    valijson::adapters::RapidJsonAdapter adapter(document);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    if (validator.validate(compiled().schema, adapter, &results))
        return {};
    std::vector<SettingsProblem> problems;
    for (const auto& error : results)
        describe(document, error, problems);
    // One wrong value breaks several rules, and those of what holds it; each place is told once, the deepest one.
    std::vector<SettingsProblem> unique;
    for (const auto& problem : problems) {
        const auto covers = [&](const SettingsProblem& other) {
            const bool inside = other.path.size() > problem.path.size() && other.path.starts_with(problem.path + ".");
            return inside || (other.path == problem.path && &other < &problem);
        };
        if (std::none_of(problems.begin(), problems.end(), covers))
            unique.push_back(problem);
    }
    if (unique.empty())
        unique.push_back({ "", jsonOf(document), "what the schema allows" });
    return unique;
}

} // namespace binnacle
