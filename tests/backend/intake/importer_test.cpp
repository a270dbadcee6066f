#include "backend/intake/importer.h"
#include "tests/backend/intake/fake_sink.h"
#include "tests/backend/intake/packing.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <future>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace binnacle;

namespace {

std::string eventJson(int number)
{
    const std::string n = std::to_string(number);
    return R"({"event_type":"entity.created","event_id":"e)" + n
        + R"(","timestamp":"2026-01-10T12:00:00Z","source":{"organization":"o","project":"p"},)"
          R"("entity":{"organization":"o","project":"p","type":"t","id":")"
        + n + "\"}}\n";
}

std::string lines(int from, int to)
{
    std::string text;
    for (int i = from; i < to; ++i)
        text += eventJson(i);
    return text;
}

constexpr const char* smallLog =
    R"(<log><string key="concept:name" value="L"/><trace><string key="concept:name" value="1"/>
<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-01-10T12:00:00Z"/></event>
<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-01-10"/></event></trace><trace/></log>)";

} // namespace

class ImporterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void importsAFileOnce();
    void cutsIntoBatches();
    void importsADirectory();
    void tellsFormatsByContent();
    void listsTheFirstRejections();
    void goesOnBehindATruncatedFile();
    void offersARefusedBatchAgain();
    void stopsWhenACommitFails();
    void keepsWhatWasCommittedWhenCancelled();
    void takesWhatASenderThatRestsHasSent();
    void endsTheWaitForASender();
    void readsOnBesideAClosedDirectory();
    void saysWhatIsNotThere();
    void notesEmptyFiles();
    void givesUpOnRubbish();
    void tellsItsProgress();

