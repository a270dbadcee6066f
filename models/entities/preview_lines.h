#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace binnacle {

/// Short lines of the preview: a step and its duration, a fact and its value, an event and its time.
class PreviewLines : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPreview.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        LabelRole = Qt::DisplayRole, ///< QString
        ValueRole = Qt::UserRole + 1, ///< QString
        MarkRole, ///< QString: status word of the mark, or empty.
        ToneRole, ///< QString: tone of the value, as TableModel::ToneRole has it.
        QuietRole, ///< bool: the label is muted.
        TipRole, ///< QString: the whole text or the absolute time.
        TrailRole, ///< QString: a third, quiet text at the end.
    };
    Q_ENUM(Roles)

    struct Line {
        QString label;
        QString value;
        QString mark;
        QString tone;
        bool quiet = false;
        QString tip;
        QString trail;
        friend bool operator==(const Line&, const Line&) = default;
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return int(m_lines.size()); }

    /// Lines that stay in their place change by cell, so that nothing flickers under a reader.
    void setLines(std::vector<Line> lines);

Q_SIGNALS:
    void countChanged();

private:
    std::vector<Line> m_lines;
};

} // namespace binnacle
