#include "models/common/pretty_text.h"

#include <QByteArray>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace binnacle {

namespace {

constexpr std::size_t deepest = 512;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The index after the string that opens at `from`; npos where it does not end.
std::size_t stringEnd(std::string_view json, std::size_t from)
{
    for (std::size_t i = from + 1; i < json.size(); ++i) {
        if (json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            return i + 1;
    }
    return std::string_view::npos;
}

} // namespace

std::optional<std::string> prettyJson(std::string_view json)
{
    std::string out;
    out.reserve(json.size() + json.size() / 2);
    std::string open; // The closing bracket of every level.
    const auto newLine = [&] {
        out += '\n';
        out.append(2 * open.size(), ' ');
    };
    std::size_t i = 0;
    while (i < json.size()) {
        const char c = json[i];
        if (isSpace(c)) {
            ++i;
        } else if (c == '"') {
            const std::size_t end = stringEnd(json, i);
            if (end == std::string_view::npos)
                return std::nullopt;
            out += json.substr(i, end - i);
            i = end;
        } else if (c == '{' || c == '[') {
            std::size_t next = i + 1;
            while (next < json.size() && isSpace(json[next]))
                ++next;
            const char closing = c == '{' ? '}' : ']';
            out += c;
            if (next < json.size() && json[next] == closing) {
                out += closing;
                i = next + 1;
                continue;
            }
            if (open.size() >= deepest)
                return std::nullopt;
            open += closing;
            newLine();
            ++i;
        } else if (c == '}' || c == ']') {
            if (open.empty() || open.back() != c)
                return std::nullopt;
            open.pop_back();
            newLine();
            out += c;
            ++i;
        } else if (c == ',') {
            out += c;
            newLine();
            ++i;
        } else if (c == ':') {
            out += ": ";
            ++i;
        } else {
            out += c;
            ++i;
        }
    }
    if (!open.empty())
        return std::nullopt;
    return out;
}

std::optional<std::string> prettyXml(std::string_view xml)
{
    QXmlStreamReader reader(QByteArray(xml.data(), qsizetype(xml.size())));
    QByteArray out;
    QXmlStreamWriter writer(&out);
    writer.setAutoFormatting(true);
    writer.setAutoFormattingIndent(2);
    while (!reader.atEnd()) {
        const auto token = reader.readNext();
        if (token == QXmlStreamReader::StartDocument || token == QXmlStreamReader::EndDocument
            || (token == QXmlStreamReader::Characters && reader.isWhitespace()))
            continue;
        if (token == QXmlStreamReader::Invalid)
            break;
        writer.writeCurrentToken(reader);
    }
    if (reader.hasError())
        return std::nullopt;
    return out.trimmed().toStdString();
}

} // namespace binnacle
