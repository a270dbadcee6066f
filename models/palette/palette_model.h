#pragma once

#include "models/common/async_read.h"
#include "models/common/list_model.h"
#include "models/palette/palette_match.h"

#include "backend/projection/read_types.h"

#include <QtQml/qqmlregistration.h>

#include <functional>

namespace binnacle {

class Engine;
class Formatter;

/// Something that the palette can do.
struct PaletteEntry {
    enum Group { Filter, Command, Place, View, Entity };

    Group group = Command;
    QString text; ///< What is matched and shown.
    QString note; ///< The quiet words behind it.
    QString keywords; ///< Other words that find it.
    QString keys; ///< Keys that do the same, separated by spaces: "Ctrl I", "g e".
    QString icon; ///< An icon's name, or
    QString mark; ///< a status word.
    QString action; ///< What is to be done: "theme", "open", "view", "entity" ...
    QString argument; ///< With what: a route, a query, an entity's key.
};

/// The list of the command palette. Commands, places and views are taken from `source` when it opens; entities are
/// asked of the engine as one types. What is chosen is told by chosen(); the palette itself does nothing.
class PaletteModel : public ShortListModel<PaletteEntry> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    /// Tab: nothing but entities.
    Q_PROPERTY(bool entitiesOnly READ isEntitiesOnly WRITE setEntitiesOnly NOTIFY entitiesOnlyChanged)
    /// The row that Enter runs; -1 where there is none.
    Q_PROPERTY(int currentRow READ currentRow WRITE setCurrentRow NOTIFY currentRowChanged)
    /// "10 results", "Searching...", "No result"
    Q_PROPERTY(QString countText READ countText NOTIFY resultsChanged)
    Q_PROPERTY(int count READ count NOTIFY resultsChanged)
    /// How many of the rows stand under a heading: the view is as high as its rows.
    Q_PROPERTY(int groupCount READ groupCount NOTIFY resultsChanged)
    /// A sentence where the search among entities failed, else empty.
    Q_PROPERTY(QString problem READ problem NOTIFY resultsChanged)

public:
    enum Roles {
        TextRole = Qt::DisplayRole, ///< QString: the whole text
        PartsRole = Qt::UserRole + 1, ///< QStringList: even indexes plain, odd ones matched
        NoteRole, ///< QString
        KeysRole, ///< QStringList
        IconRole, ///< QString: icon name, empty where there is a mark
        MarkRole, ///< QString: status word, empty where there is an icon
        GroupRole, ///< QString: heading
        StartsGroupRole, ///< bool: the first of its group
    };
    Q_ENUM(Roles)

    using Source = std::function<std::vector<PaletteEntry>()>;

    PaletteModel(Engine& engine, const Formatter& format, Source source, QObject* parent = nullptr);

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString text() const { return m_text; }
    void setText(const QString& text);
    bool isEntitiesOnly() const { return m_entitiesOnly; }
    void setEntitiesOnly(bool only);
    int currentRow() const { return m_currentRow; }
    void setCurrentRow(int row);
    QString countText() const;
    int count() const { return rowCount(); }
    int groupCount() const;
    QString problem() const { return m_problem; }

    /// Takes the entries anew and begins with an empty text.
    Q_INVOKABLE void start();
    /// The palette was closed: answers that are still to come are not wanted.
    Q_INVOKABLE void stop();
    /// Moves the current row, around the ends.
    Q_INVOKABLE void move(int by);
    Q_INVOKABLE void activate(int row);

Q_SIGNALS:
    void textChanged();
    void entitiesOnlyChanged();
    void currentRowChanged();
    void resultsChanged();
    void chosen(const QString& action, const QString& argument);

private:
    void search();
    void takeEntities(Result<std::vector<EntityRow>> answer);
    void show(bool fromStart);
    PaletteEntry entryOf(const EntityRow& row) const;
    std::vector<PaletteEntry> matching() const;

    Engine& m_engine;
    const Formatter& m_format;
    const Source m_source;
    std::vector<PaletteEntry> m_offered;
    std::vector<PaletteEntry> m_entities;
    QString m_text;
    QString m_problem;
    bool m_entitiesOnly = false;
    int m_currentRow = -1;
    AsyncRead m_read;
};

} // namespace binnacle
