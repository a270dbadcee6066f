#include "tests/backend/store/company.h"

#include "tests/support/event_builder.h"

#include <random>
#include <string>

namespace binnacle::test {

namespace {

std::string number(std::uint32_t value)
{
    return std::to_string(value);
}

void addContent(EventBatchBuilder& builder, const std::string& id, std::mt19937& random)
{
    const std::string entity = "acme/docs" + number(random() % 2) + "/content/" + id;
    builder.faber(entity + " created prop.title=t" + number(random() % 5));
    for (const char* step : { "draft", "review", "publish" }) {
        const std::string what = std::string(step) + " action=act-" + step + " stype=editing phase=build run=r"
            + number(random() % 2) + " workflow=wf-" + step;
        builder.faber(entity + " step.started " + what);
        if (random() % 4 == 0)
            builder.faber(entity + " step.failed " + what + " dur=" + number(random() % 5000) + " error=\"no luck\"");
        if (random() % 5 != 0)
            builder.faber(entity + " step.completed " + what + " dur=" + number(random() % 5000) + " retry="
                + number(random() % 3) + " artifact=file:out/" + step + ".md prop.size=" + number(random() % 9));
    }
    if (random() % 2 == 0)
        builder.faber(entity + " workflow.completed status=completed");
    if (random() % 5 == 0)
        builder.faber(entity + " archived reason=old");
}

} // namespace

std::unique_ptr<EventBatch> companyBatch(std::uint32_t seed, int entities)
{
    std::mt19937 random(seed);
    EventBatchBuilder builder;
    for (int i = 0; i < entities; ++i) {
        addContent(builder, "article-" + std::to_string(i), random);
        const std::string run = "run-" + std::to_string(i);
        // Only some of a run's events name the project: the earliest that does decides.
        builder.workflow(run + " workflow_start");
        builder.workflow(run + " step_start load:orders");
        builder.workflow(run + " step_complete load:orders status=success dur=" + number(random() % 900)
            + (random() % 2 == 0 ? " project=etl" : "") + " artifact=table:orders");
        builder.workflow(run + " workflow_complete status=success" + (random() % 2 == 0 ? " project=late" : ""));
        builder.helios("aws order_created o-" + std::to_string(i) + " amount=5");
        builder.helios("gcp order_paid o-" + std::to_string(i) + " org=shop project=web");
    }
    return builder.build();
}

std::unique_ptr<EventBatch> slice(const std::vector<ParsedItem>& items, std::size_t begin, std::size_t end)
{
    auto batch = std::make_unique<EventBatch>();
    batch->items.assign(
        items.begin() + static_cast<std::ptrdiff_t>(begin), items.begin() + static_cast<std::ptrdiff_t>(end));
    return batch;
}

} // namespace binnacle::test
