#include "app/cli/demo_post.h"

#include "backend/core/clock.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <fmt/format.h>

namespace binnacle::cli {

namespace {

constexpr int linesAPost = 500;
constexpr int maxTries = 20;

struct Counts {
    std::int64_t sent = 0;
    std::int64_t accepted = 0;
    std::int64_t duplicate = 0;
    std::int64_t rejected = 0;
};

class Poster {
public:
    Poster(QUrl url, const CancelToken& cancel)
        : m_url(std::move(url))
        , m_cancel(cancel)
    {
    }

    /// Posts `body` (`lines` lines) and adds to the counts what became of them.
    Result<void> post(const QByteArray& body, std::int64_t lines)
    {
        for (int attempt = 0; attempt < maxTries; ++attempt) {
            QNetworkRequest request(m_url);
            request.setHeader(QNetworkRequest::ContentTypeHeader, "application/x-ndjson");
            request.setTransferTimeout(60'000);
            QNetworkReply* reply = m_network.post(request, body);
            QEventLoop loop;
            QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
            loop.exec();
            reply->deleteLater();
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            if (status == 429 || status == 503) {
                waitFor(std::clamp(reply->rawHeader("Retry-After").toInt(), 1, 60) * 1000);
                if (m_cancel.isCancelled())
                    return {};
                continue;
            }
            if (status == 0)
                return Error::make(ErrorKind::Unavailable, "CANNOT_SEND",
                    fmt::format(
                        "{} does not answer: {}.", m_url.toString().toStdString(), reply->errorString().toStdString()),
                    "Start Binnacle there (binnacle serve), or check the address.");
            return count(reply->readAll(), status, lines);
        }
        return Error::make(ErrorKind::Busy, "STILL_BUSY", "The other side kept asking to come back later.",
            "Try again with a lower --rate.");
    }

    /// Ends early when cancelled.
    void waitFor(int milliseconds) const
    {
        constexpr int slice = 100;
        QEventLoop loop;
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
            milliseconds -= slice;
            if (milliseconds <= 0 || m_cancel.isCancelled())
                loop.quit();
        });
        timer.start(std::min(milliseconds, slice));
        loop.exec();
    }

    const Counts& counts() const { return m_counts; }

private:
    Result<void> count(const QByteArray& answer, int status, std::int64_t lines)
    {
        const QJsonObject object = QJsonDocument::fromJson(answer).object();
        m_counts.sent += lines;
        if (object.contains("accepted")) {
            m_counts.accepted += object.value("accepted").toInteger();
            m_counts.duplicate += object.value("duplicate").toInteger();
            m_counts.rejected += object.value("rejected").toInteger();
            return {};
        }
        constexpr int badRequest = 400;
        if (status == badRequest && object.value("status").toString() == "error") {
            m_counts.rejected += lines; // Not one of them could be read.
            return {};
        }
        const QString message = object.value("message").toString();
        return Error::make(ErrorKind::InvalidInput, "UNEXPECTED_ANSWER",
            fmt::format("{} answered {}: {}", m_url.toString().toStdString(), status,
                message.isEmpty() ? "something that is not Binnacle's." : message.toStdString()),
            "Check that the address is that of a Binnacle.");
    }

    QUrl m_url;
    const CancelToken& m_cancel;
    QNetworkAccessManager m_network;
    Counts m_counts;
};

} // namespace

Result<Record> postLines(const std::string& url, const std::function<std::optional<demo::Line>()>& next, bool paced,
    const CancelToken& cancel, const std::function<void(const std::string&)>& progress)
{
    QUrl target(QString::fromStdString(url), QUrl::StrictMode);
    if (!target.isValid() || (target.scheme() != "http" && target.scheme() != "https") || target.host().isEmpty())
        return Error::make(ErrorKind::InvalidInput, "INVALID_OPTION",
            fmt::format("\"{}\" is not an HTTP address.", url), "Write it like http://127.0.0.1:7474.");
    if (target.path().isEmpty() || target.path() == "/")
        target.setPath("/v1/events");

    int argc = 1;
    char name[] = "binnacle";
    char* argv[] = { name, nullptr };
    std::optional<QCoreApplication> application;
    if (!QCoreApplication::instance())
        application.emplace(argc, argv);

    Poster poster(target, cancel);
    std::optional<demo::Line> line = next();
    while (line && !cancel.isCancelled()) {
        QByteArray body;
        std::int64_t lines = 0;
        const std::int64_t now = Clock::system().now().micros;
        for (; line && lines < linesAPost && (!paced || line->sentAt.micros <= now); line = next()) {
            body.append(line->json.data(), static_cast<qsizetype>(line->json.size()));
            body.append('\n');
            ++lines;
        }
        if (lines == 0) {
            poster.waitFor(static_cast<int>(std::clamp<std::int64_t>((line->sentAt.micros - now) / 1000, 1, 200)));
            continue;
        }
        if (const Result<void> posted = poster.post(body, lines); !posted)
            return posted.error();
        progress(fmt::format("{} sent, {} accepted", poster.counts().sent, poster.counts().accepted));
    }
    const Counts& counts = poster.counts();
    return Record{ { "sent", counts.sent }, { "accepted", counts.accepted }, { "duplicate", counts.duplicate },
        { "rejected", counts.rejected } };
}

} // namespace binnacle::cli
