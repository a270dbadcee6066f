#include "backend/event/xes/xes_reader.h"

#include "backend/event/xes/log_walker.h"

#include <algorithm>
#include <optional>

#include <expat.h>

namespace binnacle {

namespace {

/// Expat scans an unfinished tag again with every piece it gets: not too small, nor so large that much is copied.
constexpr std::size_t pieceBytes = 256 * 1024;

bool isUtf8Name(std::string_view encoding)
{
    std::string upper(encoding);
    std::transform(upper.begin(), upper.end(), upper.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper == "UTF-8" || upper == "UTF8" || upper == "US-ASCII" || upper == "ASCII";
}

struct Fault {
    std::string code;
    std::string message;
};

} // namespace

/// Between expat's callbacks and the walker.
class XesReader::Private {
public:
    Private(ParseOptions options, BatchSource batches)
        : walker(std::move(options), std::move(batches), window)
        , parser(XML_ParserCreate("UTF-8"))
    {
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, onStart, onEnd);
        XML_SetProcessingInstructionHandler(parser, onInstruction);
        XML_SetXmlDeclHandler(parser, onDeclaration);
        XML_SetStartDoctypeDeclHandler(parser, onDoctype);
    }
    ~Private() { XML_ParserFree(parser); }
    Private(const Private&) = delete;
    Private& operator=(const Private&) = delete;

    void parse(std::string_view piece, bool isLast);
    bool hasBytes() const { return !m_opening.empty(); }

    xes::ByteWindow window;
    xes::LogWalker walker;
    bool hasEnded = false;

private:
    static void onStart(void* self, const XML_Char* name, const XML_Char** pairs);
    static void onEnd(void* self, const XML_Char* name);
    static void onInstruction(void* self, const XML_Char* target, const XML_Char* data);
    static void onDeclaration(void* self, const XML_Char* version, const XML_Char* encoding, int standalone);
    static void onDoctype(
        void* self, const XML_Char* name, const XML_Char* systemId, const XML_Char* publicId, int hasSubset);

    void stop(std::string code, std::string message);
    /// Offset of the tag expat is at.
    std::uint64_t offset() const;
    std::uint64_t line() const { return XML_GetCurrentLineNumber(parser); }

