#include "backend/store/sqlite/safety/projections_compare.h"

#include "backend/store/sqlite/projection_rows.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/rebuilder.h"
#include "backend/store/sqlite/schema.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace binnacle::sqlite {

namespace {

/// Entities that a sentence names.
constexpr std::size_t mostNamed = 3;

/// No name: SQLite's own place for temporary files, gone with the connection. Nobody needs it after a crash.
Result<Connection> openScratch()
{
    auto scratch = Connection::open("", OpenMode::Create);
    if (!scratch)
        return scratch;
    for (const std::string& sql :
        { std::string("PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                      "PRAGMA cache_size=-49152"),
            std::string(numberSchema), std::string(projectionSchema) }) {
        if (auto done = scratch->execute(sql); !done)
            return done.error();
    }
    return scratch;
}

class Comparison {
public:
    Comparison(
        const std::string& path, Connection& connection, const SafetyWatch& watch, std::vector<StoreFinding>& findings)
        : m_path(path)
        , m_live(connection)
        , m_log(connection)
        , m_watch(watch)
        , m_findings(findings)
    {
    }

    Result<void> run()
    {
        auto scratch = openScratch();
        if (!scratch)
            return scratch.error();
        m_scratch = std::move(*scratch);
        m_scratch.setCancelToken(m_watch.cancel);
        // Nearly everything is folded without a snapshot, which would let the writer's log grow.
        if (auto done = foldUpToProgress(); !done)
            return done;
        auto transaction = Transaction::begin(m_live, Transaction::Kind::Read);
        if (!transaction)
            return transaction.error();
        if (auto done = takeSnapshot(m_live); !done)
            return done;
        if (auto done = foldUpToProgress(); !done)
            return done;
        std::int64_t compared = 0;
        const auto parts = projectionParts();
        for (const ProjectionPart& part : parts) {
            m_watch.report("Comparing the projections", compared++, static_cast<std::int64_t>(parts.size()));
            if (auto done = compare(part); !done)
                return done;
        }
        return {};
    }

private:
    Result<void> foldUpToProgress()
    {
        auto folded = m_live.queryInt("SELECT seq FROM progress");
        if (!folded)
            return folded.error();
        const auto progress = [this](RebuildProgress at) {
            m_watch.report("Making the projections a second time", at.done, at.total);
        };
        auto stream = Connection::open(m_path, OpenMode::ReadOnly);
        if (!stream)
            return stream.error();
        auto done =
            foldLog(m_scratch, m_log, std::move(*stream), { m_folded + 1, *folded }, "", progress, m_watch.cancel);
        if (!done)
            return done.error();
        m_folded = *folded;
        return {};
    }

    Result<void> compare(const ProjectionPart& part)
    {
        auto live = sumOf(part, m_live);
        if (!live)
            return live.error();
        auto made = sumOf(part, m_scratch);
        if (!made)
            return made.error();
        if (*live == *made)
            return {};
        std::string message = "The " + std::string(part.name) + " are not what the log makes of them";
        auto entities = differences(part);
        if (!entities)
            return entities.error();
        if (!entities->empty()) {
            message += ", of " + std::to_string(entities->size()) + (entities->size() == 1 ? " entity" : " entities");
            std::size_t named = 0;
            for (auto at = entities->begin(); at != entities->end() && named < mostNamed; ++at, ++named)
                message += (named == 0 ? ": " : ", ") + *at;
        }
        m_findings.push_back({ "projections", message + ".", {} });
        return {};
    }

    /// Keys of the entities whose rows differ.
    Result<std::set<std::string>> differences(const ProjectionPart& part)
    {
        const auto order = [](const RowHash& a, const RowHash& b) {
            return std::tie(a.high, a.low) < std::tie(b.high, b.low);
        };
        std::vector<RowHash> rows[2];
        Connection* const connections[] = { &m_live, &m_scratch };
        for (std::size_t i = 0; i < 2; ++i) {
            auto done = part.read(*connections[i], [&](const RowHash& row) { rows[i].push_back(row); });
            if (!done)
                return done.error();
            std::sort(rows[i].begin(), rows[i].end(), order);
        }
        std::set<std::string> keys;
        for (std::size_t i = 0; i < 2; ++i) {
            std::vector<RowHash> only;
            std::set_difference(rows[i].begin(), rows[i].end(), rows[1 - i].begin(), rows[1 - i].end(),
                std::back_inserter(only), order);
            for (const RowHash& row : only) {
                if (row.entity == 0)
                    continue;
                auto key = keyOf(*connections[i], row.entity);
                if (!key)
                    return key.error();
                keys.insert(std::move(*key));
            }
        }
        return keys;
    }

    static Result<std::string> keyOf(Connection& connection, EntityRef ref)
    {
        return connection.queryText("SELECT o.value||'/'||p.value||'/'||t.value||'/'||k.id FROM entity e"
                                    " JOIN entity_key k ON k.ref=e.ref JOIN facet f ON f.id=e.facet JOIN text o ON "
                                    "o.id=f.organization JOIN text p ON p.id=f.project JOIN text t ON t.id=f.type "
                                    "WHERE e.ref="
            + std::to_string(ref));
    }

    const std::string& m_path;
    Connection& m_live;
    LogReader m_log;
    const SafetyWatch& m_watch;
    std::vector<StoreFinding>& m_findings;
    Connection m_scratch;
    Seq m_folded = 0;
};

} // namespace

Result<void> compareProjections(
    const std::string& path, Connection& connection, const SafetyWatch& watch, std::vector<StoreFinding>& findings)
{
    return Comparison(path, connection, watch, findings).run();
}

} // namespace binnacle::sqlite
