#include "backend/intake/importer.h"
#include "tests/backend/intake/fake_sink.h"
#include "tests/backend/intake/packing.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <random>

using namespace binnacle;

namespace {

constexpr std::size_t mostKept = 16 * 1024 * 1024;

/// The same bytes every time; none of them begins XML, gzip or zstd.
std::string noise(std::size_t size)
{
    std::mt19937 random(7);
    std::string bytes("\x01");
    while (bytes.size() < size)
        bytes += static_cast<char>(random());
    return bytes;
}

} // namespace

/// Files that are to be event logs and are none.
class ImporterXesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noiseIsRefusedOnce_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("isPacked");
        QTest::addColumn<bool>("isDeclared");
        QTest::newRow("named .xes") << QByteArray("a.xes") << false << false;
        QTest::newRow("named .xes.gz") << QByteArray("a.xes.gz") << false << false;
        QTest::newRow("named .XES.zst") << QByteArray("A.XES.ZST") << false << false;
        QTest::newRow("packed") << QByteArray("a.xes.gz") << true << false;
        QTest::newRow("declared") << QByteArray("a.bin") << false << true;
    }

    void noiseIsRefusedOnce()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, isPacked);
        QFETCH(bool, isDeclared);
        const std::string bytes = noise(300'000);
        test::FakeSink sink;
        const auto summary = import(write(name, isPacked ? test::gzip(bytes) : bytes), sink,
            isDeclared ? std::optional(Dialect::Xes) : std::nullopt);
        QCOMPARE(summary.read, 1);
        QCOMPARE(summary.rejected, 1);
        QCOMPARE(summary.rejections.front().code, "INVALID_XML");
        const QString message = QString::fromStdString(summary.rejections.front().message);
        QVERIFY2(message.contains("XES log") && message.contains("no XML"), qPrintable(message));
        // Nothing is lost.
        QVERIFY(sink.refused == std::vector{ bytes });
        QVERIFY(summary.problems.empty());
    }

    void ofMuchNoiseTheBeginningIsKept()
    {
        const std::string bytes = noise(mostKept + 100'000);
        test::FakeSink sink;
        const auto summary = import(write("a.xes", bytes), sink);
        QCOMPARE(summary.rejected, 1);
        QVERIFY(sink.refused == std::vector{ bytes.substr(0, mostKept) });
        QVERIFY(summary.rejections.front().message.ends_with("Only the first 16 MiB of it are kept."));
    }

    void noiseThatBeginsLikeJsonIsNoJson()
    {
        test::FakeSink sink;
        const auto summary = import(write("a.xes.gz", "{" + noise(300'000)), sink);
        QCOMPARE(summary.rejected, 1);
        QCOMPARE(summary.rejections.front().code, "INVALID_XML");
    }

    void brokenJsonStaysAMatterOfItsLines()
    {
        test::FakeSink sink;
        const auto summary = import(write("a.xes", "{\"no\":\"event\"}\n{\"cut\":\n"), sink);
        QCOMPARE(summary.rejected, 2);
        QCOMPARE(summary.rejections.front().code, "UNKNOWN_DIALECT");
    }

    void nothingIsNoRefusal()
    {
        test::FakeSink sink;
        const auto summary = import(write("a.xes.gz", " \n\n"), sink);
        QCOMPARE(summary.read, 0);
        QCOMPARE(summary.notes.size(), std::size_t(1));
    }

    void cancelledBeforeItsEndItLeavesNothing()
    {
        const CancelToken cancel;
        cancel.cancel();
        test::FakeSink sink;
        QCOMPARE(import(write("a.xes", noise(1000)), sink, std::nullopt, cancel).read, 0);
        QVERIFY(sink.refused.empty());
    }

private:
    std::string write(const QByteArray& name, const std::string& bytes)
    {
        const std::string path = m_dir.filePath(QString::fromLatin1(name)).toStdString();
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    static ImportSummary import(const std::string& path, EventSink& sink, std::optional<Dialect> dialect = std::nullopt,
        const CancelToken& cancel = {})
    {
        ImportOptions options;
        options.paths = { path };
        options.dialect = dialect;
        auto summary = importPaths(options, sink, Clock::system(), cancel, {});
        return summary ? *summary : ImportSummary();
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(ImporterXesTest)
#include "importer_xes_test.moc"
