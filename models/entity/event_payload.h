#pragma once

#include "models/common/async_read.h"
#include "models/common/text_search.h"

#include "backend/projection/read_types.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace binnacle {

class Engine;

/// The payload of one event, as a text to read: laid out or as received, searched within.
class EventPayload : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")
    /// The event's number; empty: none is shown.
    Q_PROPERTY(QString seq READ seq NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)
    /// "JSON", "XML" or "Text".
    Q_PROPERTY(QString format READ format NOTIFY changed)
    /// Bytes as received.
    Q_PROPERTY(double size READ size NOTIFY changed)
    /// Why not all of it is shown; empty where it is.
    Q_PROPERTY(QString note READ note NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed)
    Q_PROPERTY(bool asReceived READ isAsReceived WRITE setAsReceived NOTIFY changed)
    Q_PROPERTY(QString searchText READ searchText WRITE setSearchText NOTIFY matchesChanged)
    Q_PROPERTY(int matchCount READ matchCount NOTIFY matchesChanged)
    /// The match that is shown, from 0; -1: none.
    Q_PROPERTY(int match READ match NOTIFY matchesChanged)
    /// Where the match starts in `text`.
    Q_PROPERTY(int matchStart READ matchStart NOTIFY matchesChanged)

public:
    explicit EventPayload(Engine& engine, QObject* parent = nullptr);

    /// `seq` as EntityEventsModel::seqAt gives it; empty shows none.
    Q_INVOKABLE void show(const QString& seq);
    Q_INVOKABLE void retry();
    /// To the next (1) or previous (-1) match, around the ends.
    Q_INVOKABLE void step(int by);
    /// All of the payload in the form that is shown, for copying.
    Q_INVOKABLE QString wholeText() const;

    QString seq() const { return m_seq; }
    QString text() const { return m_text; }
    QString format() const;
    double size() const { return double(m_payload.size()); }
    QString note() const;
    QString problem() const { return m_problem; }
    bool isLoading() const { return m_read.isPending(); }
    bool isAsReceived() const { return m_asReceived; }
    void setAsReceived(bool asReceived);
    QString searchText() const { return m_search.searched(); }
    void setSearchText(const QString& text);
    int matchCount() const { return m_search.count(); }
    int match() const { return m_search.current(); }
    int matchStart() const { return m_search.start(); }

Q_SIGNALS:
    void changed();
    void matchesChanged();

private:
    enum class Form { Json, Xml, Other };

    void read();
    void take(Result<std::string> answer);
    void layOut();

    Engine& m_engine;
    AsyncRead m_read;
    QString m_seq;
    std::string m_payload;
    Form m_form = Form::Other;
    QString m_text;
    bool m_isCut = false;
    bool m_asReceived = false;
    QString m_problem;
    TextSearch m_search;
};

} // namespace binnacle
