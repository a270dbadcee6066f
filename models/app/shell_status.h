#pragma once

#include "backend/core/subscription.h"
#include "backend/engine/engine.h"
#include "backend/projection/read_types.h"
#include "models/common/async_read.h"
#include "models/common/error_words.h"

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QQmlEngine>
#include <QTimer>

namespace binnacle {

class Formatter;

/// The live figures of the top and status bar, as text. Read from the engine four times a second, and at once (but at
/// most ten times a second) when events come.
class ShellStatus : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(QString storeName READ storeName NOTIFY infoChanged)
    Q_PROPERTY(QString storeLocation READ storeLocation NOTIFY infoChanged)
    Q_PROPERTY(bool demo READ isDemo NOTIFY infoChanged)
    Q_PROPERTY(bool readOnly READ isReadOnly CONSTANT)
    /// True until it is known that the store has events.
    Q_PROPERTY(bool empty READ isEmpty NOTIFY infoChanged)
    /// True once the first answer about the store has come.
    Q_PROPERTY(bool known READ isKnown NOTIFY infoChanged)
    Q_PROPERTY(QString lastEventText READ lastEventText NOTIFY figuresChanged)
    Q_PROPERTY(QString lastEventTip READ lastEventTip NOTIFY figuresChanged)
    Q_PROPERTY(QString intakeText READ intakeText NOTIFY figuresChanged)
    Q_PROPERTY(QString rateNumber READ rateNumber NOTIFY figuresChanged)
    Q_PROPERTY(QList<double> rateHistory READ rateHistory NOTIFY historyChanged)
    Q_PROPERTY(QString queueText READ queueText NOTIFY figuresChanged)
    Q_PROPERTY(QString versionText READ versionText NOTIFY figuresChanged)
    Q_PROPERTY(QString gatewayUrl READ gatewayUrl NOTIFY figuresChanged)
    /// The last append failed, so what arrives is not kept; or nothing can be read.
    Q_PROPERTY(bool storeFailing READ isStoreFailing NOTIFY figuresChanged)
    /// Why the store's figures could not be read, and what to do; empty when they could.
    Q_PROPERTY(QString readProblem READ readProblem NOTIFY infoChanged)
    /// Why no events are received, or not where the settings say, and what to do; empty when they are.
    Q_PROPERTY(QString gatewayProblem READ gatewayProblem NOTIFY figuresChanged)
    /// A sentence about what does not work (store, gateway), or empty.
    Q_PROPERTY(QString problem READ problem NOTIFY figuresChanged)
    /// The same, and what to do.
    Q_PROPERTY(QString problemTip READ problemTip NOTIFY figuresChanged)

public:
    /// `location`: of the store, until it says so itself.
    ShellStatus(Engine& engine, const Formatter& formatter, const QString& location = {}, QObject* parent = nullptr);

    QString storeName() const;
    QString storeLocation() const { return QString::fromStdString(m_info.location); }
    bool isDemo() const { return m_info.isDemo; }
    bool isReadOnly() const { return m_status.isReadOnly; }
    bool isEmpty() const { return m_info.lastSeq == 0 && m_status.lastSeq == 0; }
    bool isKnown() const { return m_isKnown; }
    QString lastEventText() const;
    QString lastEventTip() const;
    QString intakeText() const;
    QString rateNumber() const;
    QList<double> rateHistory() const { return m_history; }
    QString queueText() const;
    QString versionText() const;
    QString gatewayUrl() const { return QString::fromStdString(m_status.gatewayUrl); }
    bool isStoreFailing() const { return m_status.storeProblem || m_readProblem; }
    QString readProblem() const { return m_readProblem ? errorText(*m_readProblem) : QString(); }
    QString gatewayProblem() const { return m_status.gatewayProblem ? errorText(*m_status.gatewayProblem) : QString(); }
    QString problem() const;
    QString problemTip() const;
    int quarantineOpen() const { return int(m_info.quarantineOpen); }

    /// Reads everything again now.
    void refresh();

Q_SIGNALS:
    void infoChanged();
    void figuresChanged();
    void historyChanged();

private:
    void readFigures();
    void readInfo();
    void tick();

    Engine& m_engine;
    const Formatter& m_formatter;
    StoreInfo m_info;
    std::optional<Error> m_readProblem;
    EngineStatus m_status;
    bool m_isKnown = false;
    bool m_infoIsOld = true;
    QList<double> m_history;
    QElapsedTimer m_sinceSample;
    QElapsedTimer m_sinceInfo;
    QTimer m_timer;
    AsyncRead m_infoRead;
    Subscription m_changes;
};

} // namespace binnacle
