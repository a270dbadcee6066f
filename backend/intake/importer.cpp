#include "backend/intake/importer.h"

#include "backend/event/xes/xes_reader.h"
#include "backend/intake/batch_pipeline.h"
#include "backend/intake/byte_source.h"
#include "backend/intake/input_files.h"
#include "backend/intake/json_stream.h"
#include "backend/intake/rate_meter.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

namespace {

constexpr std::size_t readBytes = 256 * 1024;
/// A post that comes in between waits for one batch at most.
constexpr std::size_t maxBatchItems = 1024;
constexpr std::size_t maxBatchBytes = 4 * 1024 * 1024;
/// A file of nothing but refused items beyond this is no event file.
constexpr std::uint64_t maxRefusedInARow = 100'000;

bool isUtf16(std::string_view start)
{
    using namespace std::string_view_literals;
    return start.starts_with("\xFE\xFF") || start.starts_with("\xFF\xFE") || start.starts_with("\0<"sv);
}

/// Begins like JSON and holds none of the bytes that never stand in it.
bool isLikeJson(std::string_view text)
{
    return (text.starts_with('{') || text.starts_with('[')) && std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\r' && c != '\n';
    });
}

/// What is skipped in front of the first byte that tells XML from JSON.
std::size_t beginOfContent(std::string_view start)
{
    return start.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
}

/// How a file is read; NoXes: it should be an XES log and is none.
enum class Format { Json, Xes, NoXes };

/// Where reading stands.
enum class Reading { GoesOn, Ends };

class Importer {
public:
    Importer(const ImportOptions& options, EventSink& sink, const Clock& clock, CancelToken cancel,
        const std::function<void(const ImportProgress&)>& progress)
        : m_options(options)
        , m_clock(clock)
        , m_cancel(cancel)
        , m_progress(progress)
        , m_pipeline(sink, cancel, [this] { report(false); })
    {
    }

    ImportSummary run(const InputFiles& files);

private:
    void importFile(const std::string& path);
    /// Feeds the bytes of `source` to `feed` until it or the source ends. While a sender rests, what is complete is
    /// handed over; `flush` gets it ready.
    template <typename Feed, typename Flush>
    void pump(ByteSource& source, const std::string& path, std::string_view start, Feed feed, Flush flush);
    Format formatOf(std::string_view start) const;
    void importXes(ByteSource& source, const std::string& path, std::string_view start);
    void importJson(ByteSource& source, const std::string& path, std::string_view start);
    void refuseXes(ByteSource& source, const std::string& path, std::string_view start);

    /// The batch that the next items go to; a full one is handed over first.
    EventBatch& batch();
    void handOver();
    bool mustStop() const { return m_hasStopped || m_cancel.isCancelled(); }
    bool isHopeless() const { return m_refusedInARow > maxRefusedInARow; }
    void report(bool isLast);

    const ImportOptions& m_options;
    const Clock& m_clock;
    CancelToken m_cancel;
    const std::function<void(const ImportProgress&)>& m_progress;
    BatchPipeline m_pipeline;

    std::unique_ptr<EventBatch> m_batch;
    std::string m_origin; ///< The file's path, for messages and quarantine.
    bool m_isFile = false; ///< Not standard input.
    bool m_hasStopped = false; ///< The sink takes no more.
    std::uint64_t m_refusedInARow = 0; ///< Of this file.

    std::vector<ImportSummary::Problem> m_problems;
    std::vector<std::string> m_notes;

    RateMeter m_rate;
    std::chrono::steady_clock::time_point m_lastReport{};
    std::int64_t m_bytesBefore = 0; ///< Of the files that are done.
    std::int64_t m_bytesTotal = 0;
    const ByteSource* m_source = nullptr;
};

EventBatch& Importer::batch()
{
    if (m_batch && (m_batch->items.size() >= maxBatchItems || m_batch->byteSize() >= maxBatchBytes))
        handOver();
    if (!m_batch) {
        m_batch = std::make_unique<EventBatch>();
        m_batch->origin = m_origin;
    }
    return *m_batch;
}

void Importer::handOver()
{
    std::unique_ptr<EventBatch> full = std::exchange(m_batch, nullptr);
    if (!full)
        return;
    full->makeRecords();
    for (const ParsedItem& item : full->items)
        m_refusedInARow = item.refusal() ? m_refusedInARow + 1 : 0;
    if (!mustStop() && !m_pipeline.submit(std::move(full)))
        m_hasStopped = true;
    report(false);
}

