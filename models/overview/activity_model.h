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

    /// Reads the latest events unless paused; `accepted` events came since the last call.
    void follow(std::int64_t accepted);

Q_SIGNALS:
    void pausedChanged();
    void waitingChanged();

private:
    Engine& m_engine;
    const Formatter& m_format;
    AsyncRead m_read;
    bool m_paused = false;
    std::int64_t m_waiting = 0;
};

} // namespace binnacle
