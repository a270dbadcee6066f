#pragma once

#include "models/common/async_read.h"
#include "models/entity/timeline_layout.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace binnacle {

class Engine;
class Formatter;

/// When the steps of one entity ran: reads their events, pairs them into attempts, and words what is drawn. What was
/// drawn stays until the next answer.
class EntityTimeline : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed)
    Q_PROPERTY(bool folded READ isFolded WRITE setFolded NOTIFY foldedChanged)
    Q_PROPERTY(QString ranText READ ranText NOTIFY changed)
    /// What is not drawn, and why; empty where everything is.
    Q_PROPERTY(QString note READ note NOTIFY changed)
    /// Why the last read failed, while an older timeline may still be shown.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString sentence READ sentence NOTIFY changed)

public:
    /// Words beside the bars of a row.
    struct RowNote {
        QString text;
        QString tone; ///< "failed", "late" or "muted".
    };

    EntityTimeline(Engine& engine, const Formatter& formatter, QObject* parent = nullptr);

    /// Reads the events of an entity; `steps` give the rows.
    void show(EntityRef ref, std::vector<StepRow> steps);
    void clear();

    const std::vector<StepTrack>& tracks() const { return m_tracks; }
    const std::vector<StepRow>& steps() const { return m_steps; }
    bool isEmpty() const { return !m_hasAttempts; }
    bool isFolded() const { return m_folded; }
    void setFolded(bool folded);
    QString ranText() const;
    QString note() const;
    QString problem() const { return m_problem; }
    QString sentence() const;

    /// For the chart.
    RowNote rowNote(int row) const;
    QString tickText(std::int64_t micros) const;
    QString lengthText(std::int64_t micros) const;
    /// Two lines about a bar: what it is, and its start, end and length.
    std::pair<QString, QString> barText(const TimelineLayout::Bar& bar) const;

Q_SIGNALS:
    void changed();
    void foldedChanged();

private:
    void readPage(const std::string& cursor);
    void take(Result<Page<EventRow>> answer);
    void finish();
    QString timesOf(const StepAttempt& attempt) const;

    Engine& m_engine;
    const Formatter& m_formatter;
    AsyncRead m_read;
    EntityRef m_ref = 0;
    std::vector<StepRow> m_steps;
    std::vector<StepRow> m_nextSteps;
    std::vector<EventRow> m_events; ///< While they are read.
    std::vector<StepTrack> m_tracks;
    TimeSpan m_span;
    bool m_hasAttempts = false;
    bool m_moreEvents = false; ///< There are older events than were read.
    bool m_nextMoreEvents = false;
    bool m_folded = true;
    QString m_problem;
};

} // namespace binnacle
