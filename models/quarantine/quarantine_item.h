#pragma once

#include "models/common/async_read.h"
#include "models/common/text_search.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace binnacle {

class Engine;

/// One quarantined item whole, as a text to read: JSON laid out, anything else as it is, control characters visible;
/// searched within.
class QuarantineItem : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to a QuarantinePageModel.")
    Q_PROPERTY(QString text READ text NOTIFY changed)
    /// Why not all of it is shown, or not as it is; empty where it is.
    Q_PROPERTY(QString note READ note NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(bool json READ isJson NOTIFY changed)
    Q_PROPERTY(bool asReceived READ isAsReceived WRITE setAsReceived NOTIFY changed)
    /// Why it cannot be corrected here, or empty.
    Q_PROPERTY(QString uneditableWhy READ uneditableWhy NOTIFY changed)
    Q_PROPERTY(QString searchText READ searchText WRITE setSearchText NOTIFY matchesChanged)
    Q_PROPERTY(int matchCount READ matchCount NOTIFY matchesChanged)
    /// The match that is shown, from 0; -1: none.
    Q_PROPERTY(int match READ match NOTIFY matchesChanged)
    Q_PROPERTY(int matchStart READ matchStart NOTIFY matchesChanged)

public:
    explicit QuarantineItem(Engine& engine, QObject* parent = nullptr);

    /// 0 shows none.
    void show(std::int64_t id);
    Q_INVOKABLE void retry();
    /// To the next (1) or previous (-1) match, around the ends.
    Q_INVOKABLE void step(int by);
    /// All of it, as it was received.
    Q_INVOKABLE QString wholeText() const;
    /// What a correction begins with: laid out where it is JSON.
    Q_INVOKABLE QString editableText() const;

    QString text() const { return m_text; }
    QString note() const;
    QString problem() const { return m_problem; }
    bool isJson() const { return m_pretty.has_value(); }
    bool isAsReceived() const { return m_asReceived; }
    void setAsReceived(bool asReceived);
    QString uneditableWhy() const;
    QString searchText() const { return m_search.searched(); }
    void setSearchText(const QString& text);
    int matchCount() const { return m_search.count(); }
    int match() const { return m_search.current(); }
    int matchStart() const { return m_search.start(); }

Q_SIGNALS:
    void changed();
    void matchesChanged();

private:
    void take(Result<std::string> answer);
    void layOut();

    Engine& m_engine;
    AsyncRead m_read;
    std::int64_t m_id = 0;
    std::string m_content;
    std::optional<std::string> m_pretty;
    bool m_isText = true; ///< Valid UTF-8.
    bool m_isCut = false;
    bool m_asReceived = false;
    QString m_text;
    QString m_problem;
    TextSearch m_search;
};

/// `text` with every control character but tab and line feed as its Unicode picture, so that a NUL or an escape is
/// seen; separators of lines and paragraphs, marks of direction and lone surrogates as "�".
QString visibleText(QString text);

} // namespace binnacle
