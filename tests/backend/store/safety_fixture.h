#pragma once

#include "backend/store/event_store.h"
#include "backend/store/sqlite/database.h"
#include "backend/store/store_safety.h"

#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace binnacle::test {

/// A store in a folder of its own that tests damage, and what its safety says of it.
class SafetyFixture {
public:
    std::string path(const char* name = "s.store") const
    {
        return m_folder.filePath(QLatin1String(name)).toStdString();
    }
    const QTemporaryDir& folder() const { return m_folder; }

    std::unique_ptr<EventStore> open(bool readOnly = false) const;
    /// One group a batch of so many entities, 300 of which are more than the tail takes; gives the last seq.
    static Seq append(EventStore& store, std::uint32_t seed, int entities);
    /// A group with one event, which lies in the tail for now.
    static Seq appendOne(EventStore& store, int number);
    /// Opens, appends a batch and so many single events, closes.
    void fill(std::uint32_t seed, int entities, int singles = 0) const;

    LogProof verify(const std::string& head = {}, const char* name = "s.store") const;
    /// Of verify(); the log must be whole.
    std::string head(const char* name = "s.store") const;
    std::vector<StoreFinding> check(CheckDepth depth = CheckDepth::Everything) const;

    void sql(const std::string& statements, const char* name = "s.store") const;
    std::int64_t number(const std::string& query, const char* name = "s.store") const;
    sqlite::Connection connect(const char* name = "s.store") const;

    /// Of the file as it is on disk; nobody has it open.
    QByteArray content(const char* name = "s.store") const;
    void setContent(const QByteArray& content, const char* name = "s.store") const;

    /// All events that can be read, over several pages, and those that cannot.
    static std::vector<Seq> seqs(EventStore& store, const EventQuery& query, std::vector<SeqRange>& damaged);

private:
    QTemporaryDir m_folder;
};

/// A statement, up to its WHERE, that damages the middle byte of a column.
std::string flipped(const std::string& table, const std::string& column);

/// Whether one of the findings has these words.
bool has(const std::vector<StoreFinding>& findings, const char* words);

} // namespace binnacle::test
