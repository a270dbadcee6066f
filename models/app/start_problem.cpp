#include "models/app/start_problem.h"

#include <QClipboard>
#include <QGuiApplication>

namespace binnacle {

StartProblem::StartProblem(Part part, Error error, QString place, UiSettings& settings, QObject* parent)
    : QObject(parent)
    , m_part(part)
    , m_error(std::move(error))
    , m_place(std::move(place))
    , m_settings(settings)
{
}

QString StartProblem::title() const
{
    switch (m_part) {
    case SettingsFile:
        return tr("The settings cannot be used");
    case Demo:
        return tr("The demo could not be made");
    case Store:
        break;
    }
    return tr("The store cannot be opened");
}

void StartProblem::choose(Choice choice)
{
    m_choice = choice;
    Q_EMIT chosen();
}

void StartProblem::chooseStore(const QUrl& file)
{
    m_store = file.toLocalFile();
    choose(OtherStore);
}

void StartProblem::copyDetails() const
{
    const QString code = QString::fromStdString(m_error.code);
    QGuiApplication::clipboard()->setText(QStringList{ title(), message(), remedy(), m_place, code }.join(u'\n'));
}

} // namespace binnacle
