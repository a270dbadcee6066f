#include "backend/projection/json_slices.h"

#include <simdjson.h>

namespace binnacle {

namespace {

namespace ondemand = simdjson::ondemand;

/// A parser and a padded copy of the text it reads: slices come from anywhere, simdjson reads past their end.
struct Scratch {
    ondemand::parser parser;
    std::string padded;

    simdjson::padded_string_view take(std::string_view text)
    {
        padded.assign(text);
        padded.resize(text.size() + simdjson::SIMDJSON_PADDING);
        return simdjson::padded_string_view(padded.data(), text.size(), padded.size());
    }
};

Scratch& scratch()
{
    thread_local Scratch scratch;
    return scratch;
}

std::string_view trimmed(std::string_view json)
{
    const std::size_t end = json.find_last_not_of(" \t\r\n");
    return json.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

/// The text of `value`; false where it cannot be read. A string or a container is consumed by it.
bool read(ondemand::value value, std::string_view& json, std::optional<std::string_view>& text)
{
    ondemand::json_type type;
    if (value.type().get(type))
        return false;
    std::string_view raw;
    switch (type) {
    case ondemand::json_type::object: {
        ondemand::object object;
        if (value.get_object().get(object) || object.raw_json().get(raw))
            return false;
        break;
    }
    case ondemand::json_type::array: {
        ondemand::array array;
        if (value.get_array().get(array) || array.raw_json().get(raw))
            return false;
        break;
    }
    case ondemand::json_type::string: {
        raw = value.raw_json_token();
        std::string_view content;
        if (value.get_string().get(content))
            return false;
        text = content;
        break;
    }
    default:
        raw = value.raw_json_token();
        break;
    }
    json = trimmed(raw);
    return true;
}

} // namespace

void forEachMember(std::string_view object, const std::function<void(const JsonMember&)>& use)
{
    Scratch& memory = scratch();
    ondemand::document document;
    ondemand::object members;
    if (memory.parser.iterate(memory.take(object)).get(document) || document.get_object().get(members))
        return;
    for (auto field : members) {
        JsonMember member;
        ondemand::value value;
        if (field.unescaped_key().get(member.name) || field.value().get(value)
            || !read(value, member.json, member.text))
            return;
        use(member);
    }
}

std::vector<std::string> elementsOf(std::string_view array)
{
    std::vector<std::string> elements;
    Scratch& memory = scratch();
    ondemand::document document;
    ondemand::array items;
    if (memory.parser.iterate(memory.take(array)).get(document) || document.get_array().get(items))
        return elements;
    for (auto item : items) {
        ondemand::value value;
        std::string_view json;
        std::optional<std::string_view> text;
        if (item.get(value) || !read(value, json, text))
            break;
        elements.emplace_back(json);
    }
    return elements;
}

} // namespace binnacle
