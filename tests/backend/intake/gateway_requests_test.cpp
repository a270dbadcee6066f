#include "tests/backend/intake/gateway_fixture.h"

#include <QTest>

#include <string>

using namespace binnacle;
using namespace binnacle::test;
using namespace std::string_literals;

namespace {

/// Comes behind each request. Where its answer is the last, the connection went on and nothing was mistaken for a
/// request or for a part of one.
const std::string sentinel = "HEAD /ready HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string get(const std::string& target, const std::string& headers = {}, const std::string& version = "HTTP/1.1")
{
    return "GET " + target + ' ' + version + "\r\nHost: localhost\r\n" + headers + "\r\n";
}

/// A POST of an event whose framing is what `headers` and `body` say.
std::string post(const std::string& headers, const std::string& content)
{
    return "POST /v1/faber/entity-events HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + content;
}

std::string length(std::size_t size)
{
    return "Content-Length: " + std::to_string(size) + "\r\n";
}

std::string chunk(const std::string& text, const std::string& extension = {})
{
    char size[20];
    std::snprintf(size, sizeof size, "%zx", text.size());
    return size + extension + "\r\n" + text + "\r\n";
}

const std::string body = faberEvent("e");
const std::string chunked = "Transfer-Encoding: chunked\r\n";
const std::string hidden = post(length(faberEvent("hidden").size()), faberEvent("hidden"));

} // namespace

/// What is no request, or one that two programs could read in two ways.
class GatewayRequestsTest : public QObject {
    Q_OBJECT

    static void addColumns()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("answers");
        QTest::addColumn<int>("events");
    }
    static void row(const char* name, const std::string& bytes, const char* answers, int events = 0)
    {
        QTest::newRow(QByteArray(name).replace("\r\n", "CRLF").constData())
            << QByteArray::fromStdString(bytes) << QString(answers) << events;
    }

    /// The answers until the sentinel's ("open") or the end of the connection ("closed").
    static QString answersTo(std::uint16_t port, const std::string& bytes)
    {
        HttpClient client(port);
        client.send(bytes + sentinel);
        client.finishSending();
        QStringList answers;
        while (const auto response = client.read(false)) {
            if (!response->headers.contains("content-length"))
                return "no length";
            const bool isSentinel = response->headers.at("content-length") == "18";
            if (isSentinel)
                return (answers << "open").join(' ');
            answers << QString::number(response->status);
            client.skip(std::stoul(response->headers.at("content-length")));
        }
        return (answers << "closed").join(' ');
    }

    void check()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, answers);
        QFETCH(int, events);
        GatewayFixture fixture;
        HttpClient other(fixture.port());
        QCOMPARE(answersTo(fixture.port(), bytes.toStdString()), answers);
        QCOMPARE(fixture.store->eventCount(), events);
        QVERIFY(!fixture.store->holdsEvent("hidden"));
        QCOMPARE(other.post("/v1/events", faberEvent("other"))->status, 200);
    }

