#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace binnacle::test {

/// A JSON text that should be an event, and what is to become of it.
struct JsonDocument {
    std::string name;
    std::string text;
    std::string verdict; ///< "accepted", or the refusal's code and pointer: "INVALID_VALUE /payload/v".
    /// Its brackets close as they open. Of others a reader of several documents may see the end elsewhere.
    bool isBalanced = true;
};

/// An event, of the dialect helios, that holds `value` at /payload/v.
std::string eventHolding(std::string_view value, std::string_view orderId = "subject");

/// Valid, invalid and borderline documents, by what is tried.
std::vector<JsonDocument> jsonWords();
std::vector<JsonDocument> jsonNumbers();
std::vector<JsonDocument> jsonEscapes();
std::vector<JsonDocument> jsonBytes(); ///< In texts: control characters, UTF-8 good and bad.
std::vector<JsonDocument> jsonStructures();
std::vector<JsonDocument> jsonSpaces();
std::vector<JsonDocument> jsonNestings();
std::vector<JsonDocument> jsonTruncations(); ///< An event cut at every byte.

std::vector<JsonDocument> allJsonDocuments();

} // namespace binnacle::test
