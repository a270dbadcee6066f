#include "backend/store/sqlite/identity_run.h"

#include "backend/store/sqlite/corruption.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace binnacle::sqlite {

namespace {

static_assert(std::endian::native == std::endian::little, "entries are copied as they are in memory");

/// 4,000 bytes: with its header a row fills a page of the file and needs no overflow page.
constexpr std::size_t entriesAPage = 250;
constexpr std::size_t wordsALine = 8;
constexpr std::size_t bitsAHash = 12;
constexpr int probes = 6;

Error damaged()
{
    return corruption("The index of event identities is damaged.");
}

/// The hash orders the run as it is; its line and bits in the filter are taken from another mix of it.
std::uint64_t mix(std::uint64_t hash)
{
    hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 29);
}

} // namespace

void appendEntry(std::string& out, const IdentityEntry& entry)
{
    char bytes[entryBytes];
    std::memcpy(bytes, &entry.hash, 8);
    std::memcpy(bytes + 8, &entry.seq, 8);
    out.append(bytes, entryBytes);
}

IdentityEntry entryAt(std::string_view bytes, std::size_t index)
{
    IdentityEntry entry;
    std::memcpy(&entry.hash, bytes.data() + index * entryBytes, 8);
    std::memcpy(&entry.seq, bytes.data() + index * entryBytes + 8, 8);
    return entry;
}

HashFilter::HashFilter(std::size_t capacity)
    : m_words((capacity * bitsAHash / (64 * wordsALine) + 1) * wordsALine)
{
}

HashFilter HashFilter::fromBytes(std::string_view bytes)
{
    HashFilter filter;
    filter.m_words.assign(std::max<std::size_t>(1, bytes.size() / (8 * wordsALine)) * wordsALine, ~std::uint64_t{ 0 });
    std::memcpy(filter.m_words.data(), bytes.data(), std::min(bytes.size(), filter.m_words.size() * 8));
    return filter;
}

std::string_view HashFilter::bytes() const
{
    return { reinterpret_cast<const char*>(m_words.data()), m_words.size() * 8 };
}

void HashFilter::add(std::uint64_t hash)
{
    std::uint64_t bits = mix(hash);
    std::uint64_t* line = m_words.data() + (bits % (m_words.size() / wordsALine)) * wordsALine;
    bits = mix(bits);
    for (int i = 0; i < probes; ++i, bits >>= 9)
        line[(bits >> 6) & 7] |= std::uint64_t{ 1 } << (bits & 63);
}

bool HashFilter::mayContain(std::uint64_t hash) const
{
    std::uint64_t bits = mix(hash);
    const std::uint64_t* line = m_words.data() + (bits % (m_words.size() / wordsALine)) * wordsALine;
    bits = mix(bits);
    for (int i = 0; i < probes; ++i, bits >>= 9) {
        if ((line[(bits >> 6) & 7] & (std::uint64_t{ 1 } << (bits & 63))) == 0)
            return false;
    }
    return true;
}

/// Writes a run's pages as its entries come.
class IdentityRuns::Writer {
public:
    Writer(IdentityRuns& runs, std::int64_t id, int level, std::int64_t capacity)
        : m_runs(runs)
    {
        m_run.id = id;
        m_run.level = level;
        m_run.filter = HashFilter(static_cast<std::size_t>(capacity));
    }
    Result<void> add(const IdentityEntry& entry)
    {
        if (m_page.empty())
            m_run.fences.push_back(entry.hash);
        appendEntry(m_page, entry);
        m_run.filter.add(entry.hash);
        ++m_run.count;
        return m_page.size() == entriesAPage * entryBytes ? writePage() : Result<void>();
    }
    Result<IdentityRun> finish()
    {
        if (!m_page.empty()) {
            if (auto done = writePage(); !done)
                return done.error();
        }
        Statement& statement = m_runs.m_addRun;
        statement.bindInt(1, m_run.id);
        statement.bindInt(2, m_run.level);
        statement.bindInt(3, m_run.count);
        statement.bindBlob(4, m_run.filter.bytes());
        statement.bindBlob(5, { reinterpret_cast<const char*>(m_run.fences.data()), m_run.fences.size() * 8 });
        if (auto done = statement.run(); !done)
            return done.error();
        return std::move(m_run);
    }

private:
    Result<void> writePage()
    {
        m_runs.m_addPage.bindInt(1, m_run.pageId(m_run.fences.size() - 1));
        m_runs.m_addPage.bindBlob(2, m_page);
        auto done = m_runs.m_addPage.run();
        m_page.clear();
        return done;
    }

