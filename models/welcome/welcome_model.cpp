#include "models/welcome/welcome_model.h"

#include "models/common/formatter.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QProcess>

namespace binnacle {

namespace {

const QString faberPath = QStringLiteral("/v1/faber/entity-events");

/// The example of the FABER event format, happening now. Nothing in it may hold a single quote: it stands in some.
QString exampleEvent(const QDateTime& now)
{
    const QString time = now.toUTC().toString(Qt::ISODateWithMs);
    return QStringLiteral(R"({
  "event_type": "entity.step.completed",
  "event_id": "evt_%1_abc123",
  "timestamp": "%1",
  "source": {"organization": "fractary", "project": "blog", "faber_version": "2.4.0"},
  "entity": {"organization": "fractary", "project": "blog", "type": "blog-post", "id": "blog-post-123"},
  "step": {"step_id": "build-github-commit", "step_action": "github-commit", "step_type": "repo-actions",
    "execution_status": "completed", "outcome_status": "success", "phase": "build", "executed_at": "%1",
    "workflow_id": "content-pipeline", "run_id": "fractary/blog/first", "duration_ms": 12000, "retry_count": 1}
})")
        .arg(time);
}

} // namespace

WelcomeModel::WelcomeModel(const Formatter& format, DemoFacts facts, QObject* parent, Starter starter)
    : QObject(parent)
    , m_format(format)
    , m_facts(facts)
    , m_starter(std::move(starter))
{
}

QStringList WelcomeModel::demoFacts() const
{
    QStringList facts{
        tr("About %1 events in %2 projects").arg(m_format.count(m_facts.events), m_format.count(m_facts.projects))
    };
    if (m_facts.hasFailures)
        facts << tr("Steps that fail, with their errors");
    if (m_facts.hasStuckEntities)
        facts << tr("Entities that got stuck");
    if (m_facts.hasBadEvents)
        facts << tr("Events in quarantine, with the reason");
    return facts;
}

QStringList WelcomeModel::demoMarks() const
{
    QStringList marks{ QStringLiteral("completed") };
    if (m_facts.hasFailures)
        marks << QStringLiteral("failed");
    if (m_facts.hasStuckEntities)
        marks << QStringLiteral("in_progress");
    if (m_facts.hasBadEvents)
        marks << QStringLiteral("warn");
    return marks;
}

bool WelcomeModel::startDetached(const QString& program, const QStringList& arguments)
{
    return QProcess::startDetached(program, arguments);
}

void WelcomeModel::openDemo()
{
    const QString program = QCoreApplication::applicationFilePath();
    m_demoStarted = m_starter(program, { QStringLiteral("--demo") });
    m_demoProblem = m_demoStarted ? QString() : tr("%1 could not be started. Try: binnacle --demo").arg(program);
    Q_EMIT demoChanged();
}

QString WelcomeModel::addressOf(const QString& gatewayUrl)
{
    return gatewayUrl.isEmpty() ? QString() : gatewayUrl + QStringLiteral("/v1/events");
}

QString WelcomeModel::curlOf(const QString& gatewayUrl)
{
    if (gatewayUrl.isEmpty())
        return {};
    return QStringLiteral("curl -X POST %1 -H 'Content-Type: application/json' -d '%2'")
        .arg(gatewayUrl + faberPath, exampleEvent(QDateTime::currentDateTimeUtc()));
}

QString WelcomeModel::curlPreview(const QString& gatewayUrl)
{
    if (gatewayUrl.isEmpty())
        return {};
    QString host = gatewayUrl;
    host.remove(QStringLiteral("http://"));
    return QStringLiteral("curl -X POST %1\\\n%2 \\\n  -d '{\"event_type\": ...,\n       \"entity\": ..., ...}'")
        .arg(host, faberPath);
}

} // namespace binnacle
