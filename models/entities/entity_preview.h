#pragma once

#include "models/common/async_read.h"
#include "models/entities/preview_lines.h"
#include "models/entities/query_counter.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace binnacle {

class Engine;
class Formatter;

/// What the drawer says about one entity. What was shown stays until the next entity has been read.
class EntityPreview : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntitiesPageModel.")
    Q_PROPERTY(QString key READ key NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString status READ status NOTIFY changed)
    Q_PROPERTY(QString statusLabel READ statusText NOTIFY changed)
    Q_PROPERTY(QString subtitle READ subtitle NOTIFY changed)
    Q_PROPERTY(QString version READ version NOTIFY changed)
    Q_PROPERTY(QString error READ error NOTIFY changed)
    Q_PROPERTY(QString errorStep READ errorStep NOTIFY changed)
    Q_PROPERTY(QString stepsDone READ stepsDone NOTIFY changed)
    Q_PROPERTY(QString eventsTotal READ eventsTotal NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged)
    Q_PROPERTY(double sameErrorCount READ sameErrorCount NOTIFY sameErrorChanged)
    Q_PROPERTY(QString sameErrorFilter READ sameErrorFilter NOTIFY sameErrorChanged)
    Q_PROPERTY(binnacle::PreviewLines* steps READ steps CONSTANT)
    Q_PROPERTY(binnacle::PreviewLines* facts READ facts CONSTANT)
    Q_PROPERTY(binnacle::PreviewLines* events READ events CONSTANT)

public:
    EntityPreview(Engine& engine, const Formatter& formatter, QObject* parent = nullptr);

    /// `query`: what the table shows, for "same error on n of m".
    void show(const EntityRow& row, const EntityQuery& query);
    void clear();
    /// The entity may have changed: reads it again.
    Q_INVOKABLE void refresh();
    std::optional<EntityRef> shownRef() const;

    QString key() const;
    QString title() const;
    QString status() const;
    QString statusText() const;
    QString subtitle() const;
    QString version() const;
    QString error() const;
    /// The step that failed.
    QString errorStep() const;
    QString stepsDone() const;
    QString eventsTotal() const;
    /// Why something could not be read; what was read before stays.
    QString problem() const { return m_problem.isEmpty() ? m_eventsProblem : m_problem; }
    bool isLoading() const { return m_read.isPending() && !m_quiet; }
    /// Entities of the query with this error text; 0 while unknown or where there is none.
    qint64 sameErrorCount() const;
    QString sameErrorFilter() const;
    PreviewLines* steps() { return &m_steps; }
    PreviewLines* facts() { return &m_facts; }
    PreviewLines* events() { return &m_events; }

Q_SIGNALS:
    void changed();
    void loadingChanged();
    void sameErrorChanged();

private:
    void read();
    void take(Result<EntityDetail> answer);
    void fillSteps();
    void fillFacts();
    void fillEvents(const std::vector<EventRow>& events);
    void countSameError();
    std::optional<EntityFilter> errorFilter() const;

    Engine& m_engine;
    const Formatter& m_formatter;
    std::optional<EntityRow> m_wanted;
    std::optional<EntityDetail> m_detail;
    EntityQuery m_query;
    QString m_problem;
    QString m_eventsProblem;
    bool m_quiet = false;
    PreviewLines m_steps;
    PreviewLines m_facts;
    PreviewLines m_events;
    QueryCounter m_sameError;
    AsyncRead m_read;
    AsyncRead m_eventsRead;
};

} // namespace binnacle