    XML_Parser parser;
    std::optional<Fault> m_fault;
    std::string m_opening; ///< The first piece; shorter than two bytes until it can be judged.
};

std::uint64_t XesReader::Private::offset() const
{
    const XML_Index index = XML_GetCurrentByteIndex(parser);
    return index < 0 ? window.start() : static_cast<std::uint64_t>(index);
}

/// The first reason counts.
void XesReader::Private::stop(std::string code, std::string message)
{
    if (m_fault)
        return;
    m_fault = Fault{ std::move(code), std::move(message) };
    XML_StopParser(parser, XML_FALSE);
}

void XesReader::Private::parse(std::string_view piece, bool isLast)
{
    if (m_opening.size() < 2) {
        // Expat would take UTF-16 by itself from the first two bytes; the bytes we keep are to be UTF-8.
        m_opening.append(piece);
        if (m_opening.size() < 2 && !isLast)
            return;
        piece = m_opening;
        using namespace std::string_view_literals;
        const auto begins = [piece](std::string_view with) { return piece.starts_with(with); };
        if (begins("\xFE\xFF"sv) || begins("\xFF\xFE"sv) || begins("<\0"sv) || begins("\0<"sv))
            m_fault = Fault{ "UNSUPPORTED_ENCODING", "The file is written in UTF-16. Convert it to UTF-8 first." };
    }
    window.append(piece);
    if (!m_fault && XML_Parse(parser, piece.data(), static_cast<int>(piece.size()), isLast) == XML_STATUS_ERROR
        && !m_fault) {
        const XML_LChar* reason = XML_ErrorString(XML_GetErrorCode(parser));
        m_fault = Fault{ "INVALID_XML",
            "The XML is broken at line " + std::to_string(line()) + ", column "
                + std::to_string(XML_GetCurrentColumnNumber(parser) + 1) + " (" + (reason ? reason : "unknown")
                + "). What comes before is read, the rest of the file is not." };
    }
    if (!m_fault && !isLast && !window.forgetBefore(offset()))
        m_fault = Fault{ "TOO_LARGE", "One tag of the XML is larger than 16 MiB. The rest of the file is not read." };
    if (m_fault) {
        walker.refuseRest(m_fault->code, m_fault->message, line(), offset());
        hasEnded = true;
    }
}

void XesReader::Private::onStart(void* self, const XML_Char* name, const XML_Char** pairs)
{
    auto& reader = *static_cast<Private*>(self);
    if (!reader.walker.start(xes::localName(name), pairs, { reader.offset(), reader.line() }))
        reader.stop("INVALID_XML", reader.walker.problem());
}

void XesReader::Private::onEnd(void* self, const XML_Char*)
{
    auto& reader = *static_cast<Private*>(self);
    if (reader.m_fault)
        return; // Expat still ends an empty element after it was told to stop.
    const auto length = static_cast<std::uint64_t>(XML_GetCurrentByteCount(reader.parser));
    reader.walker.end({ reader.offset() + length, 0 });
}

void XesReader::Private::onInstruction(void* self, const XML_Char* target, const XML_Char* data)
{
    auto& reader = *static_cast<Private*>(self);
    if (std::string_view(target) == "binnacle" && reader.walker.depth() == 1)
        reader.walker.instruction(data);
}

void XesReader::Private::onDeclaration(void* self, const XML_Char*, const XML_Char* encoding, int)
{
    if (encoding && !isUtf8Name(encoding))
        static_cast<Private*>(self)->stop("UNSUPPORTED_ENCODING",
            "The log is written in " + std::string(encoding).substr(0, 40) + ". Convert it to UTF-8 first.");
}

void XesReader::Private::onDoctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int)
{
    static_cast<Private*>(self)->stop("INVALID_XML",
        "The file declares a document type. An event log needs none, and its entities could be made to exhaust the "
        "machine: remove the declaration.");
}

XesReader::XesReader(ParseOptions options, BatchSource batches)
    : d(std::make_unique<Private>(std::move(options), std::move(batches)))
{
}

XesReader::~XesReader() = default;

bool XesReader::feed(std::string_view bytes)
{
    for (std::size_t at = 0; at < bytes.size() && !d->hasEnded; at += pieceBytes)
        d->parse(bytes.substr(at, pieceBytes), false);
    return !d->hasEnded;
}

bool XesReader::finish()
{
    if (d->hasEnded)
        return false;
    if (d->hasBytes())
        d->parse({}, true);
    const bool isWhole = !d->hasEnded;
    d->hasEnded = true;
    return isWhole;
}

std::uint64_t XesReader::eventCount() const
{
    return d->walker.eventCount();
}
std::uint64_t XesReader::emptyTraceCount() const
{
    return d->walker.emptyTraceCount();
}

void parseXesItem(std::string_view xml, const ParseOptions& options, EventBatch& batch)
{
    const std::size_t before = batch.items.size();
    XesReader reader(options, [&batch]() -> EventBatch& { return batch; });
    reader.feed(xml);
    reader.finish();
    if (batch.items.size() > before)
        return;
    ParsedItem item;
    item.line = 1;
    item.dialect = Dialect::Xes;
    item.dialectIsKnown = true;
    item.raw = batch.copy(xml);
    item.content = Refusal{ "MISSING_FIELD", "/event", "There is no event in this XML.", {} };
    batch.items.push_back(std::move(item));
}

std::string_view logNameOf(std::string_view fileName)
{
    fileName.remove_prefix(fileName.find_last_of('/') + 1); // No slash: npos + 1 is 0.
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view extension : { ".gz", ".zst", ".xes", ".xml" }) {
            if (fileName.size() > extension.size() && fileName.ends_with(extension)) {
                fileName.remove_suffix(extension.size());
                again = true;
            }
        }
    }
    return fileName;
}

} // namespace binnacle
