#pragma once

#include "models/common/async_read.h"
#include "models/import/rejections_model.h"

#include "backend/intake/import_types.h"

#include <QElapsedTimer>
#include <QList>
#include <QStringList>
#include <QUrl>

namespace binnacle {

class Engine;
class Formatter;

/// One import at a time: files are chosen or dropped, options set, it runs, the result stays until the next choice.
class ImportModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(int fileCount READ fileCount NOTIFY filesChanged)
    /// "orders.ndjson" or "3 files"
    Q_PROPERTY(QString filesText READ filesText NOTIFY filesChanged)
    /// "18.4 MB", the names where there are several, or what is wrong with the choice.
    Q_PROPERTY(QString filesNote READ filesNote NOTIFY filesChanged)
    Q_PROPERTY(QString filesProblem READ filesProblem NOTIFY filesChanged)
    Q_PROPERTY(QStringList dialectNames READ dialectNames CONSTANT)
    Q_PROPERTY(int dialectIndex MEMBER m_dialectIndex NOTIFY optionsChanged)
    Q_PROPERTY(bool assumeUtc MEMBER m_assumeUtc NOTIFY optionsChanged)
    Q_PROPERTY(QString organization MEMBER m_organization NOTIFY optionsChanged)
    Q_PROPERTY(QString project MEMBER m_project NOTIFY optionsChanged)
    /// Where events go that name none and nothing is entered for.
    Q_PROPERTY(QString defaultOrganization MEMBER m_defaultOrganization NOTIFY optionsChanged)
    Q_PROPERTY(QString defaultProject MEMBER m_defaultProject NOTIFY optionsChanged)
    /// 0..1; negative while the size is not known.
    Q_PROPERTY(double share READ share NOTIFY progressed)
    Q_PROPERTY(QString progressText READ progressText NOTIFY progressed)
    Q_PROPERTY(bool stopping READ isStopping NOTIFY stateChanged)
    Q_PROPERTY(QString resultTitle READ resultTitle NOTIFY stateChanged)
    Q_PROPERTY(QString resultMark READ resultMark NOTIFY stateChanged)
    Q_PROPERTY(QString readText READ readText NOTIFY stateChanged)
    Q_PROPERTY(QString acceptedText READ acceptedText NOTIFY stateChanged)
    Q_PROPERTY(QString duplicateText READ duplicateText NOTIFY stateChanged)
    Q_PROPERTY(QString rejectedText READ rejectedText NOTIFY stateChanged)
    Q_PROPERTY(bool hasRejections READ hasRejections NOTIFY stateChanged)
    /// "and 12 more", or empty.
    Q_PROPERTY(QString moreText READ moreText NOTIFY stateChanged)
    /// What could not be read or written, a line each, and what to do.
    Q_PROPERTY(QString problems READ problems NOTIFY stateChanged)
    Q_PROPERTY(QString notes READ notes NOTIFY stateChanged)
    Q_PROPERTY(binnacle::RejectionsModel* rejections READ rejections CONSTANT)
    /// Where the file dialog begins.
    Q_PROPERTY(QUrl startFolder READ startFolder CONSTANT)

public:
    enum State {
        Choosing, ///< No files, or files and options before the start.
        Running,
        Finished, ///< The result stands.
    };
    Q_ENUM(State)

    ImportModel(Engine& engine, const Formatter& format, QObject* parent = nullptr);
    /// Asks a running import to end; what it committed stays.
    ~ImportModel() override;

    State state() const { return m_state; }
    int fileCount() const { return int(m_files.size()); }
    QString filesText() const;
    QString filesNote() const;
    QString filesProblem() const { return m_filesProblem; }
    static QStringList dialectNames();
    double share() const;
    QString progressText() const;
    bool isStopping() const { return m_state == Running && m_cancel.isCancelled(); }
    QString resultTitle() const;
    QString resultMark() const;
    QString readText() const;
    QString acceptedText() const;
    QString duplicateText() const;
    QString rejectedText() const;
    bool hasRejections() const { return m_summary.rejected > 0; }
    QString moreText() const;
    QString problems() const;
    QString notes() const;
    RejectionsModel* rejections() { return &m_rejections; }
    static QUrl startFolder();

    void setDefaults(const QString& organization, const QString& project);
    /// Opens the dialog, with what is there: a running import shows its progress.
    Q_INVOKABLE void open();
    /// Opens the dialog with these files and folders; while an import runs they are not taken.
    Q_INVOKABLE void choose(const QList<QUrl>& files);
    /// Back to an empty choice; options stay.
    Q_INVOKABLE void clear();
    /// Also once more after it has ended: nothing is taken twice.
    Q_INVOKABLE void start();
    Q_INVOKABLE void cancel();

Q_SIGNALS:
    void stateChanged();
    void filesChanged();
    void optionsChanged();
    void progressed();
    /// The dialog is wanted.
    void openRequested();
    /// An import has ended and its result stands.
    void finished();

private:
    ImportOptions options() const;
    void take(Result<ImportSummary> answer);

    Engine& m_engine;
    const Formatter& m_format;
    State m_state = Choosing;
    QStringList m_files;
    qint64 m_bytes = 0;
    QString m_filesProblem;
    int m_dialectIndex = 0;
    bool m_assumeUtc = false;
    QString m_organization;
    QString m_project;
    QString m_defaultOrganization = QStringLiteral("default");
    QString m_defaultProject = QStringLiteral("default");
    ImportProgress m_progress;
    ImportSummary m_summary;
    RejectionsModel m_rejections;
    QElapsedTimer m_elapsed;
    CancelToken m_cancel;
    AsyncRead m_run;
};

} // namespace binnacle
