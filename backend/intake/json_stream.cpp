#include "backend/intake/json_stream.h"

#include "backend/event/json_scan.h"

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {

constexpr std::size_t maxPartItems = 8192;

bool closes(char c)
{
    return c == '}' || c == ']';
}
bool opens(char c)
{
    return c == '{' || c == '[';
}

/// A run of space with a line break in it, and whether one value certainly ends before and another begins behind it:
/// `}` and `{` with nothing but a line break between them stand in no valid value.
struct Gap {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isCut = false;
};

Gap gapAround(std::string_view text, std::size_t lineBreak)
{
    // With this much space behind a bracket, what follows need not be waited for.
    constexpr std::size_t longGap = 64 * 1024;
    Gap gap{ lineBreak, lineBreak + 1, false };
    while (gap.end < text.size() && json::isSpace(text[gap.end]))
        ++gap.end;
    while (gap.begin > 0 && json::isSpace(text[gap.begin - 1]))
        --gap.begin;
    const bool closed = gap.begin > 0 && closes(text[gap.begin - 1]);
    gap.isCut = closed && (gap.end < text.size() ? opens(text[gap.end]) : gap.end - gap.begin > longGap);
    return gap;
}

/// Where the value behind the last cut of `text` begins; cuts in front of `from` do not count.
std::optional<std::size_t> lastCut(std::string_view text, std::size_t from)
{
    std::size_t at = text.rfind('\n');
    while (at != std::string_view::npos && at >= from) {
        const Gap gap = gapAround(text, at);
        if (gap.isCut)
            return gap.end;
        at = gap.begin == 0 ? std::string_view::npos : text.rfind('\n', gap.begin - 1);
    }
    return std::nullopt;
}

std::optional<std::size_t> firstCut(std::string_view text)
{
    for (std::size_t at = text.find('\n'); at != std::string_view::npos;) {
        const Gap gap = gapAround(text, at);
        if (gap.isCut)
            return gap.end;
        at = text.find('\n', gap.end);
    }
    return std::nullopt;
}

/// True where the array that `text` begins with ends in it, and something follows.
bool isFirstOfSeveral(std::string_view text)
{
    ArrayScanner scanner;
    for (std::size_t at = 1; at < text.size();) {
        const ArrayScanner::Step step = scanner.scan(text.substr(at));
        at += step.consumed;
        if (step.found == ArrayScanner::Found::Nothing)
            return false;
        if (step.found == ArrayScanner::Found::End)
            return !json::trimmed(text.substr(at)).empty();
    }
    return false;
}

/// Place behind the last of the items that stand whole at the front of `text`: values, and lines that begin like none;
/// 0: there is none.
std::size_t endOfWholeItems(std::string_view text)
{
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size(); end = at) {
        at = text.find_first_not_of(" \t\r\n", at);
        if (at == std::string_view::npos)
            break;
        if (!opens(text[at])) {
            at = text.find('\n', at);
            if (at == std::string_view::npos)
                break;
            continue;
        }
        const auto length = json::lengthOfValue(text.substr(at));
        if (!length)
            break;
        at += *length;
    }
    return end;
}

} // namespace

JsonStream::JsonStream(ItemParser& parser, std::optional<Dialect> dialect, BatchSource batches)
    : JsonStream(parser, dialect, std::move(batches), Limits{})
{
}

JsonStream::JsonStream(ItemParser& parser, std::optional<Dialect> dialect, BatchSource batches, Limits limits)
    : m_parser(parser)
    , m_dialect(dialect)
    , m_batches(std::move(batches))
    , m_limits(limits)
{
}

void JsonStream::feed(std::string_view bytes)
{
    m_buffer.append(bytes);
    advance(false);
}

void JsonStream::flush()
{
    if (m_mode == Mode::Undecided && !json::byteOrderMark.starts_with(m_buffer))
        begin();
    advance(false);
    if (m_mode == Mode::Array) {
        parseElements(m_elementStart);
    } else if (m_mode == Mode::Values) {
        if (const std::size_t end = endOfWholeItems(m_buffer); end > 0)
            parseValues(end);
    }
}

void JsonStream::finish()
{
    advance(true);
}

