#include "backend/engine/exporter.h"

#include "backend/core/mask.h"
#include "backend/engine/safe_file.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <variant>

namespace binnacle {

namespace {

constexpr std::int64_t pageSize = 1000;

using Cell = std::variant<std::int64_t, std::string>;

struct Column {
    std::string_view name;
    Cell (*value)(const EntityRow& row);
};

const Column allColumns[] = {
    { "key", [](const EntityRow& row) -> Cell { return toString(row.key); } },
    { "organization", [](const EntityRow& row) -> Cell { return row.key.organization; } },
    { "project", [](const EntityRow& row) -> Cell { return row.key.project; } },
    { "type", [](const EntityRow& row) -> Cell { return row.key.type; } },
    { "id", [](const EntityRow& row) -> Cell { return row.key.id; } },
    { "status", [](const EntityRow& row) -> Cell { return std::string(toString(row.status)); } },
    { "status_text", [](const EntityRow& row) -> Cell { return row.statusText; } },
    { "version", [](const EntityRow& row) -> Cell { return row.version; } },
    { "current_step", [](const EntityRow& row) -> Cell { return row.currentStep; } },
    { "steps_completed", [](const EntityRow& row) -> Cell { return row.steps.completed; } },
    { "steps_failed", [](const EntityRow& row) -> Cell { return row.steps.failed; } },
    { "steps_in_progress", [](const EntityRow& row) -> Cell { return row.steps.inProgress; } },
    { "steps_pending", [](const EntityRow& row) -> Cell { return row.steps.pending; } },
    { "retries", [](const EntityRow& row) -> Cell { return row.retries; } },
    { "error", [](const EntityRow& row) -> Cell { return row.error; } },
    { "workflow_id", [](const EntityRow& row) -> Cell { return row.workflowId; } },
    { "business_key", [](const EntityRow& row) -> Cell { return row.businessKey; } },
    { "created_at", [](const EntityRow& row) -> Cell { return formatTimestamp(row.createdAt); } },
    { "updated_at", [](const EntityRow& row) -> Cell { return formatTimestamp(row.updatedAt); } },
    { "last_seq", [](const EntityRow& row) -> Cell { return row.lastSeq; } },
};

struct ChosenColumn {
    const Column* column = nullptr;
    bool isMasked = false;

    Cell cell(const EntityRow& row) const { return isMasked ? Cell(std::string(maskText)) : column->value(row); }
};

Result<std::vector<ChosenColumn>> chooseColumns(const ExportRequest& request)
{
    const auto find = [](const std::string& name) -> const Column* {
        const auto* found = std::find_if(
            std::begin(allColumns), std::end(allColumns), [&](const Column& column) { return column.name == name; });
        return found == std::end(allColumns) ? nullptr : found;
    };
    const auto unknown = [](const std::string& name) {
        std::string allowed;
        for (const Column& column : allColumns)
            allowed.append(allowed.empty() ? "" : ", ").append(column.name);
        return Error::make(ErrorKind::InvalidInput, "UNKNOWN_COLUMN", "There is no column \"" + name + "\".",
            "Choose from: " + allowed + ".");
    };
    // A mask that names nothing would leave what it was meant to hide in the open.
    for (const std::string& name : request.maskedColumns) {
        if (!find(name))
            return unknown(name);
    }
    std::vector<ChosenColumn> chosen;
    for (const std::string& name : request.columns.empty() ? entityExportColumns() : request.columns) {
        const Column* column = find(name);
        if (!column)
            return unknown(name);
        const bool isMasked =
            std::find(request.maskedColumns.begin(), request.maskedColumns.end(), name) != request.maskedColumns.end();
        chosen.push_back({ column, isMasked });
    }
    // The whole address would show a part that is masked.
    for (ChosenColumn& column : chosen) {
        if (column.column->name == "key")
            column.isMasked |=
                std::any_of(request.maskedColumns.begin(), request.maskedColumns.end(), [](const std::string& name) {
                    return name == "organization" || name == "project" || name == "type" || name == "id";
                });
    }
    return chosen;
}

void appendCsv(std::string& out, const Cell& cell)
{
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        out += std::to_string(*number);
        return;
    }
    const std::string& text = std::get<std::string>(cell);
    const bool isFormula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        out += isFormula ? "'" : "";
        out += text;
        return;
    }
    out += isFormula ? "\"'" : "\"";
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

void appendJson(std::string& out, const Cell& cell)
{
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        out += std::to_string(*number);
        return;
    }
    out += '"';
    for (const char c : std::get<std::string>(cell)) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                char escape[8];
                std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
                out += escape;
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

enum class Format { Csv, Json, Ndjson };

/// Text of rows in one of the formats.
class RowWriter {
public:
    RowWriter(Format format, std::vector<ChosenColumn> columns)
        : m_format(format)
        , m_columns(std::move(columns))
    {
    }

