#pragma once

#include "backend/core/error.h"
#include "models/common/ui_settings.h"

#include <QObject>
#include <QQmlEngine>
#include <QUrl>

namespace binnacle {

/// Why the window could not open, and what its user wants instead. StartProblem.qml shows it and asks.
class StartProblem : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the program.")
    Q_PROPERTY(QString title READ title CONSTANT)
    /// What happened, and what to do about it.
    Q_PROPERTY(QString message READ message CONSTANT)
    Q_PROPERTY(QString remedy READ remedy CONSTANT)
    /// The file it is about.
    Q_PROPERTY(QString place READ place CONSTANT)
    Q_PROPERTY(Part part READ part CONSTANT)
    Q_PROPERTY(binnacle::UiSettings* settings READ settings CONSTANT)

public:
    /// What could not be had.
    enum Part { Store, SettingsFile, Demo };
    Q_ENUM(Part)
    enum Choice {
        Leave, ///< Also what holds when the window is closed.
        TryAgain,
        OtherStore, ///< chosenStore() says which.
        OpenDemo,
        BuiltInSettings, ///< Go on as if there were no settings file.
    };
    Q_ENUM(Choice)

    StartProblem(Part part, Error error, QString place, UiSettings& settings, QObject* parent = nullptr);

    QString title() const;
    QString message() const { return QString::fromStdString(m_error.message); }
    QString remedy() const { return QString::fromStdString(m_error.remedy); }
    QString place() const { return m_place; }
    Part part() const { return m_part; }
    UiSettings* settings() { return &m_settings; }

    Choice choice() const { return m_choice; }
    QString chosenStore() const { return m_store; }

    Q_INVOKABLE void choose(binnacle::StartProblem::Choice choice);
    /// A file that is there or will be.
    Q_INVOKABLE void chooseStore(const QUrl& file);
    Q_INVOKABLE void copyDetails() const;

Q_SIGNALS:
    void chosen();

private:
    const Part m_part;
    const Error m_error;
    const QString m_place;
    UiSettings& m_settings;
    Choice m_choice = Leave;
    QString m_store;
};

} // namespace binnacle