void Importer::report(bool isLast)
{
    const auto now = std::chrono::steady_clock::now();
    constexpr std::chrono::milliseconds interval{ 100 };
    if (!m_progress || (!isLast && now - m_lastReport < interval))
        return;
    m_lastReport = now;
    const ImportSummary soFar = m_pipeline.soFar();
    ImportProgress progress;
    progress.bytesRead = m_bytesBefore + (m_source ? m_source->storedBytesRead() : 0);
    progress.bytesTotal = m_bytesTotal;
    progress.accepted = soFar.accepted;
    progress.duplicate = soFar.duplicate;
    progress.rejected = soFar.rejected;
    progress.eventsPerSecond = m_rate.update(now, soFar.accepted + soFar.duplicate + soFar.rejected);
    progress.file = m_origin;
    m_progress(progress);
}

template <typename Feed, typename Flush>
void Importer::pump(ByteSource& source, const std::string& path, std::string_view start, Feed feed, Flush flush)
{
    Reading reading = feed(start);
    std::string buffer(readBytes, '\0');
    while (reading == Reading::GoesOn && !mustStop()) {
        if (source.isIdle()) {
            flush();
            handOver();
        }
        const Result<std::size_t> got = source.read(buffer);
        if (!got) {
            if (got.error().kind != ErrorKind::Cancelled)
                m_problems.push_back({ path, got.error() });
            return;
        }
        if (*got == 0)
            return;
        reading = feed(std::string_view(buffer).substr(0, *got));
        if (isHopeless()) {
            m_problems.push_back({ path,
                Error::make(ErrorKind::InvalidInput, "TOO_MANY_REFUSED",
                    "More than 100,000 items of " + path + " were refused one behind the other; the rest was not read.",
                    "Check that it is an event file, and of the dialect that was named.") });
            return;
        }
        report(false);
    }
}

/// Content decides, whatever the name is, but for what is neither XML nor JSON.
Format Importer::formatOf(std::string_view start) const
{
    const std::size_t first = beginOfContent(start);
    const bool isBlank = first == std::string_view::npos;
    // The reader of event logs knows what to say of UTF-16, too.
    const bool isXml = !isBlank && (start[first] == '<' || isUtf16(start));
    if (m_options.dialect) {
        if (*m_options.dialect != Dialect::Xes)
            return Format::Json;
        return isXml || isBlank ? Format::Xes : Format::NoXes;
    }
    if (isXml)
        return Format::Xes;
    const bool isNamed = m_isFile && isNamedXes(m_origin);
    return isNamed && !isBlank && !isLikeJson(start.substr(first)) ? Format::NoXes : Format::Json;
}

void Importer::importXes(ByteSource& source, const std::string& path, std::string_view start)
{
    ParseOptions parse = m_options.parse;
    if (m_isFile)
        parse.fileName = path;
    parse.arrival = m_clock.now();
    XesReader reader(std::move(parse), [this]() -> EventBatch& { return batch(); });
    const std::size_t problems = m_problems.size();
    bool isWhole = false;
    pump(
        source, path, start,
        [&](std::string_view bytes) { return reader.feed(bytes) ? Reading::GoesOn : Reading::Ends; }, [] {});
    // Of a file that could not be read to its end it is known already that it is not whole.
    if (m_problems.size() == problems && !mustStop())
        isWhole = reader.finish();
    if (reader.emptyTraceCount() > 0)
        m_notes.push_back("Of the traces in " + path + " " + std::to_string(reader.emptyTraceCount())
            + (reader.emptyTraceCount() == 1 ? " holds no event and leaves nothing."
                                             : " hold no event and leave nothing."));
    if (reader.eventCount() == 0 && reader.emptyTraceCount() == 0 && isWhole)
        m_notes.push_back(path + " holds no event.");
}

