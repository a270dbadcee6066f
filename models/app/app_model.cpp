#include "models/app/app_model.h"

#include <QClipboard>
#include <QGuiApplication>

namespace binnacle {

AppModel::AppModel(Engine& engine, UiSettings& settings, AppIdentity identity, QObject* parent)
    : QObject(parent)
    , m_identity(std::move(identity))
    , m_settings(settings)
    , m_formatter(engine.clock())
    , m_status(engine, m_formatter)
    , m_entities(engine, m_formatter, settings)
    , m_overview(engine, m_formatter)
{
    connect(&m_status, &ShellStatus::infoChanged, this,
        [this] { m_routes.setCount(QStringLiteral("quarantine"), m_status.quarantineOpen()); });
}

void AppModel::refresh()
{
    m_status.refresh();
}

void AppModel::copyText(const QString& text) const
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace binnacle
