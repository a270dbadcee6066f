#pragma once

#include <string>
#include <string_view>

namespace binnacle::xes {

/// One attribute element of a log, trace or event.
struct Attribute {
    std::string_view element; ///< "string", "date", "int", "float", "boolean", "id", "list", "container".
    std::string_view key;
    std::string_view value;
    bool hasValue = false;
};

/// The part of a qualified name behind its prefix: "xes:event" is "event".
std::string_view localName(std::string_view qualified);

/// Appends `text` so that it can stand in an XML attribute or processing instruction between double quotes.
void appendXmlQuoted(std::string& out, std::string_view text);

/// Appends `text` as a JSON string with its quotes. `text` is valid UTF-8.
void appendJsonString(std::string& out, std::string_view text);

/// The value of a scalar attribute as JSON: numbers and booleans where the text is one, else a string.
std::string jsonValue(const Attribute& attribute);

/// True for the elements that hold one value.
bool isScalar(std::string_view element);

/// The keys of a classifier: separated by spaces, those with spaces in single quotes.
/// Source: IEEE 1849-2016, 4.3 (classifiers).
std::string_view nextClassifierKey(std::string_view& keys);

/// `data` of a processing instruction, `name="value" ...`: the value of `name`, unescaped; empty where absent.
std::string pseudoAttribute(std::string_view data, std::string_view name);

} // namespace binnacle::xes
