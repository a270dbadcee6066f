#include "models/entity/entity_tables.h"

#include "models/common/formatter.h"
#include "models/common/status_words.h"
#include "models/entity/json_words.h"

#include <QUrl>

#include <cmath>

namespace binnacle {

namespace {

// A cell is one line: the rest is in the copy.
constexpr qsizetype mostInCell = 500;
constexpr qsizetype mostInTip = 2000;

QString text8(const std::string& value)
{
    return QString::fromStdString(value);
}

QString oneLine(QString text)
{
    text.truncate(mostInCell);
    return text.simplified();
}

/// So that 9 comes before 10.
SortValue numberOrWords(const QString& text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber && std::isfinite(number) ? SortValue(number) : wordsToSortBy(text);
}

/// The address if it may be handed to a browser.
QString webAddress(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    return url.isValid() && isWeb && !url.host().isEmpty() && url.userInfo().isEmpty()
        ? url.toString(QUrl::FullyEncoded)
        : QString();
}

} // namespace

EntityRunsModel::EntityRunsModel(const Formatter& formatter, QObject* parent)
    : SortedTable(SortOrder({ First, true }), parent)
    , m_formatter(formatter)
{
    connect(&m_formatter, &Formatter::zoneChanged, this, [this] { rowsChanged(0, rows() - 1); });
}

void EntityRunsModel::setRows(std::vector<RunRow> rows)
{
    replaceRows(rows.size(), [&] { m_rows = std::move(rows); });
}

bool EntityRunsModel::startsDescending(int column) const
{
    return column >= Events;
}

SortValue EntityRunsModel::sortValue(std::size_t place, int column) const
{
    const RunRow& run = m_rows[place];
    switch (column) {
    case Workflow:
        return wordsToSortBy(text8(run.workflowId));
    case Run:
        return wordsToSortBy(text8(run.runId));
    case Status:
        return wordsToSortBy(statusLabel(run.status));
    case Events:
        return run.eventCount;
    case Failures:
        return run.failureCount;
    case Duration:
        return run.durationMs ? SortValue(*run.durationMs) : SortValue();
    case First:
        return run.firstAt.micros;
    default:
        return run.lastAt.micros;
    }
}

QString EntityRunsModel::id(std::size_t place) const
{
    return text8(m_rows[place].workflowId) + QChar::Null + text8(m_rows[place].runId);
}

QString EntityRunsModel::title(int column) const
{
    const QString titles[] = { tr("Workflow"), tr("Run"), tr("Status"), tr("Events"), tr("Failures"), tr("Duration"),
        tr("First event"), tr("Last event") };
    return titles[column];
}

QString EntityRunsModel::text(int row, int column) const
{
    const RunRow& run = at(row);
    switch (column) {
    case Workflow:
        return text8(run.workflowId);
    case Run:
        return text8(run.runId);
    case Status:
        return statusLabel(run.status);
    case Events:
        return m_formatter.count(run.eventCount);
    case Failures:
        return m_formatter.count(run.failureCount);
    case Duration:
        return run.durationMs ? m_formatter.duration(double(*run.durationMs)) : QString();
    case First:
        return m_formatter.moment(run.firstAt);
    default:
        return m_formatter.moment(run.lastAt);
    }
}

QString EntityRunsModel::sentence(int row) const
{
    const RunRow& run = at(row);
    return tr("%1, run %2, %3, %4 events, %5 failures")
        .arg(text(row, Workflow), text(row, Run), statusLabel(run.status).toLower(), text(row, Events),
            text(row, Failures));
}

QString EntityRunsModel::mark(int row, int column) const
{
    return column == Status ? statusWord(at(row).status) : QString();
}

QString EntityRunsModel::tone(int row, int column) const
{
    if (column == Failures)
        return at(row).failureCount > 0 ? QStringLiteral("failed") : QStringLiteral("muted");
    return column >= Events ? QStringLiteral("text2") : QString();
}

QString EntityRunsModel::tip(int row, int column) const
{
    const RunRow& run = at(row);
    if (column == First)
        return m_formatter.absolute(run.firstAt);
    return column == Last ? m_formatter.absolute(run.lastAt) : QString();
}

EntityArtifactsModel::EntityArtifactsModel(const Formatter& formatter, QObject* parent)
    : SortedTable(SortOrder({ Created, true }), parent)
    , m_formatter(formatter)
{
    connect(&m_formatter, &Formatter::zoneChanged, this, [this] { rowsChanged(0, rows() - 1); });
}

void EntityArtifactsModel::setRows(std::vector<ArtifactRow> rows)
{
    replaceRows(rows.size(), [&] { m_rows = std::move(rows); });
}

QString EntityArtifactsModel::nameAt(int row) const
{
    return contains(row) ? text8(at(row).name) : QString();
}

QString EntityArtifactsModel::linkAt(int row) const
{
    if (!contains(row))
        return {};
    for (const char* member : { "url", "uri", "href", "link", "path", "location" }) {
        if (const QString link = webAddress(jsonMember(at(row).json, member)); !link.isEmpty())
            return link;
    }
    return webAddress(text8(at(row).name));
}

bool EntityArtifactsModel::startsDescending(int column) const
{
    return column == Created;
}

SortValue EntityArtifactsModel::sortValue(std::size_t place, int column) const
{
    const ArtifactRow& artifact = m_rows[place];
    switch (column) {
    case Name:
        return wordsToSortBy(text8(artifact.name));
    case Type:
        return wordsToSortBy(text8(artifact.type));
    case Version:
        return numberOrWords(text8(artifact.version));
    case Step:
        return wordsToSortBy(text8(artifact.producedByStep));
    default:
        return artifact.createdAt.micros;
    }
}

QString EntityArtifactsModel::id(std::size_t place) const
{
    const ArtifactRow& artifact = m_rows[place];
    return text8(artifact.type) + QChar::Null + text8(artifact.name) + QChar::Null + text8(artifact.version);
}

QString EntityArtifactsModel::title(int column) const
{
    const QString titles[] = { tr("Name"), tr("Type"), tr("Version"), tr("Made by"), tr("Created") };
    return titles[column];
}

QString EntityArtifactsModel::text(int row, int column) const
{
    const ArtifactRow& artifact = at(row);
    switch (column) {
    case Name:
        return oneLine(text8(artifact.name));
    case Type:
        return text8(artifact.type);
    case Version:
        return text8(artifact.version);
    case Step:
        return text8(artifact.producedByStep);
    default:
        return m_formatter.moment(artifact.createdAt);
    }
}

QString EntityArtifactsModel::sentence(int row) const
{
    return tr("%1, %2, created %3").arg(text(row, Name), text(row, Type), text(row, Created));
}

QString EntityArtifactsModel::tone(int row, int column) const
{
    if (column == Name)
        return linkAt(row).isEmpty() ? QString() : QStringLiteral("accent");
    return QStringLiteral("text2");
}

QString EntityArtifactsModel::tip(int row, int column) const
{
    if (column == Created)
        return m_formatter.absolute(at(row).createdAt);
    return column == Name && linkAt(row).isEmpty() ? text8(at(row).json).left(mostInTip) : QString();
}

EntityPropertiesModel::EntityPropertiesModel(const Formatter& formatter, QObject* parent)
    : SortedTable(SortOrder({ Name, false }), parent)
    , m_formatter(formatter)
{
    connect(&m_formatter, &Formatter::zoneChanged, this, [this] { rowsChanged(0, rows() - 1); });
}

void EntityPropertiesModel::setRows(std::vector<PropertyRow> rows)
{
    replaceRows(rows.size(), [&] { m_rows = std::move(rows); });
}

QString EntityPropertiesModel::valueAt(int row) const
{
    return contains(row) ? jsonText(at(row).json) : QString();
}

bool EntityPropertiesModel::startsDescending(int column) const
{
    return column == SetAt;
}

SortValue EntityPropertiesModel::sortValue(std::size_t place, int column) const
{
    const PropertyRow& property = m_rows[place];
    switch (column) {
    case Name:
        return wordsToSortBy(text8(property.name));
    case Value:
        return numberOrWords(jsonText(property.json).left(mostInCell));
    default:
        return property.setAt.micros;
    }
}

QString EntityPropertiesModel::id(std::size_t place) const
{
    return text8(m_rows[place].name);
}

QString EntityPropertiesModel::title(int column) const
{
    const QString titles[] = { tr("Name"), tr("Value"), tr("Set at") };
    return titles[column];
}

QString EntityPropertiesModel::text(int row, int column) const
{
    switch (column) {
    case Name:
        return text8(at(row).name);
    case Value:
        return oneLine(valueAt(row));
    default:
        return m_formatter.moment(at(row).setAt);
    }
}

QString EntityPropertiesModel::sentence(int row) const
{
    return tr("%1: %2").arg(text(row, Name), text(row, Value));
}

QString EntityPropertiesModel::tone(int, int column) const
{
    return column == SetAt ? QStringLiteral("muted") : QString();
}

QString EntityPropertiesModel::tip(int row, int column) const
{
    return column == SetAt ? m_formatter.absolute(at(row).setAt) : QString();
}

} // namespace binnacle
