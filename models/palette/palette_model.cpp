#include "models/palette/palette_model.h"

#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/common/status_words.h"

#include "backend/engine/engine.h"
#include "backend/projection/entity_query.h"

#include <array>

namespace binnacle {

namespace {

constexpr int mostEntities = 8;
constexpr int mostOfAGroup = 9;
constexpr int longestText = 56;

QString headingOf(PaletteEntry::Group group)
{
    switch (group) {
    case PaletteEntry::Filter:
        return PaletteModel::tr("Filter");
    case PaletteEntry::Command:
        return PaletteModel::tr("Commands");
    case PaletteEntry::Place:
        return PaletteModel::tr("Go to");
    case PaletteEntry::View:
        return PaletteModel::tr("Saved views");
    case PaletteEntry::Entity:
        break;
    }
    return PaletteModel::tr("Entities");
}

/// A long id keeps its beginning and its end.
QString shortened(const QString& text)
{
    if (text.size() <= longestText)
        return text;
    const qsizetype half = longestText / 2;
    return text.left(half) + QStringLiteral("…") + text.right(half - 1);
}

/// The filters in the canonical form, where `text` holds one that names a field and nothing that cannot be read.
QString filterOf(const QString& text)
{
    if (!text.contains(u':'))
        return {};
    const ParsedQuery parsed = parseEntityQuery(text.toStdString());
    if (!parsed.problems.empty())
        return {};
    const auto& filters = parsed.query.filters;
    const bool namesField =
        std::any_of(filters.begin(), filters.end(), [](const EntityFilter& f) { return f.field != EntityField::Text; });
    return namesField ? QString::fromStdString(toString(parsed.query)) : QString();
}

} // namespace

PaletteModel::PaletteModel(Engine& engine, const Formatter& format, Source source, QObject* parent)
    : ShortListModel(parent)
    , m_engine(engine)
    , m_format(format)
    , m_source(std::move(source))
{
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const PaletteEntry& entry = at(index.row());
    switch (role) {
    case TextRole:
        return entry.text;
    case PartsRole: {
        const QString shown = shortened(entry.text);
        const auto match = matchPalette(shown, m_text.trimmed());
        return match ? matchParts(shown, *match) : QStringList{ shown };
    }
    case NoteRole:
        return entry.note;
    case KeysRole:
        return entry.keys.split(u' ', Qt::SkipEmptyParts);
    case IconRole:
        return entry.icon;
    case MarkRole:
        return entry.mark;
    case GroupRole:
        return headingOf(entry.group);
    case StartsGroupRole:
        return index.row() == 0 || at(index.row() - 1).group != entry.group;
    }
    return {};
}

QHash<int, QByteArray> PaletteModel::roleNames() const
{
    return { { TextRole, "name" }, { PartsRole, "parts" }, { NoteRole, "note" }, { KeysRole, "keys" },
        { IconRole, "iconName" }, { MarkRole, "mark" }, { GroupRole, "group" }, { StartsGroupRole, "startsGroup" } };
}

void PaletteModel::start()
{
    m_offered = m_source ? m_source() : std::vector<PaletteEntry>{};
    m_text.clear();
    m_entitiesOnly = false;
    Q_EMIT textChanged();
    Q_EMIT entitiesOnlyChanged();
    search();
}

void PaletteModel::stop()
{
    m_read.cancel();
    Q_EMIT resultsChanged();
}

void PaletteModel::setText(const QString& text)
{
    if (m_text == text)
        return;
    m_text = text;
    Q_EMIT textChanged();
    search();
}

void PaletteModel::setEntitiesOnly(bool only)
{
    if (m_entitiesOnly == only)
        return;
    m_entitiesOnly = only;
    Q_EMIT entitiesOnlyChanged();
    search();
}

void PaletteModel::search()
{
    const QString typed = m_text.trimmed();
    m_problem.clear();
    // What still answers stays until the new answer comes, so that the list does not flicker.
    std::erase_if(m_entities, [&typed](const PaletteEntry& e) { return !e.text.contains(typed, Qt::CaseInsensitive); });
    if (typed.isEmpty() && !m_entitiesOnly) {
        m_entities.clear();
        m_read.cancel();
    } else {
        m_read.ask<std::vector<EntityRow>>(
            this,
            [&](CancelToken token, auto done) {
                m_engine.searchEntities(token, typed.toStdString(), mostEntities, std::move(done));
            },
            [this](Result<std::vector<EntityRow>> answer) { takeEntities(std::move(answer)); });
    }
    show(true);
}

void PaletteModel::takeEntities(Result<std::vector<EntityRow>> answer)
{
    m_entities.clear();
    if (answer) {
        for (const EntityRow& row : *answer)
            m_entities.push_back(entryOf(row));
    } else {
        m_problem = errorText(answer.error());
    }
    show(false);
}

PaletteEntry PaletteModel::entryOf(const EntityRow& row) const
{
    PaletteEntry entry;
    entry.group = PaletteEntry::Entity;
    entry.text = QString::fromStdString(row.key.id);
    entry.mark = statusWord(row.status);
    const QString status =
        row.statusText.empty() ? statusLabel(row.status).toLower() : QString::fromStdString(row.statusText);
    entry.note = tr("%1 in %2, %3 %4 ago")
                     .arg(QString::fromStdString(row.key.type), QString::fromStdString(row.key.project), status,
                         m_format.ageOf(row.updatedAt));
    entry.action = QStringLiteral("entity");
    entry.argument = QString::fromStdString(toString(row.key));
    return entry;
}

/// Groups stand in the order of their best entry, entries in the order of their match.
std::vector<PaletteEntry> PaletteModel::matching() const
{
    struct Found {
        PaletteMatch match;
        const PaletteEntry* entry;
    };
    const QString typed = m_text.trimmed();
    std::vector<Found> found;
    auto best = PaletteMatch::Subsequence;
    for (const PaletteEntry& entry : m_offered) {
        if (const auto match = matchPalette(entry.text, typed, entry.keywords)) {
            best = std::min(best, match->kind);
            found.push_back({ *match, &entry });
        }
    }
    // Scattered letters are a last resort.
    if (best < PaletteMatch::Subsequence)
        std::erase_if(found, [](const Found& f) { return f.match.kind == PaletteMatch::Subsequence; });
    if (!typed.isEmpty())
        std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.match < b.match; });

    std::array groups{ PaletteEntry::Command, PaletteEntry::Place, PaletteEntry::View };
    const auto rank = [&found, &typed](PaletteEntry::Group group) {
        const auto first =
            std::find_if(found.begin(), found.end(), [group](const Found& f) { return f.entry->group == group; });
        return typed.isEmpty() ? 0 : first == found.end() ? int(PaletteMatch::Subsequence) + 1 : int(first->match.kind);
    };
    std::stable_sort(groups.begin(), groups.end(), [&](auto a, auto b) { return rank(a) < rank(b); });

    std::vector<PaletteEntry> entries;
    for (const auto group : groups) {
        int taken = 0;
        for (const Found& f : found) {
            if (f.entry->group == group && taken++ < mostOfAGroup)
                entries.push_back(*f.entry);
        }
    }
    return entries;
}

