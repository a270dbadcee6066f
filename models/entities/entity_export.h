#pragma once

#include "models/common/async_read.h"
#include "models/entities/entity_columns_model.h"

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace binnacle {

class Engine;

/// Writes what the table shows, or the selected rows, to a file: columns as shown, masked ones masked. Streamed by the
/// engine, can be cancelled; the old file stays until the new one is whole.
class EntityExport : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntitiesPageModel.")
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged)
    Q_PROPERTY(double rowsDone READ rowsDone NOTIFY progressed)
    Q_PROPERTY(double rowsExpected READ rowsExpected NOTIFY runningChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

public:
    explicit EntityExport(Engine& engine, QObject* parent = nullptr);

    bool isRunning() const { return m_running; }
    qint64 rowsDone() const { return m_rowsDone; }
    /// 0 while unknown.
    qint64 rowsExpected() const { return m_rowsExpected; }
    QString problem() const { return m_problem; }

    /// `format`: "csv", "json" or "ndjson". `exactRows`: the export is refused, before a file is touched, where the
    /// query has another number of rows.
    void start(const EntityQuery& query, const std::vector<EntityColumnsModel::Column>& columns, const QString& format,
        const QUrl& target, qint64 rowsExpected, std::optional<qint64> exactRows);
    /// Whether the column leaves masked: because it is masked in the table or because the settings say so.
    bool masks(const EntityColumnsModel::Column& column) const;
    /// Fields of the file that are masked whatever the table shows, as the settings name them.
    void setAlwaysMasked(std::vector<std::string> fields) { m_alwaysMasked = std::move(fields); }
    Q_INVOKABLE void cancel();
    Q_INVOKABLE void clearProblem();
    /// "entities-failed.csv" for the file dialog; `hint` is made safe for a file name.
    Q_INVOKABLE static QString suggestedName(const QString& hint, const QString& format);

Q_SIGNALS:
    void runningChanged();
    void progressed();
    void problemChanged();
    void finished(const QString& path, qint64 rows);

private:
    void write(const EntityQuery& query);
    void stop(const QString& problem);

    Engine& m_engine;
    std::vector<std::string> m_columns;
    std::vector<std::string> m_masked;
    std::vector<std::string> m_alwaysMasked;
    QString m_format;
    QString m_path;
    bool m_running = false;
    qint64 m_rowsDone = 0;
    qint64 m_rowsExpected = 0;
    QString m_problem;
    AsyncRead m_check;
    AsyncRead m_export;
};

} // namespace binnacle
