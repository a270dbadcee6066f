#pragma once

#include "backend/core/timestamp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace binnacle::cli {

struct Field;
class Value;

/// Named values in the order in which they are shown and written.
using Record = std::vector<Field>;
using List = std::vector<Value>;

/// A complete JSON value as text; it is written as it is (and as null where it is empty or not valid).
struct RawJson {
    std::string text;
};

/// One answer of the command line, before it is a table cell, a CSV field or JSON. Times become RFC 3339
/// UTC text with microseconds; nullopt becomes null in JSON and nothing elsewhere.
class Value {
public:
    using Content = std::variant<std::monostate, bool, std::int64_t, double, std::string, RawJson, List, Record>;

    Value() = default;
    Value(bool value);
    Value(std::int64_t value);
    Value(int value);
    Value(double value);
    Value(std::string value);
    Value(std::string_view value);
    Value(const char* value);
    Value(Timestamp value);
    Value(RawJson value);
    Value(List value);
    Value(Record value);
    template <typename T>
    Value(const std::optional<T>& value)
    {
        if (value)
            *this = Value(*value);
    }

    const Content& content() const { return m_content; }
    bool isNull() const { return std::holds_alternative<std::monostate>(m_content); }

private:
    Content m_content;
};

struct Field {
    std::string_view name; ///< snake_case; a literal.
    Value value;
};

inline Value::Value(bool value)
    : m_content(value)
{
}
inline Value::Value(std::int64_t value)
    : m_content(value)
{
}
inline Value::Value(int value)
    : m_content(std::int64_t{ value })
{
}
inline Value::Value(double value)
    : m_content(value)
{
}
inline Value::Value(std::string value)
    : m_content(std::move(value))
{
}
inline Value::Value(std::string_view value)
    : m_content(std::string(value))
{
}
inline Value::Value(const char* value)
    : m_content(std::string(value))
{
}
inline Value::Value(Timestamp value)
    : m_content(formatTimestamp(value))
{
}
inline Value::Value(RawJson value)
    : m_content(std::move(value))
{
}
inline Value::Value(List value)
    : m_content(std::move(value))
{
}
inline Value::Value(Record value)
    : m_content(std::move(value))
{
}

/// Text that is empty where it was not said: null in JSON.
inline Value textOrNull(std::string_view text)
{
    return text.empty() ? Value() : Value(text);
}

/// A JSON slice that is empty where it was not said.
inline Value jsonOrNull(std::string text)
{
    return text.empty() ? Value() : Value(RawJson{ std::move(text) });
}

/// The value named `name`, or a null value.
const Value& valueOf(const Record& record, std::string_view name);

/// The value as one compact JSON text. Bytes that are not UTF-8 become U+FFFD.
std::string toJson(const Value& value);

/// The value as plain text: a CSV field or a table cell (lists and records as JSON).
std::string toText(const Value& value);

/// The value for a line of its own: a list of plain values with commas, a record as "completed 2, failed 1".
std::string toPhrase(const Value& value);

} // namespace binnacle::cli
