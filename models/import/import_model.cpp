#include "models/import/import_model.h"

#include "models/common/formatter.h"
#include "models/common/post_to.h"
#include "models/import/import_words.h"

#include "backend/engine/engine.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <array>

namespace binnacle {

namespace {

struct DialectChoice {
    const char* name;
    std::optional<Dialect> dialect;
};

constexpr std::array dialects{
    DialectChoice{ QT_TRANSLATE_NOOP("binnacle::ImportModel", "Recognise each event"), std::nullopt },
    DialectChoice{ "FABER", Dialect::Faber },
    DialectChoice{ "Workflow 00047", Dialect::Workflow },
    DialectChoice{ "Helios", Dialect::Helios },
    DialectChoice{ "CloudEvents", Dialect::CloudEvents },
    DialectChoice{ "XES", Dialect::Xes },
};

constexpr int namesShown = 3;

} // namespace

ImportModel::ImportModel(Engine& engine, const Formatter& format, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_format(format)
{
}

ImportModel::~ImportModel()
{
    m_cancel.cancel();
}

QStringList ImportModel::dialectNames()
{
    QStringList names;
    for (const DialectChoice& choice : dialects)
        names << tr(choice.name);
    return names;
}

QUrl ImportModel::startFolder()
{
    return QUrl::fromLocalFile(QStandardPaths::writableLocation(QStandardPaths::HomeLocation));
}

QString ImportModel::filesText() const
{
    if (m_files.isEmpty())
        return {};
    return m_files.size() == 1 ? QFileInfo(m_files.first()).fileName()
                               : tr("%1 files").arg(m_format.count(m_files.size()));
}

QString ImportModel::filesNote() const
{
    QStringList parts;
    if (m_files.size() > 1) {
        for (const QString& file : m_files.first(std::min<qsizetype>(m_files.size(), namesShown)))
            parts << QFileInfo(file).fileName();
        if (m_files.size() > namesShown)
            parts << tr("%1 more").arg(m_format.count(m_files.size() - namesShown));
    }
    if (m_bytes > 0)
        parts << m_format.bytes(double(m_bytes));
    return parts.join(QStringLiteral(", "));
}

void ImportModel::open()
{
    Q_EMIT openRequested();
}

void ImportModel::choose(const QList<QUrl>& files)
{
    if (m_state != Running) {
        m_files.clear();
        m_bytes = 0;
        m_filesProblem.clear();
        for (const QUrl& url : files) {
            const QFileInfo info(url.toLocalFile());
            if (!url.isLocalFile())
                m_filesProblem = tr("%1 is not a file on this computer.").arg(url.toDisplayString());
            else if (!info.exists())
                m_filesProblem = tr("There is no file %1.").arg(info.filePath());
            else if (!info.isReadable())
                m_filesProblem = tr("%1 may not be read. Check its permissions.").arg(info.filePath());
            else {
                m_files << info.absoluteFilePath();
                m_bytes += info.isFile() ? info.size() : 0;
            }
        }
        m_state = Choosing;
        Q_EMIT filesChanged();
        Q_EMIT stateChanged();
    }
    Q_EMIT openRequested();
}

void ImportModel::clear()
{
    if (m_state == Running)
        return;
    m_files.clear();
    m_bytes = 0;
    m_filesProblem.clear();
    m_state = Choosing;
    Q_EMIT filesChanged();
    Q_EMIT stateChanged();
}

void ImportModel::setDefaults(const QString& organization, const QString& project)
{
    m_defaultOrganization = organization;
    m_defaultProject = project;
    Q_EMIT optionsChanged();
}

ImportOptions ImportModel::options() const
{
    ImportOptions options;
    for (const QString& file : m_files)
        options.paths.push_back(file.toStdString());
    options.dialect = dialects.at(std::size_t(std::clamp(m_dialectIndex, 0, int(dialects.size()) - 1))).dialect;
    const QString organization = m_organization.trimmed();
    const QString project = m_project.trimmed();
    options.parse.defaultOrganization = (organization.isEmpty() ? m_defaultOrganization : organization).toStdString();
    options.parse.defaultProject = (project.isEmpty() ? m_defaultProject : project).toStdString();
    options.parse.xesOrganization = organization.toStdString();
    options.parse.xesProject = project.toStdString();
    options.parse.assumeUtc = m_assumeUtc;
    return options;
}

void ImportModel::start()
{
    if (m_state == Running || m_files.isEmpty())
        return;
    m_cancel = CancelToken();
    m_progress = {};
    m_summary = {};
    m_rejections.setRows({});
    m_elapsed.start();
    m_state = Running;
    Q_EMIT stateChanged();
    Q_EMIT progressed();
    m_run.ask<ImportSummary>(
        this,
        [this](const CancelToken&, Engine::Done<ImportSummary> done) {
            // Stopping leaves a result, so the import has a token of its own: that of the question drops the answer.
            const auto progress = [this, self = QPointer<QObject>(this), token = m_cancel](const ImportProgress& now) {
                postTo(self, [this, token, now] {
                    if (m_state != Running || !token.sameAs(m_cancel))
                        return;
                    m_progress = now;
                    Q_EMIT progressed();
                });
            };
            m_engine.import(m_cancel, options(), progress, std::move(done));
        },
        [this](Result<ImportSummary> answer) { take(std::move(answer)); });
}

void ImportModel::take(Result<ImportSummary> answer)
{
    if (answer) {
        m_summary = std::move(*answer);
    } else {
        m_summary.cancelled = answer.error().kind == ErrorKind::Cancelled;
        if (!m_summary.cancelled)
            m_summary.problems.push_back({ {}, answer.error() });
    }
    m_rejections.setRows(m_summary.rejections);
    m_state = Finished;
    Q_EMIT stateChanged();
    Q_EMIT finished();
}

void ImportModel::cancel()
{
    if (m_state != Running)
        return;
    m_cancel.cancel();
    Q_EMIT stateChanged();
}

double ImportModel::share() const
{
    return importShare(m_progress);
}

QString ImportModel::progressText() const
{
    return importProgressText(m_progress, double(m_elapsed.isValid() ? m_elapsed.elapsed() : 0), m_format);
}

QString ImportModel::resultTitle() const
{
    return importResultTitle(m_summary, m_format);
}

QString ImportModel::resultMark() const
{
    return importResultMark(m_summary);
}

QString ImportModel::readText() const
{
    return m_format.count(m_summary.read);
}

QString ImportModel::acceptedText() const
{
    return m_format.count(m_summary.accepted);
}

QString ImportModel::duplicateText() const
{
    return m_format.count(m_summary.duplicate);
}

QString ImportModel::rejectedText() const
{
    return m_format.count(m_summary.rejected);
}

QString ImportModel::moreText() const
{
    const auto more = m_summary.rejected - std::int64_t(m_summary.rejections.size());
    return more > 0 ? tr("and %1 more").arg(m_format.count(more)) : QString();
}

QString ImportModel::problems() const
{
    return importProblems(m_summary);
}

QString ImportModel::notes() const
{
    return importNotes(m_summary);
}

} // namespace binnacle
