#include "models/entities/entity_export.h"

#include "backend/engine/engine.h"
#include "models/common/error_words.h"
#include "models/common/post_to.h"

#include <QRegularExpression>

#include <algorithm>
#include <limits>

namespace binnacle {

namespace {

std::vector<std::string> fieldsOf(const EntityColumnsModel::Column& column)
{
    std::vector<std::string> fields;
    for (const QByteArray& name : QByteArray(entityColumn(column.kind).exportNames).split(' '))
        fields.push_back(name.toStdString());
    return fields;
}

bool contains(const std::vector<std::string>& fields, const std::string& field)
{
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

} // namespace

EntityExport::EntityExport(Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
}

void EntityExport::start(const EntityQuery& query, const std::vector<EntityColumnsModel::Column>& columns,
    const QString& format, const QUrl& target, qint64 rowsExpected, std::optional<qint64> exactRows)
{
    if (m_running)
        return;
    m_columns.clear();
    m_masked = m_alwaysMasked;
    for (const auto& column : columns) {
        for (const std::string& field : fieldsOf(column)) {
            // Age and Created are the same field of a file.
            if (!contains(m_columns, field))
                m_columns.push_back(field);
            if (column.masked)
                m_masked.push_back(field);
        }
    }
    m_format = format;
    m_path = target.isLocalFile() ? target.toLocalFile() : target.toString();
    m_rowsDone = 0;
    m_rowsExpected = rowsExpected;
    m_running = true;
    clearProblem();
    Q_EMIT runningChanged();
    Q_EMIT progressed();
    if (!exactRows) {
        write(query);
        return;
    }
    m_check.ask<RowCount>(
        this,
        [&](CancelToken token, Engine::Done<RowCount> done) {
            m_engine.countEntities(token, query, std::numeric_limits<std::int64_t>::max(), std::move(done));
        },
        [this, query, exactRows](Result<RowCount> answer) {
            if (!answer)
                stop(errorText(answer.error()));
            else if (answer->count != *exactRows)
                stop(tr("The selection cannot be exported alone: other entities have the same name, or some are gone. "
                        "Filter by project or type first."));
            else
                write(query);
        });
}

bool EntityExport::masks(const EntityColumnsModel::Column& column) const
{
    const auto fields = fieldsOf(column);
    return column.masked || std::any_of(fields.begin(), fields.end(), [this](const std::string& field) {
        return contains(m_alwaysMasked, field);
    });
}

void EntityExport::write(const EntityQuery& query)
{
    m_export.ask<std::int64_t>(
        this,
        [&](CancelToken token, Engine::Done<std::int64_t> done) {
            const auto progress = [this, self = QPointer<QObject>(this), token](std::int64_t rows) {
                postTo(self, [this, token, rows] {
                    if (token.isCancelled())
                        return;
                    m_rowsDone = rows;
                    Q_EMIT progressed();
                });
            };
            m_engine.exportEntities(token, query, m_columns, m_masked, m_format.toStdString(), m_path.toStdString(),
                progress, std::move(done));
        },
        [this](Result<std::int64_t> answer) {
            if (!answer) {
                stop(errorText(answer.error()));
                return;
            }
            const QString path = m_path;
            stop({});
            Q_EMIT finished(path, *answer);
        });
}

void EntityExport::cancel()
{
    if (!m_running)
        return;
    m_check.cancel();
    m_export.cancel();
    stop({});
}

void EntityExport::stop(const QString& problem)
{
    m_running = false;
    m_problem = problem;
    Q_EMIT runningChanged();
    Q_EMIT problemChanged();
}

void EntityExport::clearProblem()
{
    if (m_problem.isEmpty())
        return;
    m_problem.clear();
    Q_EMIT problemChanged();
}

QString EntityExport::suggestedName(const QString& hint, const QString& format)
{
    static const QRegularExpression unsafe(QStringLiteral("[^\\p{L}\\p{N}]+"));
    QString safe = hint.toLower();
    safe.replace(unsafe, QStringLiteral("-"));
    while (safe.startsWith(QLatin1Char('-')))
        safe.remove(0, 1);
    safe = safe.left(60);
    while (safe.endsWith(QLatin1Char('-')))
        safe.chop(1);
    return (safe.isEmpty() ? QStringLiteral("entities") : QStringLiteral("entities-") + safe) + QLatin1Char('.')
        + format;
}

} // namespace binnacle