void Importer::importJson(ByteSource& source, const std::string& path, std::string_view start)
{
    ItemParser parser(m_options.parse);
    JsonStream stream(parser, m_options.dialect, [&]() -> EventBatch& {
        parser.options().arrival = m_clock.now();
        return batch();
    });
    const std::size_t problems = m_problems.size();
    pump(
        source, path, start,
        [&](std::string_view bytes) {
            stream.feed(bytes);
            return Reading::GoesOn;
        },
        [&] { stream.flush(); });
    if (!mustStop() && !isHopeless())
        stream.finish();
    if (stream.itemCount() == 0 && m_problems.size() == problems && !mustStop())
        m_notes.push_back(path + " holds no event.");
}

/// One refused item instead of one for each of its lines: the whole file, or its beginning where it is larger than an
/// item is kept.
void Importer::refuseXes(ByteSource& source, const std::string& path, std::string_view start)
{
    constexpr std::size_t mostKept = JsonStream::Limits{}.item;
    std::string kept;
    bool isCut = false;
    pump(
        source, path, start,
        [&](std::string_view bytes) {
            isCut = bytes.size() > mostKept - kept.size();
            kept.append(bytes.substr(0, mostKept - kept.size()));
            return isCut ? Reading::Ends : Reading::GoesOn;
        },
        [] {});
    if (mustStop())
        return;
    std::string message = m_options.dialect ? "This was to be read as an XES log" : "This file is named as an XES log";
    message += ", but is no XML, neither plain nor packed by gzip or zstd.";
    if (isCut)
        message += " Only the first 16 MiB of it are kept.";
    EventBatch& refused = batch();
    ParsedItem& item = refused.items.emplace_back();
    item.line = 1;
    item.dialect = Dialect::Xes;
    item.dialectIsKnown = true;
    item.raw = refused.adopt(std::move(kept));
    item.content = Refusal{ "INVALID_XML", "", std::move(message), {} };
}

void Importer::importFile(const std::string& path)
{
    m_isFile = path != "-";
    m_origin = m_isFile ? path : "standard input";
    m_refusedInARow = 0;
    Result<std::unique_ptr<ByteSource>> opened = ByteSource::open(path, m_cancel);
    if (!opened) {
        if (opened.error().kind != ErrorKind::Cancelled)
            m_problems.push_back({ m_origin, opened.error() });
        return;
    }
    ByteSource& source = **opened;
    m_source = &source;

    std::string start;
    while (beginOfContent(start) == std::string::npos && start.size() < readBytes) {
        std::string buffer(4096, '\0');
        const Result<std::size_t> got = source.read(buffer);
        if (!got) {
            if (got.error().kind != ErrorKind::Cancelled)
                m_problems.push_back({ m_origin, got.error() });
            m_bytesBefore += source.storedBytesRead();
            m_source = nullptr;
            return;
        }
        if (*got == 0)
            break;
        start.append(buffer, 0, *got);
    }
    if (!mustStop()) {
        switch (formatOf(start)) {
        case Format::Json:
            importJson(source, m_origin, start);
            break;
        case Format::Xes:
            importXes(source, m_origin, start);
            break;
        case Format::NoXes:
            refuseXes(source, m_origin, start);
            break;
        }
    }
    handOver();
    m_bytesBefore += source.storedBytesRead();
    m_source = nullptr;
}

ImportSummary Importer::run(const InputFiles& files)
{
    const auto started = std::chrono::steady_clock::now();
    m_bytesTotal = files.totalBytes;
    m_notes = files.notes;
    for (const std::string& path : files.paths) {
        if (mustStop())
            break;
        importFile(path);
    }
    m_pipeline.drain();
    // Whoever reads the summary may look at the entities next.
    if (auto done = m_pipeline.settle(); !done)
        m_problems.push_back({ {}, done.error() });
    report(true);

    ImportSummary summary = m_pipeline.soFar();
    summary.cancelled = m_cancel.isCancelled();
    if (const std::optional<Error> failure = m_pipeline.failure())
        m_problems.push_back({ {}, *failure });
    summary.problems = std::move(m_problems);
    summary.notes = std::move(m_notes);
    const auto took = std::chrono::steady_clock::now() - started;
    summary.durationMs = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
    return summary;
}

} // namespace

Result<ImportSummary> importPaths(const ImportOptions& options, EventSink& sink, const Clock& clock, CancelToken cancel,
    const std::function<void(const ImportProgress&)>& progress)
{
    const Result<InputFiles> files = findInputFiles(options.paths);
    if (!files)
        return files.error();
    return Importer(options, sink, clock, std::move(cancel), progress).run(*files);
}

} // namespace binnacle
