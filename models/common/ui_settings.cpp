#include "models/common/ui_settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

const QString themeKey = QStringLiteral("theme");
const QString textScaleKey = QStringLiteral("text_scale");
const QString railKey = QStringLiteral("rail_collapsed");

} // namespace

UiSettings::UiSettings(QString path, QObject* parent)
    : QObject(parent)
    , m_path(std::move(path))
{
    m_writeSoon.setSingleShot(true);
    m_writeSoon.setInterval(500ms);
    connect(&m_writeSoon, &QTimer::timeout, this, &UiSettings::flush);
    load();
}

UiSettings::~UiSettings()
{
    if (m_writeSoon.isActive())
        flush();
}

QString UiSettings::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/binnacle/ui.json");
}

void UiSettings::setDefaults(const QString& theme, double textScale)
{
    m_defaultTheme = theme;
    m_defaultTextScale = textScale;
    Q_EMIT themeChanged();
    Q_EMIT textScaleChanged();
}

QString UiSettings::theme() const
{
    const QString theme = m_content.value(themeKey).toString();
    return theme == u"dark" || theme == u"light" || theme == u"system" ? theme : m_defaultTheme;
}

void UiSettings::setTheme(const QString& theme)
{
    if (theme == this->theme())
        return;
    setValue(themeKey, theme);
    Q_EMIT themeChanged();
}

double UiSettings::textScale() const
{
    return std::clamp(m_content.value(textScaleKey).toDouble(m_defaultTextScale), 1.0, 1.5);
}

void UiSettings::setTextScale(double scale)
{
    if (!std::isfinite(scale) || qFuzzyCompare(scale, textScale()))
        return;
    setValue(textScaleKey, scale);
    Q_EMIT textScaleChanged();
}

bool UiSettings::isRailCollapsed() const
{
    return m_content.value(railKey).toBool();
}

void UiSettings::setRailCollapsed(bool collapsed)
{
    if (collapsed == isRailCollapsed())
        return;
    setValue(railKey, collapsed);
    Q_EMIT railCollapsedChanged();
}

QJsonObject UiSettings::section(const QString& name) const
{
    return m_content.value(name).toObject();
}

void UiSettings::setSection(const QString& name, const QJsonObject& content)
{
    if (section(name) != content)
        setValue(name, content);
}

void UiSettings::setValue(const QString& key, const QJsonValue& value)
{
    m_content.insert(key, value);
    if (!m_path.isEmpty())
        m_writeSoon.start();
}

void UiSettings::load()
{
    QFile file(m_path);
    if (m_path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    file.close();
    if (document.isObject()) {
        m_content = document.object();
        return;
    }
    const QString aside = m_path + QStringLiteral(".damaged");
    QFile::remove(aside);
    QFile::rename(m_path, aside);
}

bool UiSettings::flush()
{
    m_writeSoon.stop();
    if (m_path.isEmpty())
        return true;
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QSaveFile file(m_path);
    const bool ok =
        file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(m_content).toJson()) >= 0 && file.commit();
    const QString problem =
        ok ? QString() : tr("The window's settings could not be written to %1: %2.").arg(m_path, file.errorString());
    if (problem != m_problem) {
        m_problem = problem;
        Q_EMIT problemChanged();
    }
    return ok;
}

} // namespace binnacle