    std::string head() const
    {
        if (m_format == Format::Json)
            return "[";
        std::string line;
        if (m_format == Format::Csv) {
            for (const ChosenColumn& column : m_columns)
                line.append(line.empty() ? "" : ",").append(column.column->name);
            line += "\r\n";
        }
        return line;
    }

    void row(const EntityRow& row, bool isFirst, std::string& out) const
    {
        if (m_format == Format::Csv) {
            for (std::size_t i = 0; i < m_columns.size(); ++i) {
                out += i > 0 ? "," : "";
                appendCsv(out, m_columns[i].cell(row));
            }
            out += "\r\n";
            return;
        }
        if (m_format == Format::Json)
            out += isFirst ? "\n" : ",\n";
        out += '{';
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            out.append(i > 0 ? ",\"" : "\"").append(m_columns[i].column->name).append("\":");
            appendJson(out, m_columns[i].cell(row));
        }
        out += m_format == Format::Json ? "}" : "}\n";
    }

    std::string tail(bool isEmpty) const
    {
        if (m_format != Format::Json)
            return {};
        return isEmpty ? "]\n" : "\n]\n";
    }

private:
    Format m_format;
    std::vector<ChosenColumn> m_columns;
};

Result<Format> formatFromString(const std::string& name)
{
    if (name == "csv")
        return Format::Csv;
    if (name == "json")
        return Format::Json;
    if (name == "ndjson")
        return Format::Ndjson;
    return Error::make(ErrorKind::InvalidInput, "UNKNOWN_FORMAT", "There is no export format \"" + name + "\".",
        "Choose csv, json or ndjson.");
}

} // namespace

const std::vector<std::string>& entityExportColumns()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const Column& column : allColumns)
            all.emplace_back(column.name);
        return all;
    }();
    return names;
}

Result<std::int64_t> exportEntityRows(StoreReader& reader, const ExportRequest& request, const CancelToken& token,
    Timestamp now, const std::function<void(std::int64_t rows)>& progress)
{
    const auto format = formatFromString(request.format);
    if (!format)
        return format.error();
    auto columns = chooseColumns(request);
    if (!columns)
        return columns.error();
    const RowWriter writer(*format, std::move(*columns));
    SafeFile file;
    if (auto opened = file.open(request.path); !opened)
        return opened.error();
    if (auto written = file.write(writer.head()); !written)
        return written.error();
    reader.setCancelToken(token);
    // Without it an entity that changes meanwhile would move to a page that is already written, and be missing.
    if (auto frozen = reader.beginSnapshot(); !frozen)
        return frozen.error();
    const struct Thaw {
        StoreReader& reader;
        ~Thaw() { reader.endSnapshot(); }
    } thaw{ reader };
    std::int64_t rows = 0;
    PageRequest page{ pageSize, {} };
    do {
        if (token.isCancelled())
            return Error::make(ErrorKind::Cancelled, "CANCELLED", "The export was cancelled; nothing was written.");
        const auto read = reader.entities(request.query, page, now);
        if (!read)
            return read.error();
        std::string text;
        for (const EntityRow& row : read->items)
            writer.row(row, rows++ == 0, text);
        if (auto written = file.write(text); !written)
            return written.error();
        page.cursor = read->nextCursor;
        if (progress)
            progress(rows);
    } while (!page.cursor.empty());
    if (auto written = file.write(writer.tail(rows == 0)); !written)
        return written.error();
    if (auto committed = file.commit(); !committed)
        return committed.error();
    return rows;
}

} // namespace binnacle
