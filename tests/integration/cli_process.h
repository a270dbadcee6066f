#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <utility>

namespace binnacle {
class EventBatch;
}

namespace binnacle::test {

/// What one call of the program gave.
struct CliAnswer {
    int exitCode = -1; ///< -1: it crashed or hung.
    QByteArray out;
    QByteArray err;

    QJsonObject object() const { return QJsonDocument::fromJson(out).object(); }
    /// The "error" object on standard error.
    QJsonObject error() const { return QJsonDocument::fromJson(err).object()[QLatin1String("error")].toObject(); }
};

/// Calls the real program with a home of its own, so that nothing of the machine's user is read or written.
class Cli {
public:
    Cli();

    CliAnswer run(const QStringList& arguments, const QByteArray& input = {}) const;

    /// Starts the program, with `variables` in its environment, and leaves it running; `process` is not yet started.
    void start(QProcess& process, const QStringList& arguments,
        const QList<std::pair<QString, QString>>& variables = {}) const;

    /// The place of a file in the program's home.
    QString path(const QString& name) const { return m_home.filePath(name); }
    /// The program's default store.
    QString storePath() const { return path(QStringLiteral("data/binnacle/store.db")); }
    QString settingsPath() const { return path(QStringLiteral("config/binnacle/settings.json")); }

    /// Appends a batch to the default store and closes it; the count of outcomes that were accepted, or -1.
    int fill(const EventBatch& batch) const;

private:
    QProcessEnvironment environment() const;

    QTemporaryDir m_home;
};

} // namespace binnacle::test