    IdentityRuns& m_runs;
    IdentityRun m_run;
    std::string m_page;
};

/// Walks through a run in order.
class IdentityRuns::Cursor {
public:
    Cursor(IdentityRuns& runs, const IdentityRun& run)
        : m_runs(&runs)
        , m_run(&run)
    {
    }
    /// False: there is no more.
    Result<bool> next()
    {
        if (++m_index * entryBytes < m_page.size()) {
            current = entryAt(m_page, m_index);
            return true;
        }
        if (m_nextPage == m_run->fences.size())
            return false;
        auto read = m_runs->readPage(*m_run, m_nextPage++, m_page);
        if (!read)
            return read.error();
        m_index = 0;
        current = entryAt(m_page, 0);
        return true;
    }

    IdentityEntry current;

private:
    IdentityRuns* m_runs;
    const IdentityRun* m_run;
    std::string m_page;
    std::size_t m_index = 0;
    std::size_t m_nextPage = 0;
};

Result<void> IdentityRuns::prepare()
{
    if (auto done = m_connection.prepareAll({
            { &m_readPage, "SELECT entries FROM identity_page WHERE id=?" },
            { &m_addPage, "INSERT INTO identity_page(id,entries) VALUES(?,?)" },
            { &m_addRun, "INSERT INTO identity_run(run,level,count,filter,fences) VALUES(?,?,?,?,?)" },
            { &m_dropPages, "DELETE FROM identity_page WHERE id>=? AND id<?" },
            { &m_dropRun, "DELETE FROM identity_run WHERE run=?" },
        });
        !done)
        return done;
    return {};
}

Result<std::vector<IdentityRun>> IdentityRuns::load()
{
    std::vector<IdentityRun> runs;
    const char* const sql = "SELECT run,level,count,filter,fences FROM identity_run ORDER BY run";
    auto done = forEachRow(m_connection, sql, [&](const Statement& row) -> Result<bool> {
        IdentityRun run;
        run.id = row.columnInt(0);
        run.level = static_cast<int>(row.columnInt(1));
        run.count = row.columnInt(2);
        run.filter = HashFilter::fromBytes(row.columnBlob(3));
        const std::string_view fences = row.columnBlob(4);
        run.fences.resize(fences.size() / 8);
        std::memcpy(run.fences.data(), fences.data(), run.fences.size() * 8);
        if (run.fences.empty())
            return damaged();
        runs.push_back(std::move(run));
        return true;
    });
    return done ? Result<std::vector<IdentityRun>>(std::move(runs)) : done.error();
}

Result<bool> IdentityRuns::readPage(const IdentityRun& run, std::size_t page, std::string& out)
{
    m_readPage.bindInt(1, run.pageId(page));
    auto row = m_readPage.step();
    if (!row)
        return row.error();
    out.assign(*row ? m_readPage.columnBlob(0) : std::string_view());
    m_readPage.reset();
    if (out.empty() || out.size() % entryBytes != 0)
        return damaged();
    return true;
}

Result<void> IdentityRuns::forEachEntry(const IdentityRun& run, const std::function<bool(const IdentityEntry&)>& visit)
{
    Cursor cursor(*this, run);
    for (;;) {
        auto more = cursor.next();
        if (!more)
            return more.error();
        if (!*more || !visit(cursor.current))
            return {};
    }
}

