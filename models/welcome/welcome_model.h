#pragma once

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <functional>

namespace binnacle {

class Formatter;

/// What the demo that this program makes will hold; the program knows, not the models.
struct DemoFacts {
    qint64 events = 0; ///< About, in the past that the demo begins with.
    int projects = 0;
    bool hasFailures = false; ///< Steps that fail.
    bool hasStuckEntities = false;
    bool hasBadEvents = false;
};

/// The welcome page's words and its one act: opening the demo as a program of its own, because one program holds one
/// store.
class WelcomeModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(bool hasDemo READ hasDemo CONSTANT)
    /// Sentences about the demo, one a mark of demoMarks.
    Q_PROPERTY(QStringList demoFacts READ demoFacts CONSTANT)
    Q_PROPERTY(QStringList demoMarks READ demoMarks CONSTANT)
    /// True once the demo was started; it takes seconds until its window is there.
    Q_PROPERTY(bool demoStarted READ isDemoStarted NOTIFY demoChanged)
    /// Why the demo did not start, or empty.
    Q_PROPERTY(QString demoProblem READ demoProblem NOTIFY demoChanged)

public:
    /// Starts a program with arguments, detached; false where that failed.
    using Starter = std::function<bool(const QString& program, const QStringList& arguments)>;

    WelcomeModel(const Formatter& format, DemoFacts facts, QObject* parent = nullptr, Starter starter = startDetached);

    bool hasDemo() const { return m_facts.events > 0; }
    QStringList demoFacts() const;
    QStringList demoMarks() const;
    bool isDemoStarted() const { return m_demoStarted; }
    QString demoProblem() const { return m_demoProblem; }

    Q_INVOKABLE void openDemo();
    /// Where events of any dialect are posted to, from the gateway's URL.
    Q_INVOKABLE static QString addressOf(const QString& gatewayUrl);
    /// A command line that sends one example event, for a POSIX shell.
    Q_INVOKABLE static QString curlOf(const QString& gatewayUrl);
    /// The same, cut for the eye.
    Q_INVOKABLE static QString curlPreview(const QString& gatewayUrl);

Q_SIGNALS:
    void demoChanged();

private:
    static bool startDetached(const QString& program, const QStringList& arguments);

    const Formatter& m_format;
    const DemoFacts m_facts;
    const Starter m_starter;
    bool m_demoStarted = false;
    QString m_demoProblem;
};

} // namespace binnacle
