#include "models/app/route_model.h"

#include <QFile>

#include <algorithm>

namespace binnacle {

namespace {

QString filePath(const QString& module)
{
    return QStringLiteral(":/qt/qml/Binnacle/Pages/%1/%1Page.qml").arg(module);
}

} // namespace

std::vector<RouteModel::Route> RouteModel::allRoutes()
{
    const QString explore = tr("Explore");
    const QString verify = tr("Verify");
    const QString none;
    return {
        { .name = QStringLiteral("overview"),
            .module = QStringLiteral("Overview"),
            .title = tr("Overview"),
            .icon = QStringLiteral("overview"),
            .group = none,
            .key = QStringLiteral("o") },
        { .name = QStringLiteral("entities"),
            .module = QStringLiteral("Entities"),
            .title = tr("Entities"),
            .icon = QStringLiteral("entities"),
            .group = explore,
            .key = QStringLiteral("e") },
        { .name = QStringLiteral("quarantine"),
            .module = QStringLiteral("Quarantine"),
            .title = tr("Quarantine"),
            .icon = QStringLiteral("quarantine"),
            .group = verify,
            .key = QStringLiteral("q") },
        { .name = QStringLiteral("settings"),
            .module = QStringLiteral("Settings"),
            .title = tr("Settings"),
            .icon = QStringLiteral("settings"),
            .group = none,
            .key = QStringLiteral(","),
            .atEnd = true },
        { .name = QStringLiteral("entity"),
            .module = QStringLiteral("Entity"),
            .title = tr("Entity"),
            .icon = none,
            .group = none,
            .key = none,
            .inRail = false },
        { .name = QStringLiteral("palette"),
            .module = QStringLiteral("Palette"),
            .title = tr("Search"),
            .icon = none,
            .group = none,
            .key = none,
            .inRail = false },
        { .name = QStringLiteral("import"),
            .module = QStringLiteral("Import"),
            .title = tr("Import"),
            .icon = none,
            .group = none,
            .key = none,
            .inRail = false },
        { .name = QStringLiteral("welcome"),
            .module = QStringLiteral("Welcome"),
            .title = tr("Welcome"),
            .icon = none,
            .group = none,
            .key = none,
            .inRail = false },
    };
}

RouteModel::RouteModel(QObject* parent)
    : QAbstractListModel(parent)
{
    for (Route& route : allRoutes()) {
        if (QFile::exists(filePath(route.module)))
            (route.inRail ? m_rail : m_others).push_back(std::move(route));
    }
}

int RouteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rail.size());
}

QVariant RouteModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Route& route = m_rail[std::size_t(index.row())];
    switch (role) {
    case NameRole:
        return route.name;
    case Qt::DisplayRole:
    case TitleRole:
        return route.title;
    case IconRole:
        return route.icon;
    case SectionRole:
        return route.group;
    case StartsSectionRole:
        return !route.group.isEmpty()
            && (index.row() == 0 || m_rail[std::size_t(index.row() - 1)].group != route.group);
    case AtEndRole:
        return route.atEnd;
    case KeysRole:
        return route.key.isEmpty() ? QString() : QStringLiteral("g ") + route.key;
    case CountRole:
        return route.count;
    case ToneRole:
        return route.tone;
    default:
        return {};
    }
}

QHash<int, QByteArray> RouteModel::roleNames() const
{
    return { { NameRole, "name" }, { TitleRole, "title" }, { IconRole, "iconName" }, { SectionRole, "group" },
        { StartsSectionRole, "startsGroup" }, { AtEndRole, "atEnd" }, { KeysRole, "keys" }, { CountRole, "count" },
        { ToneRole, "tone" } };
}

const RouteModel::Route* RouteModel::find(const QString& name) const
{
    for (const auto* routes : { &m_rail, &m_others }) {
        const auto found = std::find_if(routes->begin(), routes->end(), [&](const Route& r) { return r.name == name; });
        if (found != routes->end())
            return &*found;
    }
    return nullptr;
}

bool RouteModel::has(const QString& name) const
{
    return find(name) != nullptr;
}

QUrl RouteModel::urlOf(const QString& name) const
{
    const Route* route = find(name);
    return route ? QUrl(QStringLiteral("qrc") + filePath(route->module)) : QUrl();
}

QString RouteModel::titleOf(const QString& name) const
{
    const Route* route = find(name);
    return route ? route->title : QString();
}

QString RouteModel::routeForKey(const QString& key) const
{
    const auto found = std::find_if(m_rail.begin(), m_rail.end(), [&](const Route& r) { return r.key == key; });
    return found == m_rail.end() ? QString() : found->name;
}

QString RouteModel::home() const
{
    return m_rail.empty() ? QString() : m_rail.front().name;
}

void RouteModel::setCount(const QString& name, int count)
{
    for (std::size_t row = 0; row < m_rail.size(); ++row) {
        if (m_rail[row].name != name || m_rail[row].count == count)
            continue;
        m_rail[row].count = count;
        Q_EMIT dataChanged(index(int(row)), index(int(row)), { CountRole });
    }
}

} // namespace binnacle
