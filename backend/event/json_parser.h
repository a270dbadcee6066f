#pragma once

#include <simdjson.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace binnacle::json {

/// Reads JSON texts one after the other, the one way in which all of Binnacle reads them: RFC 8259, with integers of
/// any length (those beyond 64 bits as doubles). Keeps its memory between texts.
class Parser {
public:
    /// Texts that nest deeper than `maxDepth` are a DEPTH_ERROR.
    explicit Parser(std::size_t maxDepth);

    enum class Padding { None, Behind }; ///< Behind: SIMDJSON_PADDING bytes behind the text may be read.

    /// `root` lives until the next call.
    simdjson::error_code parse(std::string_view text, simdjson::dom::element& root, Padding padding = Padding::None);

private:
    simdjson::error_code parseAsItIs(std::string_view text, simdjson::dom::element& root, Padding padding);

    std::size_t m_maxDepth;
    simdjson::dom::parser m_parser;
    std::string m_rewritten;
};

/// Whether an object in `value`, at any depth, has two members of one name.
bool holdsDuplicates(const simdjson::dom::element& value);

} // namespace binnacle::json
