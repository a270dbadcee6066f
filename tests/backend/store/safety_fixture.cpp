#include "tests/backend/store/safety_fixture.h"

#include "backend/store/sqlite/safety/sqlite_safety.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/backend/store/company.h"
#include "tests/backend/store/must.h"
#include "tests/support/event_builder.h"

#include <QFile>

#include <algorithm>

namespace binnacle::test {

namespace {

Seq appendBatch(EventStore& store, const EventBatch& batch)
{
    AppendRequest request{ &batch, {} };
    take(store.append({ &request, 1 }));
    return request.outcomes.back().seq;
}

} // namespace

std::unique_ptr<EventStore> SafetyFixture::open(bool readOnly) const
{
    SqliteOptions options;
    options.path = path();
    options.readOnly = readOnly;
    return take(openSqliteStore(options));
}

Seq SafetyFixture::append(EventStore& store, std::uint32_t seed, int entities)
{
    return appendBatch(store, *companyBatch(seed, entities));
}

Seq SafetyFixture::appendOne(EventStore& store, int number)
{
    const std::string line = "acme/core/page/single-" + std::to_string(number) + " created";
    return appendBatch(store, *faberBatch(line));
}

void SafetyFixture::fill(std::uint32_t seed, int entities, int singles) const
{
    const auto store = open();
    append(*store, seed, entities);
    for (int i = 0; i < singles; ++i)
        appendOne(*store, i);
}

LogProof SafetyFixture::verify(const std::string& head, const char* name) const
{
    std::optional<LogHead> noted;
    if (!head.empty())
        noted = take(logHeadFromString(head));
    return take(take(openSqliteSafety(path(name)))->verify(noted, {}));
}

std::string SafetyFixture::head(const char* name) const
{
    const LogProof proof = verify({}, name);
    if (!proof.head)
        qFatal("%s", proof.breaks.front().message.c_str());
    return toString(*proof.head);
}

std::vector<StoreFinding> SafetyFixture::check(CheckDepth depth) const
{
    return take(take(openSqliteSafety(path()))->check(depth, {}));
}

sqlite::Connection SafetyFixture::connect(const char* name) const
{
    return take(sqlite::Connection::open(path(name), sqlite::OpenMode::ReadWrite));
}

void SafetyFixture::sql(const std::string& statements, const char* name) const
{
    must(connect(name).execute(statements));
}

std::int64_t SafetyFixture::number(const std::string& query, const char* name) const
{
    auto connection = connect(name);
    return take(connection.queryInt(query));
}

QByteArray SafetyFixture::content(const char* name) const
{
    QFile file(m_folder.filePath(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(file.errorString()));
    return file.readAll();
}

void SafetyFixture::setContent(const QByteArray& content, const char* name) const
{
    QFile file(m_folder.filePath(QLatin1String(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s", qPrintable(file.errorString()));
    for (const char* suffix : { "-wal", "-shm" })
        QFile::remove(file.fileName() + QLatin1String(suffix));
}

std::vector<Seq> SafetyFixture::seqs(EventStore& store, const EventQuery& query, std::vector<SeqRange>& damaged)
{
    const auto reader = take(store.openReader());
    std::vector<Seq> out;
    PageRequest request;
    request.limit = 100;
    do {
        const auto page = take(reader->events(query, request));
        for (const EventRow& row : page.items)
            out.push_back(row.seq);
        damaged.insert(damaged.end(), page.damaged.begin(), page.damaged.end());
        request.cursor = page.nextCursor;
    } while (!request.cursor.empty());
    return out;
}

std::string flipped(const std::string& table, const std::string& column)
{
    const std::string middle = "length(" + column + ")/2";
    return "UPDATE " + table + " SET " + column + "=substr(" + column + ",1," + middle
        + ")||CAST(x'00' AS BLOB)||substr(" + column + "," + middle + "+2)";
}

bool has(const std::vector<StoreFinding>& findings, const char* words)
{
    return std::any_of(findings.begin(), findings.end(),
        [&](const StoreFinding& finding) { return finding.message.find(words) != std::string::npos; });
}

} // namespace binnacle::test
