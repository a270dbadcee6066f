#include "app/cli/output.h"

#include "app/cli/text.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace binnacle::cli {

namespace {

/// Set once the reader of standard output has gone; errno alone does not last until the end.
bool readerLeft = false;

bool put(std::FILE* stream, std::string_view text)
{
    if (std::fwrite(text.data(), 1, text.size(), stream) == text.size())
        return true;
    readerLeft = readerLeft || (stream == stdout && errno == EPIPE);
    return false;
}

void putLine(std::FILE* stream, std::string_view text)
{
    put(stream, text);
    put(stream, "\n");
}

void appendNames(const Record& record, const std::string& prefix, std::string& header)
{
    for (const auto& field : record) {
        const auto name = prefix + std::string(field.name);
        if (const auto* inner = std::get_if<Record>(&field.value.content()))
            appendNames(*inner, name + "_", header);
        else
            header += (header.empty() ? "" : ",") + csvField(name);
    }
}

/// Each field with a comma behind it.
void appendFields(const Record& record, std::string& line)
{
    for (const auto& field : record) {
        if (const auto* inner = std::get_if<Record>(&field.value.content()))
            appendFields(*inner, line);
        else
            line += csvField(toText(field.value)) + ",";
    }
}

/// Columns of the terminal behind `descriptor`; 0 where it is none and nothing must be cut.
std::size_t terminalWidth(int descriptor)
{
    if (!isatty(descriptor))
        return 0;
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

std::string padded(const std::string& cell, std::size_t width, bool right, bool last)
{
    const auto used = displayWidth(cell);
    const auto space = width > used ? width - used : 0;
    if (right)
        return std::string(space, ' ') + cell;
    return last ? cell : cell + std::string(space, ' ');
}

/// Narrows what may shrink, widest first, then everything, until the row fits.
void fitWidths(std::vector<std::size_t>& widths, std::span<const Column> columns, std::size_t available)
{
    constexpr std::size_t gap = 2;
    constexpr std::size_t least = 8;
    for (const bool any : { false, true }) {
        while (true) {
            std::size_t total = gap * (widths.size() - 1);
            for (const auto width : widths)
                total += width;
            if (total <= available)
                return;
            std::size_t widest = widths.size();
            for (std::size_t i = 0; i < widths.size(); ++i) {
                if ((any || columns[i].mayShrink) && widths[i] > least
                    && (widest == widths.size() || widths[i] > widths[widest]))
                    widest = i;
            }
            if (widest == widths.size())
                break;
            --widths[widest];
        }
    }
}

} // namespace

std::optional<Format> formatFromString(std::string_view text)
{
    if (text == "table")
        return Format::Table;
    if (text == "json")
        return Format::Json;
    if (text == "csv")
        return Format::Csv;
    if (text == "ndjson")
        return Format::Ndjson;
    return std::nullopt;
}

Output::Output(Format format, bool quiet)
    : m_format(format)
    , m_quiet(quiet)
{
}

bool Output::showsProgress() const
{
    return !m_quiet && isatty(STDERR_FILENO);
}

void Output::list(std::span<const Column> columns, const std::vector<Record>& items, const ListTail& tail) const
{
    switch (m_format) {
    case Format::Table:
        table(columns, items);
        if (!tail.nextCursor.empty()) {
            std::string more = formatCount(static_cast<long long>(items.size())) + " shown";
            if (tail.total)
                more += " of " + std::string(tail.totalIsExact ? "" : "about ") + formatCount(*tail.total);
            note(more + "; next page: --cursor " + tail.nextCursor);
        }
        break;
    case Format::Json: {
        put(stdout, "{\"items\":[");
        for (std::size_t i = 0; i < items.size(); ++i)
            put(stdout, (i == 0 ? "" : ",") + toJson(items[i]));
        putLine(stdout,
            "],\"next_cursor\":" + toJson(textOrNull(tail.nextCursor)) + ",\"total\":" + toJson(tail.total)
                + ",\"total_is_exact\":" + toJson(tail.total.has_value() && tail.totalIsExact)
                + (tail.damaged ? ",\"damaged\":" + toJson(*tail.damaged) : "") + "}");
        break;
    }
    case Format::Csv:
        csv(columns, items);
        break;
    case Format::Ndjson:
        for (const auto& item : items)
            putLine(stdout, toJson(item));
        break;
    }
}

void Output::rows(std::string_view name, std::span<const Column> columns, const std::vector<Record>& items) const
{
    if (m_format != Format::Json) {
        list(columns, items, {});
        return;
    }
    putLine(stdout, toJson(Record{ { name, List(items.begin(), items.end()) } }));
}

void Output::object(const Record& record) const
{
    switch (m_format) {
    case Format::Table: {
        std::size_t width = 0;
        for (const auto& field : record)
            width = std::max(width, field.name.size());
        for (const auto& field : record) {
            std::string title(field.name);
            std::replace(title.begin(), title.end(), '_', ' ');
            putLine(stdout, padded(title, width + 2, false, false) + printable(toPhrase(field.value)));
        }
        break;
    }
    case Format::Csv:
        csv({}, { record });
        break;
    case Format::Json:
    case Format::Ndjson:
        putLine(stdout, toJson(record));
        break;
    }
}

void Output::section(std::string_view title, std::span<const Column> columns, const std::vector<Record>& items) const
{
    if (m_format != Format::Table || items.empty())
        return;
    put(stdout, "\n");
    putLine(stdout, title);
    table(columns, items);
}

void Output::line(std::string_view text) const
{
    putLine(stdout, text);
}

bool Output::raw(std::string_view bytes) const
{
    return put(stdout, bytes);
}

void Output::warn(std::string_view text) const
{
    progress({});
    flush(); // Where both go to one place, they must not get into each other.
    putLine(stderr, "binnacle: " + printable(text));
}

void Output::note(std::string_view text) const
{
    if (m_quiet)
        return;
    progress({});
    flush(); // Where both go to one place, they must not get into each other.
    putLine(stderr, text);
}

void Output::progress(std::string_view text) const
{
    if (!showsProgress() || (text.empty() && m_progressWidth == 0))
        return;
    // A line that wraps could not be drawn over again.
    const auto clean = elided(printable(text), terminalWidth(STDERR_FILENO) - 1);
    const auto width = displayWidth(clean);
    std::string line = "\r" + clean;
    if (m_progressWidth > width)
        line.append(m_progressWidth - width, ' ');
    if (text.empty())
        line += '\r';
    put(stderr, line);
    std::fflush(stderr);
    m_progressWidth = width;
}

int Output::fail(const Error& error) const
{
    progress({});
    flush();
    if (m_format == Format::Json || m_format == Format::Ndjson) {
        putLine(stderr,
            toJson(Record{ { "error",
                Record{ { "code", error.code }, { "kind", toString(error.kind) }, { "message", error.message },
                    { "remedy", textOrNull(error.remedy) } } } }));
    } else {
        putLine(stderr, "binnacle: " + printable(error.message));
        if (!error.remedy.empty())
            putLine(stderr, "  " + printable(error.remedy));
    }
    return exitCodeFor(error.kind);
}

bool Output::flush() const
{
    if (std::fflush(stdout) != 0 && errno == EPIPE)
        readerLeft = true;
    return readerLeft || std::ferror(stdout) == 0;
}

void Output::table(std::span<const Column> columns, const std::vector<Record>& items) const
{
    std::vector<std::vector<std::string>> cells;
    std::vector<std::size_t> widths;
    for (const auto& column : columns)
        widths.push_back(displayWidth(column.title));
    for (const auto& item : items) {
        auto& row = cells.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            row.push_back(printable(toText(valueOf(item, columns[i].field))));
            widths[i] = std::max(widths[i], displayWidth(row.back()));
        }
    }
    if (const auto available = terminalWidth(STDOUT_FILENO); available > 0)
        fitWidths(widths, columns, available);
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool last = i + 1 == columns.size();
        line +=
            padded(elided(columns[i].title, widths[i]), widths[i], columns[i].alignRight, last) + (last ? "" : "  ");
    }
    putLine(stdout, line);
    for (const auto& row : cells) {
        line.clear();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool last = i + 1 == columns.size();
            line += padded(elided(row[i], widths[i]), widths[i], columns[i].alignRight, last) + (last ? "" : "  ");
        }
        line.erase(line.find_last_not_of(' ') + 1);
        putLine(stdout, line);
    }
}

void Output::csv(std::span<const Column> columns, const std::vector<Record>& items) const
{
    std::string header;
    if (items.empty()) {
        for (const auto& column : columns)
            header += (header.empty() ? "" : ",") + csvField(column.field);
    } else {
        appendNames(items.front(), {}, header);
    }
    if (!header.empty())
        put(stdout, header + "\r\n");
    for (const auto& item : items) {
        std::string line;
        appendFields(item, line);
        line.pop_back(); // the last comma
        put(stdout, line + "\r\n");
    }
}

} // namespace binnacle::cli
