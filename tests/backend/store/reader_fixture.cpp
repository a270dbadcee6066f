#include "tests/backend/store/reader_fixture.h"

#include <QTest>

namespace binnacle::test {

ReaderFixture::ReaderFixture()
{
    SqliteOptions options;
    options.path = path();
    options.clock = &clock;
    auto opened = openSqliteStore(options);
    if (!opened)
        qFatal("%s", opened.error().message.c_str());
    store = std::move(*opened);
    auto made = store->openReader();
    if (!made)
        qFatal("%s", made.error().message.c_str());
    reader = std::move(*made);
}

void ReaderFixture::append(EventBatchBuilder& builder, ItemOutcome::Kind expected)
{
    const std::unique_ptr<EventBatch> batch = builder.build();
    AppendRequest request{ batch.get(), {} };
    const auto done = store->append({ &request, 1 });
    if (!done)
        qFatal("%s", done.error().message.c_str());
    for (const ItemOutcome& outcome : request.outcomes) {
        if (outcome.kind != expected)
            qFatal("Unexpected outcome: %s", outcome.refusal.message.c_str());
    }
}

void ReaderFixture::faber(const std::vector<std::string>& lines)
{
    EventBatchBuilder builder;
    for (const std::string& line : lines)
        builder.faber(line);
    append(builder);
}

std::vector<std::string> ReaderFixture::ids(const std::string& query, std::vector<SortKey> sort)
{
    EntityQuery entityQuery = queryOf(query);
    entityQuery.sort = std::move(sort);
    const auto page = reader->entities(entityQuery, {}, evening);
    if (!page)
        qFatal("%s", page.error().message.c_str());
    std::vector<std::string> out;
    for (const EntityRow& row : page->items)
        out.push_back(row.key.id);
    return out;
}

std::vector<std::string> ReaderFixture::idsByPages(const EntityQuery& query, std::int64_t pageSize)
{
    std::vector<std::string> out;
    PageRequest request{ pageSize, {} };
    for (;;) {
        const auto page = reader->entities(query, request, evening);
        if (!page)
            qFatal("%s", page.error().message.c_str());
        for (const EntityRow& row : page->items)
            out.push_back(row.key.id);
        if (page->nextCursor.empty())
            return out;
        if (static_cast<std::int64_t>(page->items.size()) != pageSize)
            qFatal("A page that is not the last is not full.");
        request.cursor = page->nextCursor;
    }
}

EntityQuery queryOf(const std::string& text)
{
    const ParsedQuery parsed = parseEntityQuery(text);
    for (const QueryProblem& problem : parsed.problems)
        qFatal("%s", problem.message.c_str());
    return parsed.query;
}

} // namespace binnacle::test
