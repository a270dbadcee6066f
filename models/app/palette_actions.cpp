#include "models/app/palette_actions.h"

#include "models/app/app_model.h"

#include <QCoreApplication>

namespace binnacle {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Palette)
};

PaletteEntry command(const char* action, const char* icon, const QString& text, const QString& keys,
    const QString& keywords = {}, const QString& note = {})
{
    return { .group = PaletteEntry::Command,
        .text = text,
        .note = note,
        .keywords = keywords,
        .keys = keys,
        .icon = QString::fromLatin1(icon),
        .mark = {},
        .action = QString::fromLatin1(action),
        .argument = {} };
}

void addCommands(AppModel& app, std::vector<PaletteEntry>& entries)
{
    if (app.routes()->has(QStringLiteral("import")) && !app.status()->isReadOnly())
        entries.push_back(command("import", "upload", Words::tr("Import files..."), QStringLiteral("Ctrl I"),
            Words::tr("log open read ingest load"), Words::tr("JSON, NDJSON, XES, .gz, .zst")));
    if (app.routes()->has(QStringLiteral("entities")) && !app.status()->isEmpty())
        entries.push_back(command("export", "export", Words::tr("Export entities..."), {}, Words::tr("save csv json"),
            Words::tr("what the list shows")));
    if (const QString url = app.status()->gatewayUrl(); !url.isEmpty())
        entries.push_back(command(
            "copy-address", "copy", Words::tr("Copy the gateway's address"), {}, Words::tr("url listen http"), url));
    if (!app.status()->isEmpty())
        entries.push_back(app.overview()->activity()->isPaused()
                ? command("pause", "play", Words::tr("Continue the activity list"), {}, Words::tr("pause"))
                : command("pause", "pause", Words::tr("Pause the activity list"), {}, Words::tr("stop hold")));
    entries.push_back(
        command("refresh", "retry", Words::tr("Refresh"), QStringLiteral("F5"), Words::tr("reload read")));
    entries.push_back(command("theme", "eye", Words::tr("Switch between dark and light"),
        QStringLiteral("Ctrl Shift L"), Words::tr("theme colours")));
    entries.push_back(command(
        "rail", "collapse", Words::tr("Collapse or expand the rail"), QStringLiteral("["), Words::tr("sidebar menu")));
    entries.push_back(
        command("keys", "info", Words::tr("List of keys"), QStringLiteral("?"), Words::tr("help shortcuts")));
}

void addPlaces(const RouteModel& routes, std::vector<PaletteEntry>& entries)
{
    for (int row = 0; row < routes.rowCount(); ++row) {
        const QModelIndex at = routes.index(row);
        entries.push_back({ .group = PaletteEntry::Place,
            .text = at.data(RouteModel::TitleRole).toString(),
            .note = {},
            .keywords = {},
            .keys = at.data(RouteModel::KeysRole).toString().toUpper(),
            .icon = at.data(RouteModel::IconRole).toString(),
            .mark = {},
            .action = QStringLiteral("open"),
            .argument = at.data(RouteModel::NameRole).toString() });
    }
}

void addViews(const SavedViewsModel& views, std::vector<PaletteEntry>& entries)
{
    for (int row = 0; row < views.rowCount(); ++row) {
        const QString count = views.index(row).data(SavedViewsModel::CountRole).toString();
        const QString query = views.queryText(row);
        entries.push_back({ .group = PaletteEntry::View,
            .text = views.name(row),
            .note = count.isEmpty() ? query
                : query.isEmpty()   ? count
                                    : count + QStringLiteral(", ") + query,
            .keywords = query,
            .keys = {},
            .icon = QStringLiteral("bookmark"),
            .mark = {},
            .action = QStringLiteral("view"),
            .argument = query });
    }
}

} // namespace

std::vector<PaletteEntry> paletteEntries(AppModel& app)
{
    std::vector<PaletteEntry> entries;
    addCommands(app, entries);
    addPlaces(*app.routes(), entries);
    if (app.routes()->has(QStringLiteral("entities")))
        addViews(*app.entities()->views(), entries);
    return entries;
}

bool runPaletteAction(AppModel& app, const QString& action, const QString& argument)
{
    if (action == QStringLiteral("open") || action == QStringLiteral("entity")) {
        const bool isEntity = action == QStringLiteral("entity");
        // Without the page of one entity, the list with it alone.
        if (isEntity && !app.routes()->has(action))
            return runPaletteAction(app, QStringLiteral("view"), QStringLiteral("id:") + argument.section(u'/', -1));
        app.navigator()->open(isEntity ? action : argument, isEntity ? argument : QString());
    } else if (action == QStringLiteral("view")) {
        // An argument of a route cannot say "no filter".
        app.entities()->showQuery(argument);
        app.navigator()->open(QStringLiteral("entities"), app.entities()->filter()->appliedText());
    } else if (action == QStringLiteral("copy-address")) {
        app.copyText(app.status()->gatewayUrl());
    } else if (action == QStringLiteral("pause")) {
        ActivityModel* activity = app.overview()->activity();
        activity->setPaused(!activity->isPaused());
    } else {
        return false;
    }
    return true;
}

} // namespace binnacle
