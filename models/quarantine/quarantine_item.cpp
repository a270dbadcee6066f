#include "models/quarantine/quarantine_item.h"

#include "models/common/error_words.h"
#include "models/common/pretty_text.h"

#include "backend/engine/engine.h"

#include <QJsonDocument>
#include <QStringDecoder>

namespace binnacle {

namespace {

// A text view lays out all of its text at once.
constexpr qsizetype mostShown = 256 * 1024;

} // namespace

QString visibleText(QString text)
{
    for (QChar& c : text) {
        const char16_t code = c.unicode();
        if (code < 0x20 && code != u'\n' && code != u'\t')
            c = QChar(0x2400 + code);
        else if (code == 0x7F)
            c = QChar(0x2421);
        else if ((code >= 0x80 && code < 0xA0) || code == 0x2028 || code == 0x2029 || code == 0x200E || code == 0x200F
            || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069))
            c = QChar::ReplacementCharacter;
    }
    return text;
}

QuarantineItem::QuarantineItem(Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
}

void QuarantineItem::show(std::int64_t id)
{
    if (m_id == id)
        return;
    m_id = id;
    // The old item's text would be wrong under the new one's name.
    m_read.cancel();
    m_content.clear();
    m_pretty.reset();
    m_isText = true;
    m_problem.clear();
    layOut();
    retry();
}

void QuarantineItem::retry()
{
    if (m_id == 0)
        return;
    m_read.ask<std::string>(
        this, [this](CancelToken token, auto done) { m_engine.quarantineItem(token, m_id, std::move(done)); },
        [this](Result<std::string> answer) { take(std::move(answer)); });
}

void QuarantineItem::take(Result<std::string> answer)
{
    m_problem = answer ? QString() : errorText(answer.error());
    m_content = answer ? std::move(*answer) : std::string();
    const QByteArray bytes = QByteArray::fromRawData(m_content.data(), qsizetype(m_content.size()));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(bytes);
    m_isText = !decoder.hasError();
    m_pretty.reset();
    // Laid out only where it is JSON: of anything else the shape itself may be what is wrong.
    QJsonParseError error;
    QJsonDocument::fromJson(bytes, &error);
    if (error.error == QJsonParseError::NoError)
        m_pretty = prettyJson(m_content);
    layOut();
}

QString QuarantineItem::wholeText() const
{
    return QString::fromStdString(m_content);
}

QString QuarantineItem::editableText() const
{
    return m_pretty ? QString::fromStdString(*m_pretty) : wholeText();
}

void QuarantineItem::layOut()
{
    m_text = m_asReceived ? wholeText() : editableText();
    m_isCut = m_text.size() > mostShown;
    m_text.truncate(mostShown);
    m_text = visibleText(std::move(m_text));
    m_search.findAgain(m_text);
    Q_EMIT changed();
    Q_EMIT matchesChanged();
}

QString QuarantineItem::note() const
{
    if (m_isCut)
        return tr("The first 256 KB are shown; copying takes all of it.");
    return m_isText ? QString() : tr("It is no UTF-8; bytes that are none are shown as question marks in a diamond.");
}

QString QuarantineItem::uneditableWhy() const
{
    if (m_id == 0 || !m_problem.isEmpty())
        return tr("There is no item to correct.");
    return m_isCut ? tr("It is too large to be corrected here; correct the file it came from.") : QString();
}

void QuarantineItem::setAsReceived(bool asReceived)
{
    if (m_asReceived == asReceived)
        return;
    m_asReceived = asReceived;
    layOut();
}

void QuarantineItem::setSearchText(const QString& text)
{
    if (m_search.searched() == text)
        return;
    m_search.find(text, m_text);
    Q_EMIT matchesChanged();
}

void QuarantineItem::step(int by)
{
    if (m_search.step(by))
        Q_EMIT matchesChanged();
}

} // namespace binnacle
