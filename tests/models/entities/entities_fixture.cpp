#include "tests/models/entities/entities_fixture.h"

#include "backend/intake/event_sink.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/support/event_builder.h"

#include <QtGlobal>

#include <cstdio>
#include <future>

namespace binnacle::test {

EntitiesFixture::EntitiesFixture()
{
    SqliteOptions options;
    options.path = m_folder.filePath(QStringLiteral("store.db")).toStdString();
    options.clock = &m_clock;
    auto store = openSqliteStore(options);
    if (!store)
        qFatal("%s", store.error().message.c_str());
    EngineOptions engine;
    engine.clock = &m_clock;
    m_engine = Engine::start(std::move(*store), engine);
}

void EntitiesFixture::add(const std::vector<std::string>& lines)
{
    EventBatchBuilder builder;
    for (const std::string& line : lines)
        builder.faber(line);
    commit(builder.build());
}

void EntitiesFixture::refuse(const std::vector<std::string>& texts)
{
    EventBatchBuilder builder;
    for (const std::string& text : texts)
        builder.json(text);
    commit(builder.build());
}

void EntitiesFixture::commit(std::unique_ptr<EventBatch> batch)
{
    std::promise<bool> committed;
    m_engine->sink().submit(
        std::move(batch), [&committed](EventSink::Outcome outcome) { committed.set_value(outcome.committed.ok()); });
    if (!committed.get_future().get() || !m_engine->sink().settle())
        qFatal("The events were not stored.");
}

void EntitiesFixture::addPages(int count)
{
    std::vector<std::string> lines;
    for (int i = 0; i < count; ++i) {
        char line[96];
        std::snprintf(
            line, sizeof line, "acme/site/page/page-%03d created @2026-01-10T12:%02d:%02dZ", i, i / 60, i % 60);
        lines.emplace_back(line);
    }
    add(lines);
}

} // namespace binnacle::test
