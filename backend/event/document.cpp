#include "backend/event/json_scan.h"
#include "backend/event/parser.h"

#include <algorithm>

namespace binnacle {

namespace {

/// Walks over a body and hands every item to the parser. What is broken ends where the next item can be
/// seen to begin, so that it never takes a good neighbour along.
class DocumentReader {
public:
    DocumentReader(std::string_view text, std::uint64_t firstLine, std::optional<Dialect> dialect, ItemParser& parser,
        EventBatch& batch)
        : m_text(text)
        , m_dialect(dialect)
        , m_parser(parser)
        , m_batch(batch)
        , m_line(firstLine)
    {
    }

    void read()
    {
        while (skipSpace() && !isHopeless()) {
            ++m_values;
            if (m_text[m_at] == '[')
                readArray();
            else
                readValue();
        }
        if (isHopeless() && skipSpace())
            refuse(json::trimmed(m_text.substr(m_at)), "TOO_MANY_REFUSED",
                "More than 100,000 items of this input were refused; the rest of it was not read.");
    }

    /// Objects and arrays at the top.
    std::size_t valueCount() const { return m_values; }

private:
    /// False at the end of the text.
    bool skipSpace()
    {
        for (; m_at < m_text.size() && json::isSpace(m_text[m_at]); ++m_at) {
            if (m_text[m_at] == '\n')
                ++m_line;
        }
        return m_at < m_text.size();
    }

    void moveTo(std::size_t at)
    {
        m_line += static_cast<std::uint64_t>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
            m_text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
        m_at = at;
    }

    /// Place of the line break at or after `from`, or the end.
    std::size_t endOfLine(std::size_t from) const { return std::min(m_text.find('\n', from), m_text.size()); }

    /// Parses the text up to `end` as one item and moves there.
    void take(std::size_t end)
    {
        m_parser.parse(m_text.substr(m_at, end - m_at), m_line, m_dialect, m_batch);
        m_refused += m_batch.items.back().refusal() != nullptr;
        moveTo(end);
    }

    void readValue()
    {
        const std::size_t lineEnd = endOfLine(m_at);
        const std::string_view line = json::trimmed(m_text.substr(m_at, lineEnd - m_at));
        // The usual case, one event on one line, is scanned by the parser alone.
        if (line.front() == '{' && line.back() == '}' && line.size() <= maxEventBytes) {
            m_parser.parse(line, m_line, m_dialect, m_batch);
            if (m_batch.items.back().event()) {
                m_at = lineEnd;
                return;
            }
            m_batch.items.pop_back();
        }
        std::size_t end = lineEnd;
        if (line.front() == '{') {
            if (const auto length = json::lengthOfValue(m_text.substr(m_at)))
                end = m_at + *length;
            else
                end = endOfBroken(line, lineEnd);
        }
        take(end);
    }

    /// A value that begins here breaks off somewhere. It ends with its line; only where that line looks like the
    /// first of several (`{` alone, or a comma at its end), before the next line that begins with a bracket.
    std::size_t endOfBroken(std::string_view line, std::size_t lineEnd) const
    {
        std::size_t end = lineEnd;
        if (std::string_view("{[,:").find(line.back()) == std::string_view::npos)
            return end;
        while (end + 1 < m_text.size() && m_text[end + 1] != '{' && m_text[end + 1] != '[')
            end = endOfLine(end + 1);
        return std::min(end, m_text.size());
    }

    void readArray()
    {
        moveTo(m_at + 1);
        bool needsElement = false;
        while (!isHopeless()) {
            if (!skipSpace())
                return refuse({}, "INVALID_JSON", "The array does not end with a closing bracket.");
            if (m_text[m_at] == ']' && !needsElement)
                return moveTo(m_at + 1);
            take(endOfElement());
            // A closing brace that nothing opened.
            while (skipSpace() && m_text[m_at] == '}')
                take(m_at + 1);
            needsElement = m_at < m_text.size() && m_text[m_at] == ',';
            if (needsElement)
                ++m_at;
        }
    }

    std::size_t endOfElement()
    {
        // An element that never closes is looked for to the end of the text; many of them would take for ever.
        constexpr int maxUnclosed = 16;
        if (m_unclosed < maxUnclosed) {
            const json::ElementEnd end = json::endOfElement(m_text.substr(m_at));
            if (end.found)
                return m_at + end.length;
            ++m_unclosed;
        }
        // It ends before the next line that begins with an object, if there is one.
        for (std::size_t lineEnd = endOfLine(m_at); lineEnd < m_text.size(); lineEnd = endOfLine(lineEnd + 1)) {
            const std::size_t next = m_text.find_first_not_of(" \t\r\n", lineEnd);
            if (next != std::string_view::npos && m_text[next] == '{')
                return lineEnd;
        }
        return m_text.size();
    }

    void refuse(std::string_view raw, std::string code, std::string message)
    {
        ParsedItem& item = m_batch.items.emplace_back();
        item.line = m_line;
        item.raw = raw;
        item.content = Refusal{ std::move(code), "", std::move(message), {} };
    }

    /// A body of nothing but rubbish must not grow into gigabytes of refusals.
    bool isHopeless() const { return m_refused > maxRefused; }

    static constexpr std::size_t maxRefused = 100'000;

    std::string_view m_text;
    std::optional<Dialect> m_dialect;
    ItemParser& m_parser;
    EventBatch& m_batch;
    std::size_t m_at = 0;
    std::uint64_t m_line;
    std::size_t m_values = 0;
    std::size_t m_refused = 0;
    int m_unclosed = 0;
};

} // namespace

std::size_t parseDocument(std::string_view text, std::optional<Dialect> dialect, ItemParser& parser, EventBatch& batch,
    std::optional<std::uint64_t> firstLine)
{
    text = json::withoutByteOrderMark(text);
    const std::size_t before = batch.items.size();
    DocumentReader reader(text, firstLine.value_or(1), dialect, parser, batch);
    reader.read();
    const std::size_t count = batch.items.size() - before;
    if (firstLine || reader.valueCount() != 1)
        return count;
    if (!json::trimmed(text).starts_with('[')) {
        batch.items.back().line = 0;
        return count;
    }
    // Arrays often stand on one line: there the place says more.
    for (std::size_t i = 0; i < count; ++i)
        batch.items[before + i].line = i + 1;
    return count;
}

} // namespace binnacle