void PaletteModel::show(bool fromStart)
{
    std::vector<PaletteEntry> rows;
    if (const QString query = filterOf(m_text); !query.isEmpty()) {
        PaletteEntry entry;
        entry.group = PaletteEntry::Filter;
        entry.text = tr("Show entities with %1").arg(query);
        entry.icon = QStringLiteral("filter");
        entry.action = QStringLiteral("view");
        entry.argument = query;
        rows.push_back(std::move(entry));
    }
    if (!m_entitiesOnly) {
        auto entries = matching();
        std::move(entries.begin(), entries.end(), std::back_inserter(rows));
    }
    rows.insert(rows.end(), m_entities.begin(), m_entities.end());
    setRows(std::move(rows));
    const int row = fromStart || m_currentRow < 0 ? 0 : m_currentRow;
    m_currentRow = std::min(row, rowCount() - 1);
    Q_EMIT currentRowChanged();
    Q_EMIT resultsChanged();
}

QString PaletteModel::countText() const
{
    if (m_read.isPending() && rowCount() == 0)
        return tr("Searching...");
    if (rowCount() == 0)
        return tr("No result");
    return rowCount() == 1 ? tr("1 result") : tr("%1 results").arg(m_format.count(rowCount()));
}

int PaletteModel::groupCount() const
{
    int groups = 0;
    for (int row = 0; row < rowCount(); ++row)
        groups += row == 0 || at(row - 1).group != at(row).group;
    return groups;
}

void PaletteModel::setCurrentRow(int row)
{
    if (row == m_currentRow || !contains(row))
        return;
    m_currentRow = row;
    Q_EMIT currentRowChanged();
}

void PaletteModel::move(int by)
{
    const int rows = rowCount();
    if (rows > 0)
        setCurrentRow(((m_currentRow + by) % rows + rows) % rows);
}

void PaletteModel::activate(int row)
{
    if (!contains(row))
        return;
    const PaletteEntry entry = at(row);
    Q_EMIT chosen(entry.action, entry.argument);
}

} // namespace binnacle
