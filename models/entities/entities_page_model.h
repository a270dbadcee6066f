#pragma once

#include "models/entities/entities_model.h"
#include "models/entities/entity_copy.h"
#include "models/entities/entity_export.h"
#include "models/entities/entity_preview.h"
#include "models/entities/entity_query_model.h"
#include "models/entities/no_match_hint.h"
#include "models/entities/query_counter.h"
#include "models/entities/saved_views_model.h"

#include <QUrl>

namespace binnacle {

class UiSettings;

/// Everything the Entities page shows, in one object: filter, views, table, counts, selection, preview, export.
class EntitiesPageModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(binnacle::EntitiesModel* table READ table CONSTANT)
    Q_PROPERTY(binnacle::EntityQueryModel* filter READ filter CONSTANT)
    Q_PROPERTY(binnacle::SavedViewsModel* views READ views CONSTANT)
    Q_PROPERTY(binnacle::EntityPreview* preview READ preview CONSTANT)
    Q_PROPERTY(binnacle::EntityExport* exporter READ exporter CONSTANT)
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString countText READ countText NOTIFY countsChanged)
    Q_PROPERTY(QString totalText READ totalText NOTIFY countsChanged)
    Q_PROPERTY(QString selectionText READ selectionText NOTIFY selectionChanged)
    Q_PROPERTY(double selectedCount READ selectedCount NOTIFY selectionChanged)
    Q_PROPERTY(int selectionState READ selectionState NOTIFY selectionChanged)
    Q_PROPERTY(bool previewOpen READ isPreviewOpen WRITE setPreviewOpen NOTIFY previewOpenChanged)
    Q_PROPERTY(bool compact READ isCompact WRITE setCompact NOTIFY compactChanged)
    Q_PROPERTY(QString noMatchText READ noMatchText NOTIFY noMatchChanged)
    Q_PROPERTY(int noMatchFilter READ noMatchFilter NOTIFY noMatchChanged)
    Q_PROPERTY(QString exportText READ exportText NOTIFY exportTextChanged)
    Q_PROPERTY(QString sameErrorText READ sameErrorText NOTIFY sameErrorChanged)
    /// Titles of the shown columns that an export masks, with commas between.
    Q_PROPERTY(QString maskedColumns READ maskedColumns NOTIFY maskedColumnsChanged)

public:
    /// What the table's place shows.
    enum State {
        Loading, ///< Nothing is known yet.
        NoEvents, ///< The store has no entities.
        NoMatch, ///< The filter leaves none.
        Unreadable, ///< Reading failed and there are no old rows.
        Rows,
    };
    Q_ENUM(State)

    EntitiesPageModel(Engine& engine, const Formatter& formatter, UiSettings& settings, QObject* parent = nullptr);

    EntitiesModel* table() { return &m_table; }
    EntityQueryModel* filter() { return &m_filter; }
    SavedViewsModel* views() { return &m_views; }
    EntityPreview* preview() { return &m_preview; }
    EntityExport* exporter() { return &m_export; }

    State state() const;
    /// "38 of 44,948, in 41 ms"
    QString countText() const;
    /// "38", "~2,300"
    QString totalText() const;
    /// "3 selected", "All 44,948 selected"
    QString selectionText() const;
    qint64 selectedCount() const;
    /// 0 none, 1 some, 2 all.
    int selectionState() const;
    bool isPreviewOpen() const { return m_previewOpen; }
    void setPreviewOpen(bool open);
    bool isCompact() const { return m_compact; }
    void setCompact(bool compact);
    QString noMatchText() const;
    int noMatchFilter() const { return m_noMatch.filter(); }
    QString sameErrorText() const;
    /// How far the running export is: "1,000 of 2,300 rows".
    QString exportText() const;

    /// Shows the entities of a query (a link from another page, a view).
    Q_INVOKABLE void showQuery(const QString& text);
    Q_INVOKABLE void openView(int row);
    Q_INVOKABLE void copyKeys();
    Q_INVOKABLE void copyRows();
    /// Starts with what is shown, or with the selection.
    Q_INVOKABLE void exportTo(const QUrl& target, const QString& format, bool selectionOnly);
    /// A file in the user's documents, or at home where there are none, named after the view or the filter.
    Q_INVOKABLE QUrl suggestedFile(const QString& format) const;
    /// Names of the shown columns that an export masks.
    QString maskedColumns() const;
    /// Fields that exports mask whatever the table shows, as the settings name them.
    void setAlwaysMasked(std::vector<std::string> fields);
    /// Escape: closes the preview, then clears the selection, then the filter. False where there was nothing to do.
    Q_INVOKABLE bool escape();
    Q_INVOKABLE void refresh();

Q_SIGNALS:
    void stateChanged();
    void countsChanged();
    void selectionChanged();
    void previewOpenChanged();
    void compactChanged();
    void noMatchChanged();
    void sameErrorChanged();
    void exportTextChanged();
    void maskedColumnsChanged();
    /// A short sentence for a toast.
    void notice(const QString& text, bool isProblem);

private:
    void applyFilter();
    void followCurrent();
    void lookForHint();
    EntityQuery selectionQuery() const;
    void load();
    void save();

    const Formatter& m_formatter;
    UiSettings& m_settings;
    EntityQueryModel m_filter;
    EntitiesModel m_table;
    SavedViewsModel m_views;
    EntityPreview m_preview;
    EntityExport m_export;
    EntityCopy m_copy;
    QueryCounter m_total;
    QueryCounter m_everything;
    NoMatchHint m_noMatch;
    QTimer m_timed; ///< Filters that look at ages let rows go without an event.
    bool m_previewOpen = false;
    bool m_compact = false;
    bool m_isLoading = false; ///< Settings are being taken over; nothing is written back.
};

} // namespace binnacle