private:
    std::string write(const char* name, const std::string& bytes)
    {
        const QString path = m_dir->filePath(QString::fromLatin1(name));
        QDir().mkpath(QFileInfo(path).path());
        std::ofstream(path.toStdString(), std::ios::binary) << bytes;
        return path.toStdString();
    }

    Result<ImportSummary> import(std::vector<std::string> paths, EventSink& sink, CancelToken cancel = {},
        std::function<void(const ImportProgress&)> progress = {})
    {
        ImportOptions options;
        options.paths = std::move(paths);
        return importPaths(options, sink, Clock::system(), cancel, progress);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void ImporterTest::importsAFileOnce()
{
    test::FakeSink sink;
    const std::string path = write("a.ndjson.gz", test::gzip(lines(0, 1000)));
    const auto first = import({ path }, sink);
    QVERIFY(first.ok());
    QCOMPARE(first->read, 1000);
    QCOMPARE(first->accepted, 1000);
    QCOMPARE(first->firstSeq, 1);
    QCOMPARE(first->lastSeq, 1000);
    QVERIFY(first->problems.empty());
    QVERIFY(!first->cancelled);
    const auto second = import({ path }, sink);
    QCOMPARE(second->accepted, 0);
    QCOMPARE(second->duplicate, 1000);
    QCOMPARE(second->firstSeq, 0);
}

void ImporterTest::cutsIntoBatches()
{
    test::FakeSink sink;
    const auto summary = import({ write("a.json", lines(0, 50'000)) }, sink);
    QCOMPARE(summary->accepted, 50'000);
    QVERIFY(sink.origins.size() > 4);
    QVERIFY(sink.largestBatch < 20'000);
}

void ImporterTest::importsADirectory()
{
    test::FakeSink sink;
    write("in/b/two.jsonl", lines(10, 20));
    write("in/a.json", "[" + eventJson(1) + "," + eventJson(2) + "]");
    write("in/c.xes", smallLog);
    write("in/d.NDJSON.zst", test::zstd(lines(20, 25)));
    write("in/readme.txt", "not an event");
    const auto summary = import({ m_dir->filePath("in").toStdString() }, sink);
    QCOMPARE(summary->accepted, 2 + 10 + 1 + 5);
    QCOMPARE(summary->rejected, 1);
    QCOMPARE(summary->rejections.front().line, std::uint64_t(3));
    QVERIFY(QString::fromStdString(summary->rejections.front().file).endsWith("c.xes"));
    QVERIFY(std::is_sorted(sink.origins.begin(), sink.origins.end()));
    QCOMPARE(summary->notes.size(), std::size_t(2));
    QVERIFY(summary->notes[0].find("1 file ") != std::string::npos);
    QVERIFY(summary->notes[1].find("no event") != std::string::npos);
}

void ImporterTest::tellsFormatsByContent()
{
    test::FakeSink sink;
    QCOMPARE(import({ write("log.bin", std::string("\xEF\xBB\xBF \n") + smallLog) }, sink)->accepted, 1);
    QCOMPARE(import({ write("events.xes", lines(0, 3)) }, sink)->accepted, 3);
    const std::string wide("\xFF\xFE{\0}\0", 6);
    QCOMPARE(import({ write("wide.json", wide) }, sink)->rejections.front().code, "UNSUPPORTED_ENCODING");
}

void ImporterTest::listsTheFirstRejections()
{
    test::FakeSink sink;
    std::string text = lines(0, 5);
    for (int i = 0; i < 30; ++i)
        text += "{\"no\":\"event\"}\n";
    const auto summary = import({ write("a.ndjson", text) }, sink);
    QCOMPARE(summary->accepted, 5);
    QCOMPARE(summary->rejected, 30);
    QCOMPARE(summary->rejections.size(), std::size_t(20));
    QCOMPARE(summary->rejections[0].line, std::uint64_t(6));
    QCOMPARE(summary->rejections[0].code, "UNKNOWN_DIALECT");
    QVERIFY(!summary->rejections[0].message.empty());
}

void ImporterTest::goesOnBehindATruncatedFile()
{
    test::FakeSink sink;
    const std::string packed = test::gzip(lines(0, 50'000));
    const std::string cut = write("cut.ndjson.gz", packed.substr(0, packed.size() * 3 / 4));
    const auto summary = import({ cut, write("next.ndjson", lines(90'000, 90'010)) }, sink);
    QCOMPARE(summary->problems.size(), std::size_t(1));
    QCOMPARE(summary->problems[0].error.code, "INPUT_TRUNCATED");
    QCOMPARE(summary->problems[0].file, cut);
    QVERIFY(summary->accepted > 1010);
    QVERIFY(summary->rejected <= 1); // The line that the end cuts through.
    QCOMPARE(summary->lastSeq, summary->accepted);
}

void ImporterTest::offersARefusedBatchAgain()
{
    test::FakeSink sink;
    sink.refuseNext(5);
    const auto summary = import({ write("a.ndjson", lines(0, 30'000)) }, sink);
    QCOMPARE(summary->accepted, 30'000);
    QCOMPARE(summary->read, 30'000);
}

void ImporterTest::stopsWhenACommitFails()
{
    test::FakeSink sink;
    sink.failAfter(2);
    const auto summary = import({ write("a.ndjson", lines(0, 100'000)) }, sink);
    QVERIFY(summary.ok());
    QCOMPARE(summary->problems.size(), std::size_t(1));
    QCOMPARE(summary->problems[0].error.code, "DISK_FULL");
    QVERIFY(summary->problems[0].file.empty());
    QVERIFY(summary->accepted > 0);
    QVERIFY(summary->accepted < 100'000);
}

void ImporterTest::keepsWhatWasCommittedWhenCancelled()
{
    const CancelToken cancel; // The sink's thread still asks for it when the import has ended.
    test::FakeSink sink;
    sink.afterBatch([&] { cancel.cancel(); });
    const auto summary = import({ write("a.ndjson", lines(0, 300'000)) }, sink, cancel);
    QVERIFY(summary->cancelled);
    QVERIFY(summary->accepted > 0);
    QVERIFY(summary->accepted < 300'000);
    QCOMPARE(summary->read, summary->accepted);
    QVERIFY(summary->problems.empty());
}

void ImporterTest::takesWhatASenderThatRestsHasSent()
{
    std::promise<void> stored;
    test::FakeSink sink;
    sink.afterBatch([&, isFirst = true]() mutable {
        if (std::exchange(isFirst, false))
            stored.set_value();
    });
    const std::string pipe = m_dir->filePath("pipe").toStdString();
    QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
    auto summary = std::async(std::launch::async, [&] { return import({ pipe }, sink); });
    const int end = ::open(pipe.c_str(), O_WRONLY);
    const std::string text = lines(0, 2) + eventJson(2).substr(0, 20);
    QVERIFY(::write(end, text.data(), text.size()) == ssize_t(text.size()));
    stored.get_future().wait(); // Before the sender has said that this is all.
    const std::string rest = eventJson(2).substr(20);
    QVERIFY(::write(end, rest.data(), rest.size()) == ssize_t(rest.size()));
    ::close(end);
    QCOMPARE(summary.get()->accepted, 3);
}

void ImporterTest::endsTheWaitForASender()
{
    test::FakeSink sink;
    const std::string pipe = m_dir->filePath("pipe").toStdString();
    QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
    const CancelToken cancel;
    auto summary = std::async(std::launch::async, [&] { return import({ pipe }, sink, cancel); });
    cancel.cancel();
    QVERIFY(summary.get()->cancelled);
}

void ImporterTest::readsOnBesideAClosedDirectory()
{
    if (geteuid() == 0)
        QSKIP("root may read everything");
    test::FakeSink sink;
    write("in/a.json", eventJson(1));
    write("in/closed/b.json", eventJson(2));
    const std::string closed = m_dir->filePath("in/closed").toStdString();
    QCOMPARE(chmod(closed.c_str(), 0), 0);
    const auto summary = import({ m_dir->filePath("in").toStdString() }, sink);
    QCOMPARE(chmod(closed.c_str(), 0700), 0);
    QCOMPARE(summary->accepted, 1);
    QCOMPARE(summary->problems.size(), std::size_t(1));
    QCOMPARE(summary->problems[0].file, closed);
}

void ImporterTest::saysWhatIsNotThere()
{
    test::FakeSink sink;
    const auto absent = import({ write("a.ndjson", lines(0, 3)), m_dir->filePath("absent").toStdString() }, sink);
    QVERIFY(!absent.ok());
    QCOMPARE(absent.error().code, "INPUT_NOT_FOUND");
    QVERIFY(sink.origins.empty());

    write("nothing/readme.txt", "no");
    const auto nothing = import({ m_dir->filePath("nothing").toStdString() }, sink);
    QVERIFY(!nothing.ok());
    QCOMPARE(nothing.error().code, "NO_INPUT");
}

void ImporterTest::notesEmptyFiles()
{
    test::FakeSink sink;
    const auto summary =
        import({ write("empty.json", ""), write("blank.json", " \n\n"), write("none.xes", "<log/>") }, sink);
    QCOMPARE(summary->read, 0);
    QCOMPARE(summary->notes.size(), std::size_t(3));
    QVERIFY(summary->problems.empty());
}

void ImporterTest::givesUpOnRubbish()
{
    test::FakeSink sink;
    std::string rubbish;
    for (int i = 0; i < 3'000'000; ++i)
        rubbish += "{}\n";
    const auto summary = import({ write("rubbish.ndjson", rubbish) }, sink);
    QCOMPARE(summary->accepted, 0);
    QVERIFY(summary->rejected > 100'000);
    QVERIFY(summary->rejected < 3'000'000);
    QVERIFY(!summary->problems.empty());
    QCOMPARE(summary->problems[0].error.code, "TOO_MANY_REFUSED");
}

void ImporterTest::tellsItsProgress()
{
    test::FakeSink sink;
    std::vector<ImportProgress> seen;
    const std::string path = write("a.ndjson", lines(0, 100'000));
    const auto summary = import({ path }, sink, {}, [&](const ImportProgress& progress) { seen.push_back(progress); });
    QVERIFY(!seen.empty());
    QCOMPARE(seen.back().bytesRead, QFileInfo(QString::fromStdString(path)).size());
    QCOMPARE(seen.back().bytesTotal, seen.back().bytesRead);
    QCOMPARE(seen.back().accepted, 100'000);
    QVERIFY(seen.size() <= std::size_t(summary->durationMs / 100 + 3));
}

QTEST_GUILESS_MAIN(ImporterTest)
#include "importer_test.moc"