/// Modes change within a call, so go on until nothing moves any more.
void JsonStream::advance(bool isLast)
{
    for (;;) {
        const Mode mode = m_mode;
        const std::size_t size = m_buffer.size();
        switch (m_mode) {
        case Mode::Undecided:
            decide(isLast);
            break;
        case Mode::Values:
            takeValues(isLast);
            break;
        case Mode::Array:
            takeElements(isLast);
            break;
        case Mode::SkipValue:
            skipValue(isLast);
            break;
        case Mode::SkipElement:
            skipElement(isLast);
            break;
        }
        if (m_mode == mode && m_buffer.size() == size)
            return;
    }
}

void JsonStream::drop(std::size_t size)
{
    m_line += static_cast<std::uint64_t>(
        std::count(m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(size), '\n'));
    m_buffer.erase(0, size);
    m_scanned = m_scanned > size ? m_scanned - size : 0;
}

/// Takes the first `size` bytes out of the buffer: the memory goes with them, and only what is left is copied.
std::string JsonStream::takeFront(std::size_t size)
{
    std::string rest;
    // As much again will be gathered before the next part is taken. Doubling would leave half of it over, as long as
    // the part is in memory.
    rest.reserve(std::max(m_limits.part + m_limits.part / 4 + EventBatch::padding, m_buffer.size() - size));
    rest.append(m_buffer, size, std::string::npos);
    std::string front = std::exchange(m_buffer, std::move(rest));
    front.resize(size);
    m_scanned = m_scanned > size ? m_scanned - size : 0;
    return front;
}

void JsonStream::decide(bool isLast)
{
    if (!isLast && m_buffer.size() <= m_limits.part)
        return;
    if (isLast) {
        parseValues(m_buffer.size());
        return;
    }
    begin();
}

/// Tells one array from a sequence of values.
void JsonStream::begin()
{
    if (m_buffer.starts_with(json::byteOrderMark))
        m_buffer.erase(0, json::byteOrderMark.size());
    const std::size_t first = m_buffer.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) {
        drop(m_buffer.size());
        return;
    }
    drop(first);
    if (m_buffer.front() == '[' && !isFirstOfSeveral(m_buffer)) {
        drop(1);
        m_mode = Mode::Array;
        m_place = 0;
        return;
    }
    m_mode = Mode::Values;
    m_isOneValue = false;
}

void JsonStream::takeValues(bool isLast)
{
    if (isLast) {
        parseValues(m_buffer.size());
        return;
    }
    if (m_buffer.size() < m_limits.part)
        return;
    // A line break whose next line has not come yet is looked at again.
    if (const auto cut = lastCut(m_buffer, m_scanned)) {
        parseValues(*cut);
        return;
    }
    const std::size_t lastBreak = m_buffer.rfind('\n');
    m_scanned = lastBreak == std::string::npos ? m_buffer.size() : lastBreak;
    if (m_buffer.size() <= m_limits.item)
        return;
    if (const std::size_t end = endOfWholeItems(m_buffer); end > 0) {
        parseValues(end);
        return;
    }
    // Lines of objects with a comma behind each, or a broken line: still better than to refuse everything.
    if (const std::size_t line = m_buffer.rfind("\n{"); line != std::string::npos) {
        parseValues(line + 1);
        return;
    }
    const bool isJson = opens(m_buffer.front());
    refuse(std::string_view(m_buffer).substr(0, m_limits.item), isJson ? "TOO_LARGE" : "INVALID_JSON",
        isJson ? "The event is larger than 16 MiB; only its beginning is kept."
               : "This is not JSON; only the first 16 MiB of it are kept.");
    drop(m_buffer.size());
    m_mode = Mode::SkipValue;
}

/// Leaves out the rest of a value that is too large, up to where another one begins.
void JsonStream::skipValue(bool isLast)
{
    if (const auto cut = firstCut(m_buffer)) {
        drop(*cut);
        m_mode = Mode::Values;
        return;
    }
    // Keep what may be the first half of a place to cut.
    const std::size_t lastClose = m_buffer.find_last_not_of(" \t\r\n");
    drop(isLast || lastClose == std::string::npos ? m_buffer.size() : std::min(lastClose, m_buffer.size()));
}

void JsonStream::parseValues(std::size_t size)
{
    if (size > 0) {
        EventBatch& batch = m_batches();
        const auto firstLine = m_isOneValue ? std::nullopt : std::optional(m_line);
        const std::string_view text = batch.adopt(takeFront(size));
        m_line += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
        m_items += parseDocument(text, m_dialect, m_parser, batch, firstLine);
    }
    m_scanned = 0;
}

