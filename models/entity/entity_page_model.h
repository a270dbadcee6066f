#pragma once

#include "backend/core/subscription.h"
#include "models/entity/entity_events_model.h"
#include "models/entity/entity_steps_model.h"
#include "models/entity/entity_tables.h"
#include "models/entity/entity_timeline.h"
#include "models/entity/event_payload.h"
#include "models/entity/lines_model.h"

#include <QTimer>

#include <map>
#include <optional>

namespace binnacle {

class UiSettings;

/// Everything the page of one entity shows. Follows the store while `active`: a change of its entity is read again, at
/// most four times a second, and what was shown stays until the answer is there.
class EntityPageModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    /// "organization/project/type/id" as it was asked for.
    Q_PROPERTY(QString key READ key NOTIFY keyChanged)
    Q_PROPERTY(State state READ state NOTIFY changed)
    /// Why something could not be read, while older content may still be shown.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString status READ status NOTIFY changed)
    Q_PROPERTY(QString statusLabel READ statusText NOTIFY changed)
    Q_PROPERTY(QString version READ version NOTIFY changed)
    Q_PROPERTY(QString error READ error NOTIFY changed)
    Q_PROPERTY(QString errorStep READ errorStep NOTIFY changed)
    Q_PROPERTY(QString archiveReason READ archiveReason NOTIFY changed)
    Q_PROPERTY(QString eventCount READ eventCount NOTIFY changed)
    Q_PROPERTY(QString runCount READ runCount NOTIFY countsChanged)
    Q_PROPERTY(QString artifactCount READ artifactCount NOTIFY countsChanged)
    Q_PROPERTY(QString propertyCount READ propertyCount NOTIFY changed)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(binnacle::LinesModel* facts READ facts CONSTANT)
    Q_PROPERTY(binnacle::LinesModel* upstream READ upstream CONSTANT)
    Q_PROPERTY(binnacle::LinesModel* downstream READ downstream CONSTANT)
    Q_PROPERTY(binnacle::EntityStepsModel* steps READ steps CONSTANT)
    Q_PROPERTY(binnacle::EntityTimeline* timeline READ timeline CONSTANT)
    Q_PROPERTY(binnacle::EntityEventsModel* history READ history CONSTANT)
    Q_PROPERTY(binnacle::EntityEventsModel* rawEvents READ rawEvents CONSTANT)
    Q_PROPERTY(binnacle::EntityRunsModel* runs READ runs CONSTANT)
    Q_PROPERTY(binnacle::EntityArtifactsModel* artifacts READ artifacts CONSTANT)
    Q_PROPERTY(binnacle::EntityPropertiesModel* properties READ properties CONSTANT)
    Q_PROPERTY(binnacle::EventPayload* payload READ payload CONSTANT)

public:
    enum State {
        Nothing, ///< No entity was asked for.
        Loading, ///< Nothing is known yet.
        NotFound, ///< The store has no such entity.
        Unreadable, ///< Reading failed, and there is no older content.
        Ready,
    };
    Q_ENUM(State)

    EntityPageModel(Engine& engine, const Formatter& formatter, UiSettings& settings, QObject* parent = nullptr);
    ~EntityPageModel() override;

    /// Shows the entity of `key` ("organization/project/type/id"); the one before is forgotten.
    Q_INVOKABLE void open(const QString& key);
    Q_INVOKABLE void refresh();

    QString key() const { return m_key; }
    State state() const { return m_state; }
    QString problem() const;
    QString title() const;
    QString status() const;
    QString statusText() const;
    QString version() const;
    QString error() const;
    QString errorStep() const;
    QString archiveReason() const;
    QString eventCount() const;
    QString runCount() const;
    QString artifactCount() const;
    QString propertyCount() const;
    bool isActive() const { return m_active; }
    void setActive(bool active);
    LinesModel* facts() { return &m_facts; }
    LinesModel* upstream() { return &m_upstream; }
    LinesModel* downstream() { return &m_downstream; }
    EntityStepsModel* steps() { return &m_steps; }
    EntityTimeline* timeline() { return &m_timeline; }
    EntityEventsModel* history() { return &m_history; }
    EntityEventsModel* rawEvents() { return &m_rawEvents; }
    EntityRunsModel* runs() { return &m_runs; }
    EntityArtifactsModel* artifacts() { return &m_artifacts; }
    EntityPropertiesModel* properties() { return &m_properties; }
    EventPayload* payload() { return &m_payload; }

Q_SIGNALS:
    void keyChanged();
    void changed();
    void countsChanged();
    void activeChanged();

private:
    void forget();
    void read();
    void take(Result<EntityDetail> answer);
    template <typename T>
    void note(const AsyncRead& read, const Result<T>& answer);
    void readAttached();
    void fillFacts();
    void takeChanges(const ChangeSet& changes);
    QString currentStepText() const;

    Engine& m_engine;
    const Formatter& m_formatter;
    UiSettings& m_settings;
    QString m_key;
    State m_state = Nothing;
    std::map<const AsyncRead*, QString> m_problems; ///< By what could not be read.
    std::optional<EntityDetail> m_detail;
    std::optional<int> m_runTotal;
    std::optional<int> m_artifactTotal;
    bool m_active = true;
    bool m_isOld = false; ///< It changed while a read was under way, or while the page was away.
    LinesModel m_facts;
    LinesModel m_upstream;
    LinesModel m_downstream;
    EntityStepsModel m_steps;
    EntityTimeline m_timeline;
    EntityEventsModel m_history;
    EntityEventsModel m_rawEvents;
    EntityRunsModel m_runs;
    EntityArtifactsModel m_artifacts;
    EntityPropertiesModel m_properties;
    EventPayload m_payload;
    AsyncRead m_read;
    AsyncRead m_runsRead;
    AsyncRead m_artifactsRead;
    QTimer m_soon; ///< Changes within its interval are read once.
    QTimer m_ages;
    Subscription m_changes;
};

} // namespace binnacle
