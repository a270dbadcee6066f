#include "backend/intake/byte_source.h"
#include "tests/backend/intake/packing.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <thread>

#include <unistd.h>

using namespace binnacle;

namespace {

std::string sample()
{
    std::string text;
    for (int i = 0; i < 40'000; ++i)
        text += "line " + std::to_string(i * 7919) + "\n";
    return text;
}

struct ReadBack {
    std::string bytes;
    std::string errorCode;
    std::string errorMessage;
    std::int64_t storedBytes = 0;
};

ReadBack readAll(const std::string& path)
{
    ReadBack result;
    auto source = ByteSource::open(path, {});
    if (!source)
        return { {}, source.error().code, source.error().message, 0 };
    std::string buffer(10'000, '\0');
    for (;;) {
        const auto got = (*source)->read(buffer);
        if (!got) {
            result.errorCode = got.error().code;
            result.errorMessage = got.error().message;
            break;
        }
        if (*got == 0)
            break;
        result.bytes.append(buffer, 0, *got);
    }
    result.storedBytes = (*source)->storedBytesRead();
    return result;
}

} // namespace

class ByteSourceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unpacks_data();
    void unpacks();
    void namesWhatIsTruncated_data();
    void namesWhatIsTruncated();
    void keepsWhatCameBeforeDamage();
    void saysWhatCannotBeOpened();
    void readsAPipeAndEndsOnCancel();
    void streamsWhatUnpacksToMuch();

private:
    std::string write(const char* name, const std::string& bytes);
    QTemporaryDir m_dir;
};

std::string ByteSourceTest::write(const char* name, const std::string& bytes)
{
    const std::string path = m_dir.filePath(QString::fromLatin1(name)).toStdString();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

void ByteSourceTest::unpacks_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<QByteArray>("expected");
    const std::string text = sample();
    const auto row = [](const char* name, const std::string& stored, const std::string& expected) {
        QTest::newRow(name) << QByteArray::fromStdString(stored) << QByteArray::fromStdString(expected);
    };
    row("plain", text, text);
    row("empty", {}, {});
    row("two bytes", "ab", "ab");
    row("gzip", test::gzip(text), text);
    row("gzip, two members", test::gzip(text) + test::gzip("more"), text + "more");
    row("gzip, empty member first", test::gzip("") + test::gzip(text), text);
    row("gzip, padded with zeros", test::gzip(text) + std::string(5000, '\0'), text);
    row("zstd", test::zstd(text), text);
    row("zstd, two frames", test::zstd(text) + test::zstd("more"), text + "more");
    row("zstd, skippable frame first", std::string("\x50\x2A\x4D\x18\x03\0\0\0abc", 11) + test::zstd(text), text);
}

void ByteSourceTest::unpacks()
{
    QFETCH(QByteArray, stored);
    QFETCH(QByteArray, expected);
    // The name says nothing: only the first bytes do.
    const ReadBack got = readAll(write("any.bin", stored.toStdString()));
    QCOMPARE(got.errorCode, std::string());
    QVERIFY(got.bytes == expected.toStdString());
    QCOMPARE(got.storedBytes, stored.size());
}

void ByteSourceTest::namesWhatIsTruncated_data()
{
    QTest::addColumn<QByteArray>("stored");
    const std::string text = sample();
    const std::string gzip = test::gzip(text);
    const std::string zstd = test::zstd(text);
    QTest::newRow("gzip") << QByteArray::fromStdString(gzip.substr(0, gzip.size() / 2));
    QTest::newRow("gzip without its last byte") << QByteArray::fromStdString(gzip.substr(0, gzip.size() - 1));
    QTest::newRow("zstd") << QByteArray::fromStdString(zstd.substr(0, zstd.size() / 2));
}

void ByteSourceTest::namesWhatIsTruncated()
{
    QFETCH(QByteArray, stored);
    const std::string path = write("cut.gz", stored.toStdString());
    const ReadBack got = readAll(path);
    QCOMPARE(got.errorCode, std::string("INPUT_TRUNCATED"));
    QVERIFY(got.errorMessage.find(path) != std::string::npos);
    QVERIFY(sample().starts_with(got.bytes));
    QVERIFY(stored.size() < 1000 || !got.bytes.empty());
}

void ByteSourceTest::keepsWhatCameBeforeDamage()
{
    for (std::string stored : { test::gzip(sample()), test::zstd(sample()) }) {
        for (std::size_t i = stored.size() / 2; i < stored.size() / 2 + 50; ++i)
            stored[i] = static_cast<char>(~stored[i]);
        const ReadBack got = readAll(write("damaged", stored));
        QVERIFY2(got.errorCode == "INPUT_CORRUPT" || got.errorCode == "INPUT_TRUNCATED", got.errorCode.c_str());
    }
    const ReadBack trailing = readAll(write("trailing.gz", test::gzip("good") + "rubbish"));
    QCOMPARE(trailing.bytes, std::string("good"));
    QCOMPARE(trailing.errorCode, std::string("INPUT_CORRUPT"));
}

void ByteSourceTest::saysWhatCannotBeOpened()
{
    QCOMPARE(readAll(m_dir.filePath("absent").toStdString()).errorCode, std::string("INPUT_NOT_FOUND"));
    QCOMPARE(readAll(m_dir.path().toStdString()).errorCode, std::string("INPUT_UNREADABLE"));
}

void ByteSourceTest::readsAPipeAndEndsOnCancel()
{
    int ends[2];
    QVERIFY(pipe(ends) == 0);
    const CancelToken cancel;
    QVERIFY(::write(ends[1], "hello", 5) == 5);
    auto source = ByteSource::openDescriptor(ends[0], "the pipe", cancel);
    QVERIFY(source.ok());
    std::string buffer(100, '\0');
    const auto first = (*source)->read(buffer);
    QVERIFY(first.ok() && *first > 0);
    std::string seen = buffer.substr(0, *first);
    while (seen.size() < 5) {
        const auto more = (*source)->read(buffer);
        QVERIFY(more.ok());
        seen.append(buffer, 0, *more);
    }
    QCOMPARE(seen, std::string("hello"));
    // The writer keeps its end open and says nothing more.
    std::thread canceller([&] { cancel.cancel(); });
    const auto rest = (*source)->read(buffer);
    canceller.join();
    QVERIFY(!rest.ok());
    QCOMPARE(rest.error().code, std::string("CANCELLED"));
    ::close(ends[0]);
    ::close(ends[1]);
}

void ByteSourceTest::streamsWhatUnpacksToMuch()
{
    // 256 MiB of zeros from a few hundred kilobytes: counted, never held.
    const std::string path = write("bomb.gz", test::gzip(std::string(256 * 1024 * 1024, '\0')));
    auto source = ByteSource::open(path, {});
    QVERIFY(source.ok());
    std::string buffer(64 * 1024, '\0');
    std::size_t count = 0;
    for (;;) {
        const auto got = (*source)->read(buffer);
        QVERIFY(got.ok());
        if (*got == 0)
            break;
        count += *got;
    }
    QCOMPARE(count, std::size_t(256) * 1024 * 1024);
}

QTEST_GUILESS_MAIN(ByteSourceTest)
#include "byte_source_test.moc"
