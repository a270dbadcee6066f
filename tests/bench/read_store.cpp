// Times the readings behind the window's pages on a store that is there.
//   read_store STORE ROUNDS                                    reads
//   read_store STORE SECONDS --while-writing FILE EVENTS_A_SECOND   reads pages while this process takes in the lines
//   of FILE
// Prints one JSON object: for each kind of reading its number, p50_ms, p95_ms, max_ms and the slowest one's name;
// first_ms: what the first page of each way took; resident_mb.
#include "backend/event/parser.h"
#include "backend/store/sqlite/sqlite_reader.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/bench/read_queries.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace binnacle;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::int64_t pageRows = 200;
constexpr std::int64_t microsADay = 86'400'000'000;
/// Rows before a deep page.
constexpr std::int64_t deep = 20'000;

template <typename T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "read_store: %s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

double millisecondsOf(const std::function<void()>& act)
{
    const auto begin = SteadyClock::now();
    act();
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
}

class Timings {
public:
    explicit Timings(const char* name)
        : m_name(name)
    {
    }
    void time(const std::string& what, const std::function<void()>& act)
    {
        m_taken.push_back({ millisecondsOf(act), what });
    }
    void print()
    {
        if (m_taken.empty())
            return;
        std::sort(m_taken.begin(), m_taken.end());
        const auto at = [this](double share) {
            const auto index = static_cast<std::size_t>(share * static_cast<double>(m_taken.size()));
            return m_taken[std::min(index, m_taken.size() - 1)].first;
        };
        std::string slowest;
        for (const char c : m_taken.back().second)
            slowest += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
        std::printf("\"%s\":{\"count\":%zu,\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,"
                    "\"slowest\":\"%s\"},\n",
            m_name, m_taken.size(), at(0.5), at(0.95), at(0.99), m_taken.back().first, slowest.c_str());
    }

private:
    const char* m_name;
    std::vector<std::pair<double, std::string>> m_taken;
};

double residentMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
}

/// Takes in the lines of a file at a steady rate, a transaction every few milliseconds.
class Writer {
public:
    Writer(EventStore& store, const std::string& file, double rate)
        : m_store(store)
        , m_file(file)
        , m_rate(rate)
        , m_parser(ParseOptions{})
        , m_thread([this] { run(); })
    {
    }
    ~Writer()
    {
        m_stop = true;
        m_thread.join();
    }
    double eventsASecond() const { return static_cast<double>(m_events) / m_seconds; }

private:
    void run()
    {
        const auto begin = SteadyClock::now();
        while (!m_stop && m_file) {
            m_seconds = std::chrono::duration<double>(SteadyClock::now() - begin).count();
            const auto due = static_cast<std::int64_t>(m_seconds * m_rate) - m_events;
            if (due < 100)
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            else
                append(std::min<std::int64_t>(due, 4096));
        }
    }
    void append(std::int64_t lines)
    {
        std::string text;
        for (std::string line; lines > 0 && std::getline(m_file, line); --lines) {
            text += line + '\n';
            ++m_events;
        }
        EventBatch batch;
        m_parser.options().arrival = Clock::system().now();
        parseDocument(batch.adopt(std::move(text)), std::nullopt, m_parser, batch);
        AppendRequest request{ &batch, {} };
        auto group = must(m_store.beginAppend());
        if (auto done = group->add(request); !done)
            must(Result<int>(done.error()));
        must(group->commit());
    }

    EventStore& m_store;
    std::ifstream m_file;
    double m_rate;
    ItemParser m_parser;
    std::atomic<bool> m_stop = false;
    std::atomic<std::int64_t> m_events = 0;
    std::atomic<double> m_seconds = 0;
    std::thread m_thread;
};

struct List {
    EntityQuery query;
    PageRequest page;
    std::string name;
};

class Bench {
public:
    explicit Bench(StoreReader& reader)
        : m_reader(reader)
    {
        const auto newest = must(reader.entities({}, { 1, {} }, {}));
        if (newest.items.empty()) {
            std::fputs("read_store: the store is empty\n", stderr);
            std::exit(1);
        }
        m_now = newest.items.front().updatedAt;
        m_some = must(reader.entities({}, { 5000, {} }, m_now)).items;
        std::shuffle(m_some.begin(), m_some.end(), m_random);
        for (const std::string& text : bench::queriesOver(reader, m_some)) {
            for (const std::vector<SortKey>& order : bench::orders()) {
                EntityQuery query = parseEntityQuery(text).query;
                query.sort = order;
                m_lists.push_back({ query, { pageRows, {} }, text + bench::nameOf(order) });
            }
        }
    }

    /// The first page of each way to find one: what it needs is read then.
    void warm()
    {
        for (const auto& [name, text, column] : { std::tuple{ "by_update", "", EntitySort::Updated },
                 { "columns", "", EntitySort::Created }, { "ids", "", EntitySort::Id },
                 { "text", "e", EntitySort::Updated }, { "error", "error:e", EntitySort::Updated } }) {
            EntityQuery query = parseEntityQuery(text).query;
            query.sort = { { column, true } };
            const double taken = millisecondsOf([&] { must(m_reader.entities(query, { pageRows, {} }, m_now)); });
            std::printf("\"first_%s_ms\":%.1f,\n", name, taken);
        }
        Timings first("first_of_each_filter");
        std::string last;
        for (const List& list : m_lists) {
            if (const std::string text = toString(list.query); text != last) {
                last = text;
                first.time(text, [&] { must(m_reader.entities(list.query, list.page, m_now)); });
            }
        }
        first.print();
        for (std::size_t i = 0; i < m_lists.size(); i += m_lists.size() / 40) {
            List list = m_lists[i];
            list.page.cursor = must(m_reader.entities(list.query, { deep, {} }, m_now)).nextCursor;
            list.name += ", deep";
            if (!list.page.cursor.empty())
                m_lists.push_back(std::move(list));
        }
    }

