#include "models/app/shell_status.h"

#include "models/common/formatter.h"
#include "models/common/post_to.h"

#include <QFileInfo>

#include <algorithm>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype historyLength = 60;
constexpr qint64 sampleMs = 1000;
/// Entity counts and sizes cost a read; the figures of the status bar do not.
constexpr qint64 infoMs = 1000;

} // namespace

ShellStatus::ShellStatus(Engine& engine, const Formatter& formatter, const QString& location, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_formatter(formatter)
    , m_status(engine.status())
    , m_history(historyLength, 0.0)
{
    m_info.location = location.toStdString();
    m_sinceSample.start();
    m_timer.setInterval(250ms);
    connect(&m_timer, &QTimer::timeout, this, &ShellStatus::tick);
    m_timer.start();
    m_changes = engine.subscribe([this, self = QPointer<QObject>(this)](const ChangeSet&) {
        postTo(self, [this] {
            m_infoIsOld = true;
            readFigures();
        });
    });
    readInfo();
}

QString ShellStatus::storeName() const
{
    const QString location = storeLocation();
    if (location.contains(QStringLiteral("://")))
        return location.section(u'/', 2, 2);
    return QFileInfo(location).fileName();
}

QString ShellStatus::lastEventText() const
{
    const auto last = m_status.lastRecordedAt ? m_status.lastRecordedAt : m_info.lastRecordedAt;
    if (!last)
        return m_isKnown && isEmpty() ? tr("No events yet") : tr("Last event unknown");
    const double ms = double(m_formatter.now().micros - last->micros) / 1000;
    return tr("Last event %1 ago").arg(ms < 10'000 ? m_formatter.duration(std::max(ms, 100.0)) : m_formatter.age(ms));
}

QString ShellStatus::lastEventTip() const
{
    const auto last = m_status.lastRecordedAt ? m_status.lastRecordedAt : m_info.lastRecordedAt;
    return last ? tr("Recorded at %1 %2").arg(m_formatter.absolute(*last), m_formatter.zone()) : QString();
}

QString ShellStatus::intakeText() const
{
    if (m_status.isReadOnly)
        return tr("Read-only");
    return tr("Intake %1").arg(m_formatter.rate(m_status.eventsPerSecond));
}

QString ShellStatus::rateNumber() const
{
    return m_formatter.rateNumber(m_status.eventsPerSecond);
}

QString ShellStatus::queueText() const
{
    return tr("Queue %1 / %2")
        .arg(m_formatter.bytes(double(m_status.queuedBytes)), m_formatter.bytes(double(m_status.queueLimitBytes)));
}

QString ShellStatus::versionText() const
{
    const Seq last = std::max(m_status.lastSeq, m_info.lastSeq);
    return m_isKnown || last > 0 ? tr("Store v%1").arg(m_formatter.count(last)) : QString();
}

QString ShellStatus::problem() const
{
    const auto message = [](const Error& error) { return QString::fromStdString(error.message); };
    if (m_status.storeProblem)
        return tr("Refuses events: %1").arg(message(*m_status.storeProblem));
    if (m_readProblem)
        return message(*m_readProblem);
    if (!m_status.gatewayProblem)
        return {};
    return (m_status.gatewayUrl.empty() ? tr("Receives no events: %1") : tr("Still at the former address: %1"))
        .arg(message(*m_status.gatewayProblem));
}

QString ShellStatus::problemTip() const
{
    if (m_status.storeProblem)
        return errorText(*m_status.storeProblem);
    return m_readProblem ? readProblem() : gatewayProblem();
}

void ShellStatus::refresh()
{
    m_infoIsOld = true;
    m_sinceInfo.invalidate();
    tick();
}

void ShellStatus::tick()
{
    readFigures();
    if (m_infoIsOld && !m_infoRead.isPending() && (!m_sinceInfo.isValid() || m_sinceInfo.elapsed() >= infoMs))
        readInfo();
    if (m_sinceSample.elapsed() < sampleMs)
        return;
    m_sinceSample.restart();
    m_history.removeFirst();
    m_history.append(m_status.eventsPerSecond);
    Q_EMIT historyChanged();
}

void ShellStatus::readFigures()
{
    const bool wasEmpty = isEmpty();
    m_status = m_engine.status();
    Q_EMIT figuresChanged();
    if (wasEmpty != isEmpty())
        Q_EMIT infoChanged();
}

void ShellStatus::readInfo()
{
    m_infoIsOld = false;
    m_sinceInfo.start();
    m_infoRead.ask<StoreInfo>(
        this, [this](CancelToken token, auto done) { m_engine.info(token, std::move(done)); },
        [this](Result<StoreInfo> answer) {
            if (answer) {
                m_info = std::move(*answer);
                m_isKnown = true;
                m_readProblem.reset();
            } else {
                m_infoIsOld = true;
                m_readProblem = answer.error();
            }
            Q_EMIT infoChanged();
            Q_EMIT figuresChanged();
        });
}

} // namespace binnacle
