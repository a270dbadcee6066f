#include "models/entity/event_payload.h"

#include "backend/engine/engine.h"
#include "models/common/error_words.h"
#include "models/common/pretty_text.h"

namespace binnacle {

namespace {

// A text view lays out all of its text at once.
constexpr qsizetype mostShown = 256 * 1024;

char firstLetter(const std::string& payload)
{
    const std::size_t at = payload.find_first_not_of(" \t\r\n");
    return at == std::string::npos ? '\0' : payload[at];
}

} // namespace

EventPayload::EventPayload(Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
}

void EventPayload::show(const QString& seq)
{
    if (m_seq == seq)
        return;
    m_seq = seq;
    if (!seq.isEmpty()) {
        read();
        return;
    }
    m_read.cancel();
    m_payload.clear();
    m_problem.clear();
    layOut();
}

void EventPayload::retry()
{
    if (!m_seq.isEmpty())
        read();
}

void EventPayload::read()
{
    m_read.ask<std::string>(
        this,
        [this](CancelToken token, Engine::Done<std::string> done) {
            m_engine.payload(token, m_seq.toLongLong(), std::move(done));
        },
        [this](Result<std::string> answer) { take(std::move(answer)); });
    Q_EMIT changed();
}

void EventPayload::take(Result<std::string> answer)
{
    // The old event's text would be wrong under the new one's name.
    m_problem = answer ? QString() : errorText(answer.error());
    m_payload = answer ? std::move(*answer) : std::string();
    const char first = firstLetter(m_payload);
    m_form = first == '{' || first == '[' ? Form::Json : first == '<' ? Form::Xml : Form::Other;
    layOut();
}

QString EventPayload::wholeText() const
{
    if (!m_asReceived) {
        const auto pretty = m_form == Form::Json ? prettyJson(m_payload)
            : m_form == Form::Xml                ? prettyXml(m_payload)
                                                 : std::nullopt;
        if (pretty)
            return QString::fromStdString(*pretty);
    }
    return QString::fromStdString(m_payload);
}

void EventPayload::layOut()
{
    m_text = wholeText();
    m_isCut = m_text.size() > mostShown;
    m_text.truncate(mostShown);
    // A text view takes these for the end of a paragraph or hides what follows.
    m_text.replace(QChar(0x2028), QLatin1Char(' '));
    m_text.replace(QChar(0x2029), QLatin1Char(' '));
    m_text.replace(QChar(0), QChar(0xFFFD));
    m_search.findAgain(m_text);
    Q_EMIT changed();
    Q_EMIT matchesChanged();
}

QString EventPayload::format() const
{
    switch (m_form) {
    case Form::Json:
        return QStringLiteral("JSON");
    case Form::Xml:
        return QStringLiteral("XML");
    case Form::Other:
        break;
    }
    return tr("Text");
}

QString EventPayload::note() const
{
    return m_isCut ? tr("The first 256 KB are shown; copying takes all of it.") : QString();
}

void EventPayload::setAsReceived(bool asReceived)
{
    if (m_asReceived == asReceived)
        return;
    m_asReceived = asReceived;
    layOut();
}

void EventPayload::setSearchText(const QString& text)
{
    if (m_search.searched() == text)
        return;
    m_search.find(text, m_text);
    Q_EMIT matchesChanged();
}

void EventPayload::step(int by)
{
    if (m_search.step(by))
        Q_EMIT matchesChanged();
}

} // namespace binnacle