    void readAll(int rounds)
    {
        Timings grid("grid");
        Timings entity("one_entity");
        Timings bottlenecks("bottlenecks_7_days");
        Timings count("count");
        // The first round warms the caches and does not count.
        for (int round = 0; round <= rounds; ++round) {
            Timings ignored("");
            const auto timed = [&](Timings& timings) -> Timings& { return round == 0 ? ignored : timings; };
            for (const List& list : m_lists)
                timed(m_page).time(list.name, [&] { must(m_reader.entities(list.query, list.page, m_now)); });
            for (std::size_t i = 0; i < m_lists.size(); i += 24)
                timed(count).time(
                    m_lists[i].name, [&] { must(m_reader.countEntities(m_lists[i].query, m_now, 200'000)); });
            timed(grid).time("all", [&] { must(m_reader.grid("", "")); });
            for (int i = 0; i < 20; ++i) {
                const EntityKey& key = m_some[m_random() % m_some.size()].key;
                timed(entity).time(key.id, [&] { must(m_reader.entity(key)); });
            }
            timed(bottlenecks).time("7 days", [&] {
                must(m_reader.stepStatistics({ m_now.micros - 7 * microsADay }, { m_now.micros + 3'600'000'000 }));
            });
        }
        for (Timings* timings : { &m_page, &grid, &entity, &bottlenecks, &count })
            timings->print();
        readAsOf(rounds);
    }

    /// The grid and an entity as of instants from the first event to the last.
    void readAsOf(int rounds)
    {
        const StoreInfo info = must(m_reader.info());
        Timestamp oldest = m_now;
        EntityQuery byAge;
        byAge.sort = { { EntitySort::Created, false } };
        for (const EntityRow& row : must(m_reader.entities(byAge, { 1, {} }, m_now)).items)
            oldest = row.createdAt;
        const auto between = [this](Timestamp from, Timestamp to) {
            std::uniform_int_distribution<std::int64_t> any(from.micros, std::max(from.micros, to.micros));
            return Timestamp{ any(m_random) };
        };
        Timings grid("grid_as_of");
        Timings entity("one_entity_as_of");
        for (int round = 0; round <= 20 * rounds; ++round) {
            Timings ignored("");
            const bool isWarm = round > 0;
            for (const AsOf asOf : { AsOf{ AsOfAxis::Occurred, between(oldest, m_now) },
                     AsOf{ AsOfAxis::Recorded, between(info.firstRecordedAt.value(), info.lastRecordedAt.value()) } }) {
                const std::string when =
                    (asOf.axis == AsOfAxis::Occurred ? "occurred " : "recorded ") + formatTimestamp(asOf.at);
                (isWarm ? grid : ignored).time(when, [&] { must(m_reader.gridAsOf(asOf, "", "")); });
                const EntityRow& row = m_some[m_random() % m_some.size()];
                // It may have begun later: that is an answer, too.
                (isWarm ? entity : ignored).time(row.key.id + " " + when, [&] {
                    const auto detail = m_reader.entityAsOf(row.key, asOf);
                    if (!detail && detail.error().code != "ENTITY_NOT_YET")
                        must(Result<int>(detail.error()));
                });
            }
        }
        grid.print();
        entity.print();
    }

    /// Pages of any kind, one after the other.
    void readPages(double seconds)
    {
        const auto end = SteadyClock::now() + std::chrono::duration<double>(seconds);
        while (SteadyClock::now() < end) {
            const List& list = m_lists[m_random() % m_lists.size()];
            m_page.time(list.name, [&] { must(m_reader.entities(list.query, list.page, m_now)); });
        }
        m_page.print();
    }

private:
    StoreReader& m_reader;
    std::mt19937 m_random{ 7 };
    Timestamp m_now;
    std::vector<EntityRow> m_some;
    std::vector<List> m_lists;
    Timings m_page{ "entity_page" };
};

void readOnly(const std::string& path, int rounds)
{
    const auto reader = must(openSqliteReader(path, true));
    Bench bench(*reader);
    bench.warm();
    bench.readAll(rounds);
}

void readWhileWriting(const std::string& path, double seconds, const std::string& file, double rate)
{
    SqliteOptions options;
    options.path = path;
    const auto store = must(openSqliteStore(options));
    const auto reader = must(store->openReader());
    Bench bench(*reader);
    bench.warm();
    Writer writer(*store, file, rate);
    bench.readPages(seconds);
    std::printf("\"events_per_second\":%.0f,\n", writer.eventsASecond());
}

} // namespace

int main(int argc, char** argv)
{
    const bool writes = argc == 6 && std::string(argv[3]) == "--while-writing";
    if (argc != 3 && !writes) {
        std::fputs("usage: read_store STORE ROUNDS\n"
                   "       read_store STORE SECONDS --while-writing FILE EVENTS_A_SECOND\n",
            stderr);
        return 2;
    }
    std::puts("{");
    if (writes)
        readWhileWriting(argv[1], std::atof(argv[2]), argv[4], std::atof(argv[5]));
    else
        readOnly(argv[1], std::atoi(argv[2]));
    std::printf("\"resident_mb\":%.0f\n}\n", residentMegabytes());
}
