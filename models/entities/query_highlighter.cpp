#include "models/entities/query_highlighter.h"

#include "backend/projection/entity_query.h"
#include "models/entities/filter_phrases.h"

#include <QTextCharFormat>

namespace binnacle {

QueryHighlighter::QueryHighlighter(QObject* parent)
    : QSyntaxHighlighter(parent)
{
    connect(this, &QueryHighlighter::coloursChanged, this, &QSyntaxHighlighter::rehighlight);
}

void QueryHighlighter::setQuickDocument(QQuickTextDocument* document)
{
    if (m_document == document)
        return;
    m_document = document;
    setDocument(document ? document->textDocument() : nullptr);
    Q_EMIT documentChanged();
}

void QueryHighlighter::highlightBlock(const QString& text)
{
    for (const QuerySpan& span : querySpans(text)) {
        QTextCharFormat format;
        switch (span.kind) {
        case QuerySpan::Kind::Negation:
            format.setForeground(m_negationColor);
            break;
        case QuerySpan::Kind::Field:
            format.setForeground(m_fieldColor);
            break;
        case QuerySpan::Kind::Value:
            format.setForeground(m_valueColor);
            break;
        case QuerySpan::Kind::Word:
            continue;
        }
        setFormat(int(span.offset), int(span.length), format);
    }
    const std::string utf8 = text.toStdString();
    for (const QueryProblem& problem : parseEntityQuery(utf8).problems) {
        const qsizetype from = utf16Offset(text, problem.offset);
        const qsizetype to = utf16Offset(text, problem.offset + problem.length);
        for (qsizetype at = from; at < to; ++at) {
            QTextCharFormat marked = format(int(at));
            marked.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            marked.setUnderlineColor(m_problemColor);
            setFormat(int(at), 1, marked);
        }
    }
}

} // namespace binnacle