private Q_SLOTS:
    void lengths_data()
    {
        addColumns();
        const std::size_t size = body.size();
        row("right", post(length(size), body), "200 open", 1);
        row("with zeros in front", post("Content-Length: 000" + std::to_string(size) + "\r\n", body), "200 open", 1);
        row("space around it", post("Content-Length: \t" + std::to_string(size) + " \t\r\n", body), "200 open", 1);
        row("an empty line behind", post(length(size), body) + "\r\n", "200 open", 1);
        row("too short", post(length(size - 2), body), "400 400 closed");
        row("too long", post(length(size + 500), body), "400 closed");
        row("missing", post("", body), "411 400 closed");
        row("of nothing", post(length(0), ""), "400 open");
        row("twice the same", post(length(size) + length(size), body), "400 closed");
        row("twice in one", post("Content-Length: 5, 5\r\n", body), "400 closed");
        row("two", post(length(size) + length(0), body), "400 closed");
        row("two, the other way", post(length(0) + length(size), body), "400 closed");
        for (const char* text : { "", "ten", "+5", "-5", "0x5", "5.0", "5e1", "5 5", "5,6", ",5", "5,", "\"5\"", "5;",
                 "18446744073709551616", "99999999999999999999999" })
            row(("\"" + std::string(text) + "\"").c_str(), post("Content-Length: "s + text + "\r\n", body),
                "400 closed");
        row("beyond the limit", post("Content-Length: 18446744073709551615\r\n", body), "413 closed");
        row("folded", post("Content-Length: 1\r\n 0\r\n", body), "400 closed");
        row("of a GET", get("/health", length(body.size())) + body, "200 open");
        row("hides a request", get("/health", length(hidden.size())) + hidden, "200 open");
        row("hides a request behind a refusal", get("/nothing", length(hidden.size())) + hidden, "404 closed");
    }
    void lengths() { check(); }

    void chunks_data()
    {
        addColumns();
        const std::string whole = chunk(body);
        const std::string end = "0\r\n\r\n";
        row("one", post(chunked, whole + end), "200 open", 1);
        row("many", post(chunked, chunk(body.substr(0, 1)) + chunk(body.substr(1, 20)) + chunk(body.substr(21)) + end),
            "200 open", 1);
        row("capitals", post("TRANSFER-ENCODING: CHUNKED\r\n", whole + end), "200 open", 1);
        row("zeros in front", post(chunked, "0000" + whole + "0000\r\n\r\n"), "200 open", 1);
        row("extensions", post(chunked, chunk(body, ";a=b;c=\"d;e\"") + "0;f\r\n\r\n"), "200 open", 1);
        row("trailers", post(chunked, whole + "0\r\nX-Sum: 1\r\nX-Other: 2\r\n\r\n"), "200 open", 1);
        row("trailers mean nothing",
            post(chunked + "Content-Type: application/json\r\n",
                whole + "0\r\nContent-Type: text/plain\r\nHost: attacker.example\r\nExpect: x\r\n\r\n"),
            "200 open", 1);
        row("a trailer makes no CloudEvent",
            "POST /v1/events HTTP/1.1\r\nHost: localhost\r\n" + chunked + "\r\n" + whole
                + "0\r\nce-specversion: 1.0\r\nce-id: 1\r\n\r\n",
            "200 open", 1);
        row("a length as a trailer", post(chunked, whole + "0\r\nContent-Length: 5\r\n\r\n"), "400 closed");
        row("an encoding as a trailer", post(chunked, whole + "0\r\nTransfer-Encoding: chunked\r\n\r\n"), "400 closed");
        row("a broken trailer", post(chunked, whole + "0\r\nX Y\r\n\r\n"), "400 closed");
        for (const char* size : { "", "-1", "+1", "0x5", "g", "5g", "5 5", " 5", "\t5", "5;=", "5,", "\"5\"" })
            row(("size \"" + std::string(size) + "\"").c_str(), post(chunked, size + "\r\n{}   \r\n0\r\n\r\n"s),
                "400 closed");
        row("size beyond all", post(chunked, "FFFFFFFFFFFFFFFFF\r\n{}"), "400 closed");
        row("size beyond the limit", post(chunked, "FFFFFFFFFFFFFFFF\r\n{}"), "413 closed");
        row("longer than its size", post(chunked, "1\r\n" + body + "\r\n0\r\n\r\n"), "400 closed");
        row("shorter than its size", post(chunked, "5\r\n{}\r\n0\r\n\r\n"), "400 closed");
        row("bare line feeds", post(chunked, "2\n{}\n0\n\n"), "400 closed");
        row("no end", post(chunked, whole), "400 closed");
        row("large extension", post(chunked, chunk(body, ";a=" + std::string(20'000, 'x')) + end), "431 closed");
        row("endless extension", post(chunked, "5;" + std::string(40'000, 'x')), "431 closed");
        row("endless size", post(chunked, std::string(40'000, '0')), "431 closed");
        row("large trailers", post(chunked, whole + "0\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n"), "431 closed");
        row("of a GET", get("/health", chunked) + whole + end, "200 open");
        row("hide a request", get("/health", chunked) + chunk(hidden) + end, "200 open");
    }
    void chunks() { check(); }

    void twoFramings_data()
    {
        addColumns();
        const std::string both = chunk(body) + "0\r\n\r\n";
        row("length, then chunks", post(length(5) + chunked, "0\r\n\r\n" + hidden), "400 closed");
        row("chunks, then length", post(chunked + length(5), "0\r\n\r\n" + hidden), "400 closed");
        row("chunks twice", post(chunked + chunked, both), "400 closed");
        row("chunks and another", post(chunked + "Transfer-Encoding: identity\r\n", both), "400 closed");
        row("another and chunks", post("Transfer-Encoding: identity\r\n" + chunked, both), "400 closed");
        for (const char* encoding : { "", "identity", "gzip", "xchunked", "chunked, identity", "gzip, chunked",
                 "chunked;", "\"chunked\"", "chunk\r\n ed", "chunked\r\n , identity" }) {
            const std::string header = "Transfer-Encoding: "s + encoding + "\r\n";
            const auto name = [&](const char* with) { return std::string(encoding).append(with); };
            row(name(" alone").c_str(), post(header, both), "501 closed");
            row(name(" behind a length").c_str(), post(length(5) + header, "0\r\n\r\n" + hidden), "400 closed");
            row(name(" on a GET").c_str(), get("/health", header) + hidden, "501 closed");
            row(name(" on nothing").c_str(), get("/nothing", header) + hidden, "501 closed");
        }
        row("no encoding we know, and a length", post("Transfer-Encoding: x\r\n" + length(5), hidden), "501 closed");
        row("chunks last, and a length", post("Transfer-Encoding: x, chunked\r\n" + length(5), hidden), "400 closed");
        row("a control character", post("Transfer-Encoding: \vchunked\r\n" + length(5), hidden), "400 closed");
        row("space before the colon", post("Transfer-Encoding : chunked\r\n" + length(5), hidden), "400 closed");
        row("folded name", post("X: y\r\n Transfer-Encoding: chunked\r\n" + length(0), ""), "400 open");
        row("in HTTP/1.0", "POST /v1/events HTTP/1.0\r\n" + chunked + "\r\n" + both, "400 closed");
        row("line feed alone", post("X: y\nTransfer-Encoding: chunked\r\n" + length(5), hidden), "400 closed");
        row("carriage return alone", post("X: y\rTransfer-Encoding: chunked\r\n" + length(5), hidden), "400 closed");
    }
    void twoFramings() { check(); }

    void lines_data()
    {
        addColumns();
        row("request", get("/health"), "200 open");
        row("empty lines before", "\r\n\r\n" + get("/health"), "200 open");
        row("unknown header", get("/health", "X-Any: thing\r\n"), "200 open");
        row("empty value", get("/health", "X-Any:\r\n"), "200 open");
        row("bytes beyond ASCII in a value", get("/health", "X-Any: \xC3\xA9\xFF\r\n"), "200 open");
        row("folded value", get("/health", "X-Any: a\r\n b\r\n\tc\r\n"), "200 open");
        row("folded before the first header", "GET /health HTTP/1.1\r\n X: y\r\nHost: localhost\r\n\r\n", "400 closed");
        row("no colon", get("/health", "X-Any\r\n"), "400 closed");
        row("no name", get("/health", ": y\r\n"), "400 closed");
        row("space in a name", get("/health", "X Any: y\r\n"), "400 closed");
        row("space behind a name", get("/health", "X-Any : y\r\n"), "400 closed");
        row("bytes beyond ASCII in a name", get("/health", "X-\xC3\xA9: y\r\n"), "400 closed");
        row("NUL in a name", get("/health", "X\0Y: z\r\n"s), "400 closed");
        row("NUL in a value", get("/health", "X: y\0z\r\n"s), "400 closed");
        row("control character in a value", get("/health", "X: y\x01z\r\n"), "400 closed");
        row("bare carriage return", get("/health", "X: y\rz\r\n"), "400 closed");
        row("bare line feed", get("/health", "X: y\nz: x\r\n"), "400 closed");
        row("line feeds only", "GET /health HTTP/1.1\nHost: localhost\n\n", "400 closed");
        row("no spaces", "GET/healthHTTP/1.1\r\nHost: localhost\r\n\r\n", "400 closed");
        row("two spaces", "GET  /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "400 closed");
        row("space behind", "GET /health HTTP/1.1 \r\nHost: localhost\r\n\r\n", "400 closed");
        row("no version", "GET /health\r\nHost: localhost\r\n\r\n", "400 closed");
        row("small letters", get("/health", "", "http/1.1"), "400 closed");
        row("unknown method", "BREW /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "405 open");
        row("method in small letters", "get /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "405 open");
        row("no method", " /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "400 closed");
        row("NUL in the method", "GE\0T /health HTTP/1.1\r\n\r\n"s, "400 closed");
        row("long method", std::string(40'000, 'G') + " /health HTTP/1.1\r\n\r\n", "431 closed");
        row("long target", get("/" + std::string(40'000, 'x')), "431 closed");
        row("long name", get("/health", std::string(40'000, 'X') + ": y\r\n"), "431 closed");
        row("long value", get("/health", "X: " + std::string(40'000, 'y') + "\r\n"), "431 closed");
        std::string many;
        for (int i = 0; i < 5'000; ++i)
            many += "X: y\r\n";
        row("many headers", get("/health", many), "431 closed");
    }
    void lines() { check(); }

    void targets_data()
    {
        addColumns();
        row("query", get("/health?a=b&c"), "200 open");
        row("whole address", get("http://localhost:7474/health"), "200 open");
        row("whole address in capitals", get("HTTP://LOCALHOST/health?x"), "200 open");
        row("whole address, no Host", "GET http://localhost/health HTTP/1.1\r\n\r\n", "400 open");
        row("whole address of another", get("http://attacker.example/health"), "403 open");
        row("whole address with a user", get("http://localhost@attacker.example/health"), "403 open");
        row("no host in it", get("http:///health"), "403 open");
        row("another scheme", get("https://localhost/health"), "404 open");
        row("host and port", "CONNECT localhost:7474 HTTP/1.1\r\nHost: localhost\r\n\r\n", "404 open");
        row("asterisk", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", "404 open");
        row("path without a slash", get("health"), "404 open");
        row("two slashes", get("//health"), "404 open");
        row("dots", get("/x/../health"), "404 open");
        row("escaped", get("/%68ealth"), "404 open");
        row("capitals", get("/HEALTH"), "404 open");
        row("slash behind", get("/health/"), "404 open");
        row("fragment", get("/health#x"), "404 open");
        row("NUL", get("/hea\0lth"s), "400 closed");
        row("bytes beyond ASCII", get("/h\xC3\xA9"), "404 open");
        row("none", "GET HTTP/1.1\r\nHost: localhost\r\n\r\n", "400 closed");
    }
    void targets() { check(); }

    void otherProtocols_data()
    {
        addColumns();
        row("HTTP/1.0", "GET /health HTTP/1.0\r\n\r\n", "200 closed");
        row("HTTP/1.0 that stays", "GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200 open");
        row("HTTP/1.0 with an event", "POST /v1/events HTTP/1.0\r\n" + length(body.size()) + "\r\n" + body,
            "200 closed", 1);
        row("HTTP/1.0 without a length", "POST /v1/events HTTP/1.0\r\n\r\n" + body, "411 closed");
        row("HTTP/0.9", "GET /health\r\n\r\n", "400 closed");
        row("HTTP/1.2", get("/health", "", "HTTP/1.2"), "505 closed");
        row("HTTP/2 by itself", get("/health", "", "HTTP/2.0"), "505 closed");
        row("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"s, "505 closed");
        row("upgrade to HTTP/2", get("/health", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"), "200 open");
        row("upgrade to a web socket",
            get("/health", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n"), "200 open");
        row("TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03"s + std::string(500, '\x5A'), "400 closed");
        row("SSH", "SSH-2.0-OpenSSH_9.2\r\n", "400 closed");
        row("SMTP", "EHLO localhost\r\nMAIL FROM:<a@b>\r\n", "400 closed");
        row("an answer", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "400 closed");
        row("JSON", body + "\n", "400 closed");
        row("NULs", std::string(5'000, '\0'), "400 closed");
        std::string garbage;
        for (int i = 0; i < 40'000; ++i)
            garbage += static_cast<char>(i * 7919 >> 5);
        row("garbage", garbage, "400 closed");
    }
    void otherProtocols() { check(); }
};

QTEST_GUILESS_MAIN(GatewayRequestsTest)
#include "gateway_requests_test.moc"
