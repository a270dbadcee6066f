#pragma once

#include "models/common/async_read.h"
#include "models/common/list_model.h"

#include "backend/projection/read_types.h"

#include <QtQml/qqmlregistration.h>

namespace binnacle {

class Engine;
class Formatter;

/// The latest events, newest first. Pausing holds what is shown; going on reads again.
class ActivityModel : public ShortListModel<EventRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an OverviewModel.")
    Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY pausedChanged)
    Q_PROPERTY(QString waitingText READ waitingText NOTIFY waitingChanged)
    /// Why the last read failed, while older events may still be shown.
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

public:
    enum Roles {
        NameRole = Qt::DisplayRole, ///< QString: "type/id", or the event's type where it belongs to no entity
        TimeRole = Qt::UserRole + 1, ///< QString: when it was recorded
        TimeTipRole, ///< QString: when it happened and when it was recorded
        MarkRole, ///< QString: status word
        DetailRole, ///< QString
        KeyRole, ///< QString: organization/project/type/id, empty where it belongs to no entity
    };
    Q_ENUM(Roles)

    ActivityModel(Engine& engine, const Formatter& format, QObject* parent);

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    bool isPaused() const { return m_paused; }
    void setPaused(bool paused);
    /// While paused: "12 new"; otherwise empty.
    QString waitingText() const;

    QString problem() const { return m_problem; }

    /// Reads the latest events unless paused; `accepted` events came since the last call.
    Q_INVOKABLE void follow(qint64 accepted = 0);

Q_SIGNALS:
    void pausedChanged();
    void waitingChanged();
    void problemChanged();

private:
    Engine& m_engine;
    const Formatter& m_format;
    AsyncRead m_read;
    bool m_paused = false;
    std::int64_t m_waiting = 0;
    QString m_problem;
};

} // namespace binnacle
