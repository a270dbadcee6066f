// Times the readings behind the window's pages on a store that is there.
//   read_store STORE ROUNDS
// Prints one JSON object: for each kind of reading its number, p50_ms, p95_ms, max_ms and the slowest one's name.
#include "backend/projection/entity_query.h"
#include "backend/store/event_store.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace binnacle;

namespace {

constexpr std::int64_t pageRows = 200;
constexpr std::int64_t microsADay = 86'400'000'000;

template <typename T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "read_store: %s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

class Timings {
public:
    explicit Timings(const char* name)
        : m_name(name)
    {
    }
    void time(const std::string& what, const std::function<void()>& act)
    {
        const auto begin = std::chrono::steady_clock::now();
        act();
        const auto taken = std::chrono::steady_clock::now() - begin;
        m_taken.push_back({ std::chrono::duration<double, std::milli>(taken).count(), what });
    }
    void print(bool isLast)
    {
        std::sort(m_taken.begin(), m_taken.end());
        const auto at = [this](double share) {
            const auto index = static_cast<std::size_t>(share * static_cast<double>(m_taken.size()));
            return m_taken[std::min(index, m_taken.size() - 1)].first;
        };
        std::printf("\"%s\":{\"count\":%zu,\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"max_ms\":%.3f,\"slowest\":\"%s\"}%s\n",
            m_name, m_taken.size(), at(0.5), at(0.95), m_taken.back().first, m_taken.back().second.c_str(),
            isLast ? "" : ",");
    }

private:
    const char* m_name;
    std::vector<std::pair<double, std::string>> m_taken;
};

/// Filters as an operator sets them, over values that the store has.
std::vector<std::string> queriesOver(StoreReader& reader, const std::vector<EntityRow>& some)
{
    const auto projects = must(reader.projects());
    std::vector<std::string> queries{ "", "status:failed", "status:in_progress", "status:failed status:pending",
        "-status:completed", "updated:<1d", "status:failed updated:<1d", "retries:>2" };
    for (std::size_t i = 0; i < projects.size() && i < 4; ++i) {
        const std::string project = "org:" + projects[i].organization + " project:" + projects[i].project;
        queries.insert(queries.end(),
            { "org:" + projects[i].organization, "org:" + projects[i].organization + " status:failed", project,
                project + " -status:completed", "-project:" + projects[i].project });
    }
    for (std::size_t i = 0; i < some.size() && i < 4; ++i) {
        queries.push_back("type:" + some[i].key.type);
        queries.push_back("type:" + some[i].key.type + " status:failed");
        if (!some[i].currentStep.empty()) {
            queries.push_back("step:" + some[i].currentStep);
            queries.push_back("step:" + some[i].currentStep + ":failed");
        }
        queries.push_back(some[i].key.id.substr(0, 6));
    }
    return queries;
}

const char* nameOf(EntitySort column)
{
    static constexpr const char* names[] = { "updated", "created", "id", "type", "project", "organization", "status",
        "current step", "retries", "version" };
    return names[static_cast<std::size_t>(column)];
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("usage: read_store STORE ROUNDS\n", stderr);
        return 2;
    }
    const int rounds = std::atoi(argv[2]);
    const auto reader = must(openSqliteReader(argv[1], true));
    const auto newest = must(reader->entities({}, { 1, {} }, {}));
    if (newest.items.empty()) {
        std::fputs("read_store: the store is empty\n", stderr);
        return 1;
    }
    const Timestamp now = newest.items.front().updatedAt;
    auto some = must(reader->entities({}, { 5000, {} }, now)).items;
    std::mt19937 random(7);
    std::shuffle(some.begin(), some.end(), random);

    Timings page("entity_page");
    Timings grid("grid");
    Timings entity("one_entity");
    Timings bottlenecks("bottlenecks_7_days");
    const auto queries = queriesOver(*reader, some);
    // The first round warms the caches and does not count.
    for (int round = 0; round <= rounds; ++round) {
        Timings ignored("");
        const auto timed = [&](Timings& timings) -> Timings& { return round == 0 ? ignored : timings; };
        for (const std::string& text : queries) {
            EntityQuery query = parseEntityQuery(text).query;
            for (const EntitySort column :
                { EntitySort::Updated, EntitySort::Created, EntitySort::Id, EntitySort::Status, EntitySort::Retries }) {
                query.sort = { { column, true } };
                timed(page).time(text + " by " + nameOf(column), [&] {
                    must(reader->entities(query, { pageRows, {} }, now));
                });
            }
        }
        timed(grid).time("all", [&] { must(reader->grid("", "")); });
        for (int i = 0; i < 20; ++i) {
            const EntityKey& key = some[random() % some.size()].key;
            timed(entity).time(key.id, [&] { must(reader->entity(key)); });
        }
        timed(bottlenecks).time("7 days", [&] {
            must(reader->stepStatistics({ now.micros - 7 * microsADay }, { now.micros + 3'600'000'000 }));
        });
    }
    std::puts("{");
    page.print(false);
    grid.print(false);
    entity.print(false);
    bottlenecks.print(true);
    std::puts("}");
}
