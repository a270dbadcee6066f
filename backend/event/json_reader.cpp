#include "backend/event/json_reader.h"

#include "backend/event/json_faults.h"
#include "backend/event/json_parser.h"
#include "backend/event/json_scan.h"

#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

#include <cmath>
#include <memory>

namespace binnacle::json {

std::string shown(std::string_view text)
{
    std::size_t size = 100;
    if (text.size() <= size)
        return std::string(text);
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return std::string(text.substr(0, size)) + "...";
}

std::string Field::pointer() const
{
    return std::string(parent) + '/' + pointerPart(name);
}

std::string Field::path() const
{
    std::string path;
    for (const char c : parent.empty() ? parent : parent.substr(1))
        path += c == '/' ? '.' : c;
    if (!path.empty())
        path += '.';
    return path.append(name);
}

ItemReader::ItemReader(EventBatch& batch, std::string_view raw, const ParseOptions& options)
    : m_batch(batch)
    , m_raw(raw)
    , m_options(options)
{
}

void ItemReader::refuse(std::string code, std::string pointer, std::string message, std::vector<std::string> allowed)
{
    if (!m_refusal)
        m_refusal = Refusal{ std::move(code), std::move(pointer), std::move(message), std::move(allowed) };
}

void ItemReader::refuseMissing(const Field& field, std::vector<std::string> allowed)
{
    if (!m_refusal)
        refuse("MISSING_FIELD", field.pointer(), "The field " + field.path() + " is missing.", std::move(allowed));
}

void ItemReader::refuseType(const Field& field, std::string_view wanted)
{
    if (!m_refusal)
        refuse("INVALID_VALUE", field.pointer(), "The field " + field.path() + " must be " + std::string(wanted) + ".");
}

std::string_view ItemReader::word(const Field& field)
{
    if (!field)
        return {};
    std::string_view text;
    if (field.value->get_string().get(text) != simdjson::SUCCESS)
        refuseType(field, "text");
    return text;
}

std::string_view ItemReader::text(const Field& field)
{
    return keep(word(field));
}

std::string_view ItemReader::name(const Field& field)
{
    const std::string_view text = word(field);
    if (text.size() > maxNameBytes) {
        refuse("TOO_LARGE", field.pointer(),
            "The field " + field.path() + " is longer than " + std::to_string(maxNameBytes) + " bytes.");
        return {};
    }
    return keep(text);
}

std::string_view ItemReader::nameOrNumber(const Field& field)
{
    if (!field)
        return {};
    std::int64_t number = 0;
    if (field.value->get_int64().get(number) == simdjson::SUCCESS)
        return keep(std::to_string(number));
    std::uint64_t large = 0;
    if (field.value->get_uint64().get(large) == simdjson::SUCCESS)
        return keep(std::to_string(large));
    if (!field.value->is_string()) {
        refuseType(field, "text or a whole number");
        return {};
    }
    return name(field);
}

std::string_view ItemReader::requiredName(const Field& field, std::vector<std::string> allowed)
{
    if (!field) {
        refuseMissing(field, std::move(allowed));
        return {};
    }
    const std::string_view text = name(field);
    if (text.empty())
        refuse(
            "INVALID_VALUE", field.pointer(), "The field " + field.path() + " must not be empty.", std::move(allowed));
    return text;
}

std::string_view ItemReader::addressPart(const Field& field)
{
    const std::string_view text = name(field);
    checkAddressPart(field, text);
    return text;
}

void ItemReader::checkAddressPart(const Field& field, std::string_view text)
{
    if (text.find('/') != std::string_view::npos)
        refuse("INVALID_VALUE", field.pointer(),
            "The field " + field.path() + " must not hold a slash, because it is a part of an entity's address.");
}

std::optional<Object> ItemReader::object(const Field& field)
{
    if (!field)
        return std::nullopt;
    Object object;
    if (field.value->get_object().get(object) != simdjson::SUCCESS) {
        refuseType(field, "an object");
        return std::nullopt;
    }
    return object;
}

std::optional<Object> ItemReader::requiredObject(const Field& field)
{
    if (!field)
        refuseMissing(field);
    return object(field);
}

std::optional<double> ItemReader::number(const Field& field)
{
    if (!field)
        return std::nullopt;
    double value = 0;
    if (!field.value->is_number() || field.value->get_double().get(value) != simdjson::SUCCESS) {
        refuseType(field, "a number");
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> ItemReader::count(const Field& field)
{
    if (!field)
        return std::nullopt;
    // Some senders write 1.0 for 1.
    double value = -1;
    if (!field.value->is_number() || field.value->get_double().get(value) != simdjson::SUCCESS || !(value >= 0)
        || value > static_cast<double>(std::int64_t{ 1 } << 53) || value != std::floor(value)) {
        refuseType(field, "a whole number that is not negative");
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> ItemReader::milliseconds(const Field& field)
{
    if (!field)
        return std::nullopt;
    std::int64_t whole = -1;
    if (field.value->get_int64().get(whole) == simdjson::SUCCESS && whole >= 0 && whole <= (std::int64_t{ 1 } << 53))
        return whole;
    double value = -1;
    if (!field.value->is_number() || field.value->get_double().get(value) != simdjson::SUCCESS || !(value >= 0)
        || value > 9e15) {
        refuseType(field, "a number of milliseconds that is not negative");
        return std::nullopt;
    }
    return std::llround(value);
}

std::optional<Timestamp> ItemReader::time(const Field& field)
{
    if (!field)
        return std::nullopt;
    std::string_view text;
    if (field.value->get_string().get(text) != simdjson::SUCCESS) {
        refuse("INVALID_TIMESTAMP", field.pointer(),
            "The field " + field.path() + " must be a time as text, such as 2026-01-10T12:30:00.123Z.");
        return std::nullopt;
    }
    const auto parsed = parseTimestamp(text, m_options.assumeUtc ? MissingOffset::AssumeUtc : MissingOffset::Refuse);
    if (!parsed) {
        refuse(parsed.error().code, field.pointer(), parsed.error().message);
        return std::nullopt;
    }
    return *parsed;
}

std::optional<Timestamp> ItemReader::requiredTime(const Field& field)
{
    if (!field)
        refuseMissing(field);
    return time(field);
}

std::string_view ItemReader::slice(const Field& field, std::initializer_list<std::string_view> path)
{
    if (!field)
        return {};
    std::string_view at = m_raw;
    for (const std::string_view name : path) {
        const auto member = rawMember(at, name);
        if (!member)
            return {};
        at = *member;
    }
    // What is stored of an event is read by others, to whom perhaps the last of two members counts.
    return holdsDuplicates(*field.value) ? keep(withoutDuplicates(at)) : at;
}

std::string_view ItemReader::objectSlice(const Field& field, std::initializer_list<std::string_view> path)
{
    return object(field) ? slice(field, path) : std::string_view{};
}

std::string_view ItemReader::objectArraySlice(const Field& field, std::initializer_list<std::string_view> path)
{
    if (!field)
        return {};
    simdjson::dom::array array;
    if (field.value->get_array().get(array) != simdjson::SUCCESS) {
        refuseType(field, "an array of objects");
        return {};
    }
    std::size_t index = 0;
    for (const Element element : array) {
        if (!element.is_object()) {
            refuse("INVALID_VALUE", field.pointer() + '/' + std::to_string(index),
                "Every element of " + field.path() + " must be an object.");
            return {};
        }
        ++index;
    }
    return index == 0 ? std::string_view{} : slice(field, path);
}

std::string_view ItemReader::scalarMembers(std::string_view object, std::string_view without)
{
    std::string members;
    forEachRawMember(object, [&](std::string_view key, std::string_view value) {
        if (value.front() == '{' || value.front() == '[' || key.substr(1, key.size() - 2) == without)
            return;
        members += members.empty() ? '{' : ',';
        members.append(key).append(":").append(value);
    });
    if (members.empty())
        return {};
    members += '}';
    return keep(members);
}

std::string_view ItemReader::derivedId()
{
    std::string buffer(m_raw.size() + simdjson::SIMDJSON_PADDING, '\0');
    std::size_t length = 0;
    if (simdjson::minify(m_raw.data(), m_raw.size(), buffer.data(), length) != simdjson::SUCCESS)
        length = m_raw.copy(buffer.data(), m_raw.size());
    const XXH128_hash_t hash = XXH3_128bits(buffer.data(), length);
    std::string id = "derived-";
    for (const std::uint64_t half : { std::uint64_t{ hash.high64 }, std::uint64_t{ hash.low64 } }) {
        for (int shift = 60; shift >= 0; shift -= 4)
            id += "0123456789abcdef"[half >> shift & 15];
    }
    return keep(id);
}

} // namespace binnacle::json
