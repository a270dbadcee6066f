#pragma once

#include "models/common/async_read.h"
#include "models/overview/activity_model.h"
#include "models/overview/overview_lists.h"
#include "models/overview/volume_model.h"

#include "backend/core/subscription.h"
#include "backend/projection/entity_query.h"

#include <QTimer>

#include <map>
#include <optional>

namespace binnacle {

/// The Overview: what needs a person first, then the figures behind it. Everything on it is read from the store, at
/// most once a second while events come in, the slower statistics every 15 seconds.
class OverviewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(binnacle::KpiModel* kpis READ kpis CONSTANT)
    Q_PROPERTY(binnacle::ProjectsModel* projects READ projects CONSTANT)
    Q_PROPERTY(binnacle::TypeGridModel* grid READ grid CONSTANT)
    Q_PROPERTY(binnacle::AttentionModel* attention READ attention CONSTANT)
    Q_PROPERTY(binnacle::ActivityModel* activity READ activity CONSTANT)
    Q_PROPERTY(binnacle::VolumeModel* volume READ volume CONSTANT)
    Q_PROPERTY(QString subtitle READ subtitle NOTIFY changed)
    /// Names for the project filter; the first is "All".
    Q_PROPERTY(QStringList projectNames READ projectNames NOTIFY changed)
    Q_PROPERTY(int projectIndex READ projectIndex WRITE setProjectIndex NOTIFY projectIndexChanged)
    /// 0: one hour, 1: 24 hours, 2: seven days.
    Q_PROPERTY(int spanIndex READ spanIndex WRITE setSpanIndex NOTIFY spanIndexChanged)
    Q_PROPERTY(int projectCount READ projectCount NOTIFY changed)
    Q_PROPERTY(int typeCount READ typeCount NOTIFY changed)
    Q_PROPERTY(int attentionCount READ attentionCount NOTIFY changed)
    /// What stands where nothing needs attention: when something failed last.
    Q_PROPERTY(QString calmText READ calmText NOTIFY changed)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY changed)
    /// The store holds no events at all.
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed)
    Q_PROPERTY(QString errorText READ problemText NOTIFY changed)

public:
    OverviewModel(Engine& engine, const Formatter& format, QObject* parent = nullptr);
    ~OverviewModel() override;

    KpiModel* kpis() { return &m_kpis; }
    ProjectsModel* projects() { return &m_projects; }
    TypeGridModel* grid() { return &m_grid; }
    AttentionModel* attention() { return &m_attention; }
    ActivityModel* activity() { return &m_activity; }
    VolumeModel* volume() { return &m_volume; }

    QString subtitle() const;
    QStringList projectNames() const { return m_projectNames; }
    int projectIndex() const { return m_projectIndex; }
    void setProjectIndex(int index);
    int spanIndex() const { return m_spanIndex; }
    void setSpanIndex(int index);
    int projectCount() const { return m_projects.rowCount(); }
    int typeCount() const { return m_grid.rowCount(); }
    int attentionCount() const { return m_attention.rowCount(); }
    QString calmText() const { return m_calmText; }
    bool isLoaded() const { return m_loaded; }
    bool isEmpty() const { return m_loaded && m_info.lastSeq == 0; }
    /// Why something on the page could not be read, or empty.
    QString problemText() const { return m_problems.empty() ? QString() : m_problems.begin()->second; }

    /// Reads everything again now.
    Q_INVOKABLE void refresh();

Q_SIGNALS:
    void changed();
    void projectIndexChanged();
    void spanIndexChanged();

private:
    void takeChanges(const ChangeSet& changes);
    void readCounts();
    void readStatistics();
    void readVolume();
    void readHours();
    void readSteps();
    void readAttentionCounts();
    void countInto(AsyncRead& read, const QString& query, std::int64_t AttentionInput::*target);
    void showKpis();
    void showAttention();
    template <typename T, typename Take>
    auto taking(const AsyncRead& read, Take take);
    QString stuckText() const;
    QString lastEventText() const;

    Engine& m_engine;
    const Formatter& m_format;
    KpiModel m_kpis;
    ProjectsModel m_projects;
    TypeGridModel m_grid;
    AttentionModel m_attention;
    ActivityModel m_activity;
    VolumeModel m_volume;

    StoreInfo m_info;
    std::vector<ProjectRow> m_allProjects;
    std::optional<std::vector<GridCell>> m_cells; ///< Absent until read; so are the hours.
    std::optional<std::vector<HourPoint>> m_hours;
    AttentionInput m_input;
    QStringList m_projectNames;
    int m_projectIndex = 0;
    std::string m_organization; ///< Of the chosen project; empty: all.
    std::string m_project;
    int m_spanIndex = 1;
    QString m_calmText;
    std::map<const AsyncRead*, QString> m_problems; ///< Of the reads whose last answer was an error.
    bool m_loaded = false;
    std::int64_t m_acceptedSince = 0;

    AsyncRead m_infoRead;
    AsyncRead m_projectsRead;
    AsyncRead m_gridRead;
    AsyncRead m_volumeRead;
    AsyncRead m_hoursRead;
    AsyncRead m_recentRead;
    AsyncRead m_beforeRead;
    AsyncRead m_stuckRead;
    AsyncRead m_retryRead;
    AsyncRead m_quarantineRead;
    AsyncRead m_failedRead;
    QTimer m_soon;
    QTimer m_slow;
    Subscription m_subscription;
};

} // namespace binnacle
