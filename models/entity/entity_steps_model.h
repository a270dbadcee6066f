#pragma once

#include "models/common/list_model.h"
#include "models/entity/step_attempts.h"

#include <QString>
#include <QtQml/qqmlregistration.h>

namespace binnacle {

class Formatter;

/// What the page says about one step, as text.
struct StepLine {
    QString stepId;
    QString name;
    QString nameTip;
    QString mark;
    QString outcome;
    QString outcomeTone;
    QString attempts;
    QString attemptsTone;
    QString attemptsTip;
    QString queue;
    QString queueTone;
    QString run;
    QString runTip;
    QString times;
    QString timesTone;
    double runMs = 0;
    double p95Ms = 0;
    QString p95Tip;
    bool failed = false;
    QString sentence;
    friend bool operator==(const StepLine&, const StepLine&) = default;
};

/// The steps of an entity, a row each, in the order of their first event.
class EntityStepsModel : public ShortListModel<StepLine> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        NameRole = Qt::DisplayRole, ///< "name": QString, action or id
        NameTipRole = Qt::UserRole + 1, ///< "nameTip": QString, action, id, type and phase
        MarkRole, ///< "mark": QString, status word
        OutcomeRole, ///< "outcome": QString
        OutcomeToneRole, ///< "outcomeTone": QString, as TableModel::ToneRole
        AttemptsRole, ///< "attempts": QString
        AttemptsToneRole, ///< "attemptsTone": QString
        AttemptsTipRole, ///< "attemptsTip": QString
        QueueRole, ///< "queue": QString, empty where it is not known
        QueueToneRole, ///< "queueTone": QString
        RunRole, ///< "run": QString, length of the latest run, empty where it is not known
        RunTipRole, ///< "runTip": QString
        TimesRole, ///< "times": QString, "0.8×", empty without a baseline
        TimesToneRole, ///< "timesTone": QString
        RunMsRole, ///< "runMs": double
        P95MsRole, ///< "p95Ms": double, 0 where there is none
        P95TipRole, ///< "p95Tip": QString
        FailedRole, ///< "failed": bool, tints the row
        SentenceRole, ///< "sentence": QString, the row read aloud
    };
    Q_ENUM(Roles)

    explicit EntityStepsModel(const Formatter& formatter, QObject* parent = nullptr);

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return rowCount(); }

    /// `tracks` may be empty, or have one for each of `steps`.
    void setSteps(const std::vector<StepRow>& steps, const std::vector<StepTrack>& tracks);
    /// The row's cells with tabs between them.
    Q_INVOKABLE QString rowText(int row) const;

Q_SIGNALS:
    void countChanged();

private:
    StepLine lineOf(const StepRow& step, const StepTrack& track) const;

    const Formatter& m_formatter;
};

} // namespace binnacle
