#pragma once

#include "app/cli/value.h"
#include "backend/core/error.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::cli {

/// Exit codes of the program (design.md, section 8).
enum ExitCode : int { exitDone = 0, exitFailed = 1, exitUsage = 2, exitPartial = 3, exitNotFound = 4, exitRefused = 5 };

enum class Format : std::uint8_t { Table, Json, Csv, Ndjson };

/// One column of a table for people.
struct Column {
    std::string_view field; ///< Name of the record's field.
    std::string_view title;
    bool alignRight = false;
    bool mayShrink = false; ///< Gives way first where the terminal is too narrow.
};

/// What stands behind the items of a list.
struct ListTail {
    std::string nextCursor; ///< Empty: nothing follows.
    std::optional<std::int64_t> total; ///< Nullopt: not counted.
    bool totalIsExact = true;
    std::optional<List> damaged{}; ///< What lies among the items and cannot be read; nullopt: cannot be here.
};

/// Writes answers to standard output in the chosen format; problems and progress go to standard error.
class Output {
public:
    Output(Format format, bool quiet);

    Format format() const { return m_format; }
    bool isTable() const { return m_format == Format::Table; }
    /// True where a person watches standard error (progress may be drawn).
    bool showsProgress() const;

    /// JSON: {"items":[...],"next_cursor","total","total_is_exact"}. CSV and NDJSON: every field of every item
    /// (CSV: those of an inner record as columns of their own, "step_summary_failed").
    void list(std::span<const Column> columns, const std::vector<Record>& items, const ListTail& tail) const;

    /// Rows under another name than "items" ({"rows":[...]}), without a tail.
    void rows(std::string_view name, std::span<const Column> columns, const std::vector<Record>& items) const;

    /// One object. Table: "title  value" lines.
    void object(const Record& record) const;

    /// Table only: a heading and aligned rows below it; nothing where `items` is empty.
    void section(std::string_view title, std::span<const Column> columns, const std::vector<Record>& items) const;

    /// A line on standard output as it is.
    void line(std::string_view text) const;
    /// Bytes on standard output as they are; false where nothing more can be written.
    bool raw(std::string_view bytes) const;

    /// A remark for people on standard error, behind what was written before; silent with --quiet.
    void note(std::string_view text) const;
    /// What should not be overlooked, on standard error, also with --quiet.
    void warn(std::string_view text) const;
    /// Draws `text` over the last progress line (terminals only); an empty text removes it.
    void progress(std::string_view text) const;

    /// The failure on standard error: one sentence and the remedy, or with --format json the object
    /// {"error":{"code","kind","message","remedy"}}. Gives the exit code that belongs to it.
    int fail(const Error& error) const;

    /// True when everything so far reached standard output, or its reader left early (`| head`), which is his right;
    /// false where the disk is full.
    bool flush() const;

private:
    void table(std::span<const Column> columns, const std::vector<Record>& items) const;
    void csv(std::span<const Column> columns, const std::vector<Record>& items) const;

    Format m_format;
    bool m_quiet;
    mutable std::size_t m_progressWidth = 0;
};

/// Reads "table", "json", "csv" or "ndjson".
std::optional<Format> formatFromString(std::string_view text);

} // namespace binnacle::cli
