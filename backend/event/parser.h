#pragma once

#include "backend/event/event_batch.h"

#include <memory>
#include <optional>
#include <string>

namespace binnacle {

/// Limits of one event (issue: bad input gets a clear refusal, never a crash).
inline constexpr std::size_t maxEventBytes = 1024 * 1024;
inline constexpr std::size_t maxNesting = 64;

/// What a parser takes as given where the input does not say.
struct ParseOptions {
    std::string defaultOrganization = "default";
    std::string defaultProject = "default";
    /// XES only: overrides for organisation, project and entity type; empty: "imported", the log's name, "case".
    std::string xesOrganization;
    std::string xesProject;
    std::string xesEntityType;
    std::string fileName; ///< Base name of the input file, or empty; XES: project of a log without a name.
    bool assumeUtc = false; ///< Times without an offset are UTC instead of refused.
    Timestamp arrival; ///< Time of arrival, for events that carry no time.
};

/// Turns single JSON items into Events. Keeps a simdjson parser and its memory between calls, so
/// use one a thread. Pure otherwise: the same bytes and options give the same result.
class ItemParser {
public:
    explicit ItemParser(ParseOptions options);
    ~ItemParser();
    ItemParser(ItemParser&&) noexcept;
    ItemParser& operator=(ItemParser&&) noexcept;

    ParseOptions& options();

    /// Parses one JSON value `item`, a view into memory that `batch` owns through adopt(), and appends exactly
    /// one ParsedItem to `batch`. Without `dialect` it is recognised from the item itself.
    void parse(std::string_view item, std::uint64_t line, std::optional<Dialect> dialect, EventBatch& batch);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Splits a whole body (one object, a JSON array, NDJSON, or concatenated objects; a leading UTF-8 BOM is
/// skipped) and parses every item into `batch`. `text` must come from batch.adopt(). Returns the number of
/// items appended; a body that holds nothing gives 0. A body that is no JSON at all gives one refused item.
///
/// Items are numbered by the line they begin on, those of a body that is one array by their place in it. `firstLine`:
/// `text` is a part of a larger input and begins on that line of it; then lines alone count.
std::size_t parseDocument(std::string_view text, std::optional<Dialect> dialect, ItemParser& parser, EventBatch& batch,
    std::optional<std::uint64_t> firstLine = std::nullopt);

} // namespace binnacle
