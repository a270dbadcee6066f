// Baseline of the ingest: plain SQLite through its C API. The lines as text in one table with a unique text index on
// event_id, 1,000 a transaction, committed with synchronous=FULL.
//   plain_sqlite FILE.ndjson STORE
// Prints one JSON object: lines, seconds, lines_per_second.
#include <simdjson.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

void must(int code, sqlite3* store)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return;
    std::fprintf(stderr, "plain_sqlite: %s\n", sqlite3_errmsg(store));
    std::exit(1);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("usage: plain_sqlite FILE.ndjson STORE\n", stderr);
        return 2;
    }
    const auto begin = std::chrono::steady_clock::now();
    sqlite3* store = nullptr;
    must(sqlite3_open(argv[2], &store), store);
    must(sqlite3_exec(store,
             "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
             "CREATE TABLE event(seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL, body TEXT NOT NULL);"
             "CREATE UNIQUE INDEX event_by_id ON event(event_id)",
             nullptr, nullptr, nullptr),
        store);
    sqlite3_stmt* add = nullptr;
    must(sqlite3_prepare_v2(store, "INSERT OR IGNORE INTO event(event_id,body) VALUES(?,?)", -1, &add, nullptr), store);

    constexpr long linesACommit = 1000;
    std::ifstream file(argv[1], std::ios::binary);
    simdjson::ondemand::parser parser;
    std::string line;
    long lines = 0;
    must(sqlite3_exec(store, "BEGIN", nullptr, nullptr, nullptr), store);
    while (std::getline(file, line)) {
        line.reserve(line.size() + simdjson::SIMDJSON_PADDING);
        std::string_view id;
        simdjson::ondemand::document document;
        if (parser.iterate(line).get(document) == simdjson::SUCCESS
            && document["event_id"].get_string().get(id) == simdjson::SUCCESS) {
            sqlite3_bind_text(add, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
            sqlite3_bind_text(add, 2, line.data(), static_cast<int>(line.size()), SQLITE_STATIC);
            must(sqlite3_step(add), store);
            sqlite3_reset(add);
        }
        if (++lines % linesACommit == 0)
            must(sqlite3_exec(store, "COMMIT; BEGIN", nullptr, nullptr, nullptr), store);
    }
    must(sqlite3_exec(store, "COMMIT", nullptr, nullptr, nullptr), store);
    sqlite3_finalize(add);
    sqlite3_close(store);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("{\"lines\":%ld,\"seconds\":%.3f,\"lines_per_second\":%.1f}\n", lines, seconds,
        static_cast<double>(lines) / seconds);
}