Result<bool> IdentityRuns::verify(const IdentityRun& run, const std::function<void(const IdentityEntry&)>& visit)
{
    bool isSound = true;
    std::int64_t count = 0;
    IdentityEntry before;
    std::string page;
    for (std::size_t i = 0; i < run.fences.size(); ++i) {
        if (auto read = readPage(run, i, page); !read)
            return read.error();
        isSound = isSound && entryAt(page, 0).hash == run.fences[i];
        for (std::size_t k = 0; k < page.size() / entryBytes; ++k) {
            const IdentityEntry entry = entryAt(page, k);
            isSound = isSound && before <= entry && run.filter.mayContain(entry.hash);
            before = entry;
            ++count;
            visit(entry);
        }
    }
    return isSound && count == run.count;
}

Result<void> IdentityRuns::find(const IdentityRun& run, std::uint64_t hash, std::vector<Seq>& out)
{
    if (!run.filter.mayContain(hash))
        return {};
    // Entries with one hash may begin at the end of the page before the first that starts with it.
    auto fence = std::lower_bound(run.fences.begin(), run.fences.end(), hash);
    auto page = static_cast<std::size_t>(fence - run.fences.begin());
    page -= page > 0 ? 1 : 0;
    for (; page < run.fences.size() && run.fences[page] <= hash; ++page) {
        m_readPage.bindInt(1, run.pageId(page));
        auto row = m_readPage.step();
        if (!row)
            return row.error();
        const std::string_view entries = *row ? m_readPage.columnBlob(0) : std::string_view();
        std::size_t low = 0;
        for (std::size_t high = entries.size() / entryBytes; low < high;) {
            const std::size_t middle = (low + high) / 2;
            if (entryAt(entries, middle).hash < hash)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < entries.size() / entryBytes && entryAt(entries, low).hash == hash; ++low)
            out.push_back(entryAt(entries, low).seq);
        const bool isDamaged = entries.empty();
        m_readPage.reset();
        if (isDamaged)
            return damaged();
    }
    return {};
}

Result<IdentityRun> IdentityRuns::write(std::int64_t id, int level, const std::vector<IdentityEntry>& entries)
{
    Writer writer(*this, id, level, static_cast<std::int64_t>(entries.size()));
    for (const IdentityEntry& entry : entries) {
        if (auto done = writer.add(entry); !done)
            return done.error();
    }
    return writer.finish();
}

Result<IdentityRun> IdentityRuns::merge(std::int64_t id, int level, const std::vector<const IdentityRun*>& parts)
{
    std::int64_t total = 0;
    std::vector<Cursor> open;
    for (const IdentityRun* part : parts) {
        total += part->count;
        open.emplace_back(*this, *part);
    }
    Writer writer(*this, id, level, total);
    const auto advance = [&](std::size_t index) -> Result<void> {
        auto more = open[index].next();
        if (!more)
            return more.error();
        if (!*more)
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(index));
        return {};
    };
    for (std::size_t i = open.size(); i-- > 0;) {
        if (auto done = advance(i); !done)
            return done.error();
    }
    while (!open.empty()) {
        std::size_t least = 0;
        for (std::size_t i = 1; i < open.size(); ++i) {
            if (open[i].current < open[least].current)
                least = i;
        }
        if (auto done = writer.add(open[least].current); !done)
            return done.error();
        if (auto done = advance(least); !done)
            return done.error();
    }
    for (const IdentityRun* part : parts) {
        m_dropPages.bindInt(1, part->pageId(0));
        m_dropPages.bindInt(2, part->pageId(part->fences.size()));
        if (auto done = m_dropPages.run(); !done)
            return done.error();
        m_dropRun.bindInt(1, part->id);
        if (auto done = m_dropRun.run(); !done)
            return done.error();
    }
    return writer.finish();
}

} // namespace binnacle::sqlite
