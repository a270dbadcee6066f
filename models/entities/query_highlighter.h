#pragma once

#include <QColor>
#include <QPointer>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>
#include <QtQml/qqmlregistration.h>

namespace binnacle {

/// Colours the text of a query field: fields, values, the minus, and a line under what could not be read.
class QueryHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ quickDocument WRITE setQuickDocument NOTIFY documentChanged REQUIRED)
    Q_PROPERTY(QColor fieldColor MEMBER m_fieldColor NOTIFY coloursChanged REQUIRED)
    Q_PROPERTY(QColor valueColor MEMBER m_valueColor NOTIFY coloursChanged REQUIRED)
    Q_PROPERTY(QColor negationColor MEMBER m_negationColor NOTIFY coloursChanged REQUIRED)
    Q_PROPERTY(QColor problemColor MEMBER m_problemColor NOTIFY coloursChanged REQUIRED)

public:
    explicit QueryHighlighter(QObject* parent = nullptr);

    QQuickTextDocument* quickDocument() const { return m_document; }
    void setQuickDocument(QQuickTextDocument* document);

Q_SIGNALS:
    void documentChanged();
    void coloursChanged();

protected:
    void highlightBlock(const QString& text) override;

private:
    QPointer<QQuickTextDocument> m_document;
    QColor m_fieldColor;
    QColor m_valueColor;
    QColor m_negationColor;
    QColor m_problemColor;
};

} // namespace binnacle