void JsonStream::takeElements(bool isLast)
{
    bool hasEnded = false;
    while (m_scanned < m_buffer.size() && !hasEnded && m_elements.size() < maxPartItems) {
        const ArrayScanner::Step step = m_scanner.scan(std::string_view(m_buffer).substr(m_scanned));
        m_scanned += step.consumed;
        if (step.found == ArrayScanner::Found::Nothing)
            break;
        const bool isMark = step.found != ArrayScanner::Found::Recovery;
        const std::string_view element = json::trimmed(
            std::string_view(m_buffer).substr(m_elementStart, m_scanned - m_elementStart - (isMark ? 1 : 0)));
        hasEnded = step.found == ArrayScanner::Found::End;
        if (!element.empty() || !hasEnded || m_isElementNeeded)
            m_elements.push_back({ m_elementStart, m_scanned - m_elementStart - (isMark ? 1 : 0) });
        m_elementStart = m_scanned;
        m_isElementNeeded = step.found == ArrayScanner::Found::Separator;
    }
    const std::size_t open = m_buffer.size() - m_elementStart;
    if (hasEnded || isLast || m_elementStart >= m_limits.part || m_elements.size() >= maxPartItems
        || open > m_limits.item)
        parseElements(m_elementStart);
    if (hasEnded) {
        m_isElementNeeded = false;
        m_isOneValue = false;
        m_mode = Mode::Undecided;
        return;
    }
    if (m_elementStart == 0 && m_buffer.size() > m_limits.item) {
        ++m_place;
        refuse(std::string_view(m_buffer).substr(0, m_limits.item), "TOO_LARGE",
            "The event is larger than 16 MiB; only its beginning is kept.");
        drop(m_buffer.size());
        m_mode = Mode::SkipElement;
        return;
    }
    if (isLast && m_scanned == m_buffer.size() && m_elements.empty()) {
        // As parseDocument() has it: the last element may be whole all the same.
        if (!json::trimmed(m_buffer).empty()) {
            m_elements.push_back({ 0, m_buffer.size() });
            parseElements(m_buffer.size());
        }
        ++m_place;
        refuse({}, "INVALID_JSON", "The array does not end with a closing bracket.");
        m_mode = Mode::Undecided;
    }
}

/// Leaves out the rest of an element that is too large.
void JsonStream::skipElement(bool isLast)
{
    const ArrayScanner::Step step = m_scanner.scan(m_buffer);
    drop(step.consumed);
    m_scanned = 0;
    if (step.found == ArrayScanner::Found::Nothing && !isLast)
        return;
    m_isElementNeeded = step.found == ArrayScanner::Found::Separator;
    m_mode = step.found == ArrayScanner::Found::Separator || step.found == ArrayScanner::Found::Recovery
        ? Mode::Array
        : Mode::Undecided;
}

/// Parses the complete elements, which fill the first `size` bytes of the buffer.
void JsonStream::parseElements(std::size_t size)
{
    if (!m_elements.empty()) {
        EventBatch& batch = m_batches();
        const std::string_view text = batch.adopt(takeFront(size));
        std::uint64_t line = m_line;
        m_line += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
        const char* counted = text.data();
        for (const Element& element : m_elements) {
            const std::string_view item = json::trimmed(text.substr(element.begin, element.size));
            line += static_cast<std::uint64_t>(std::count(counted, item.data(), '\n'));
            counted = item.data();
            m_parser.parse(item, m_isOneValue ? ++m_place : line, m_dialect, batch);
        }
        m_items += m_elements.size();
        m_elements.clear();
    } else {
        drop(size);
    }
    m_elementStart = 0;
}

/// Refuses what begins at the front of the buffer.
void JsonStream::refuse(std::string_view raw, std::string code, std::string message)
{
    EventBatch& batch = m_batches();
    ParsedItem& item = batch.items.emplace_back();
    item.line = m_isOneValue ? m_place : m_line;
    if (m_dialect) {
        item.dialect = *m_dialect;
        item.dialectIsKnown = true;
    }
    item.raw = batch.copy(raw);
    item.content = Refusal{ std::move(code), "", std::move(message), {} };
    ++m_items;
}

} // namespace binnacle
