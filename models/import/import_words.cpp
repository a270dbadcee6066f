#include "models/import/import_words.h"

#include "models/common/error_words.h"
#include "models/common/formatter.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>

namespace binnacle {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Import)
};

QString nameOf(const std::string& path)
{
    return QFileInfo(QString::fromStdString(path)).fileName();
}

} // namespace

double importShare(const ImportProgress& progress)
{
    if (progress.bytesTotal <= 0)
        return -1;
    return std::clamp(double(progress.bytesRead) / double(progress.bytesTotal), 0.0, 1.0);
}

QString importProgressText(const ImportProgress& progress, double elapsedMs, const Formatter& format)
{
    QStringList parts{ Words::tr("%1 events").arg(format.count(progress.accepted + progress.duplicate)) };
    if (progress.rejected > 0)
        parts << Words::tr("%1 refused").arg(format.count(progress.rejected));
    parts << format.rate(progress.eventsPerSecond);
    const double share = importShare(progress);
    if (share > 0 && share < 1 && elapsedMs >= 1000)
        parts << Words::tr("%1 left").arg(format.age(std::max(1000.0, elapsedMs * (1 - share) / share)));
    if (!progress.file.empty())
        parts << nameOf(progress.file);
    return parts.join(QStringLiteral(", "));
}

QString importResultMark(const ImportSummary& summary)
{
    const bool gotAny = summary.accepted + summary.duplicate > 0;
    if (!gotAny && (summary.rejected > 0 || !summary.problems.empty()))
        return QStringLiteral("failed");
    const bool whole = summary.rejected == 0 && summary.problems.empty() && !summary.cancelled;
    return whole ? QStringLiteral("completed") : QStringLiteral("warn");
}

QString importResultTitle(const ImportSummary& summary, const Formatter& format)
{
    if (summary.cancelled)
        return Words::tr("Stopped. What is counted below is stored; importing again goes on, nothing is taken twice.");
    if (importResultMark(summary) == QStringLiteral("failed"))
        return summary.read == 0 ? Words::tr("Nothing could be read.") : Words::tr("Nothing could be taken in.");
    if (summary.read == 0)
        return Words::tr("There were no events in it.");
    if (summary.accepted == 0 && summary.rejected == 0)
        return Words::tr("Nothing new: every event was here already.");
    const QString time = format.duration(double(summary.durationMs));
    const QString imported = summary.accepted == 1
        ? Words::tr("1 event imported in %1").arg(time)
        : Words::tr("%1 events imported in %2").arg(format.count(summary.accepted), time);
    return summary.rejected == 0 ? imported + QLatin1Char('.')
                                 : Words::tr("%1, %2 refused.").arg(imported, format.count(summary.rejected));
}

QString importProblems(const ImportSummary& summary)
{
    QStringList lines;
    for (const ImportSummary::Problem& problem : summary.problems) {
        const QString text = errorText(problem.error);
        lines << (problem.file.empty() ? text : nameOf(problem.file) + QStringLiteral(": ") + text);
    }
    return lines.join(QLatin1Char('\n'));
}

QString importNotes(const ImportSummary& summary)
{
    QStringList lines;
    for (const std::string& note : summary.notes)
        lines << QString::fromStdString(note);
    return lines.join(QLatin1Char('\n'));
}

} // namespace binnacle
