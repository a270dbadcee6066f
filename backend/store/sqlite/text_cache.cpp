#include "backend/store/sqlite/text_cache.h"

#include "backend/store/sqlite/corruption.h"

#include <utility>

namespace binnacle::sqlite {

namespace {

/// Past either the cache starts anew; a screen needs a few hundred texts.
constexpr std::size_t mostTexts = 65536;
constexpr std::size_t mostTextBytes = 4 * 1024 * 1024;

Result<void> prepare(Connection& connection, Statement& statement, std::string_view sql)
{
    if (statement)
        return {};
    auto prepared = connection.prepare(sql);
    if (!prepared)
        return prepared.error();
    statement = std::move(*prepared);
    return {};
}

} // namespace

Result<std::string> TextCache::text(std::int64_t id)
{
    if (id == 0)
        return std::string();
    if (const auto known = m_texts.find(id); known != m_texts.end())
        return known->second;
    if (auto done = prepare(m_connection, m_readText, "SELECT value FROM text WHERE id=?"); !done)
        return done.error();
    m_readText.bindInt(1, id);
    auto found = m_readText.step();
    if (!found)
        return found.error();
    std::string value(*found ? m_readText.columnText(0) : std::string_view());
    m_readText.reset();
    if (!*found)
        return missingText();
    m_textBytes += value.size();
    if (m_texts.size() >= mostTexts || m_textBytes > mostTextBytes) {
        m_texts.clear();
        m_textBytes = value.size();
    }
    m_texts.emplace(id, value);
    return value;
}

Result<std::optional<std::int64_t>> TextCache::find(std::string_view value)
{
    if (auto done = prepare(m_connection, m_findText, "SELECT id FROM text WHERE value=?"); !done)
        return done.error();
    m_findText.bindText(1, value);
    auto found = m_findText.step();
    if (!found)
        return found.error();
    std::optional<std::int64_t> id;
    if (*found)
        id = m_findText.columnInt(0);
    m_findText.reset();
    return id;
}

Result<TextCache::Source> TextCache::source(std::int64_t id)
{
    if (const auto known = m_sources.find(id); known != m_sources.end())
        return known->second;
    if (auto done = prepare(m_connection, m_readSource, "SELECT dialect,name FROM source WHERE id=?"); !done)
        return done.error();
    m_readSource.bindInt(1, id);
    auto found = m_readSource.step();
    if (!found)
        return found.error();
    if (!*found) {
        m_readSource.reset();
        return missingText();
    }
    const auto dialect = static_cast<Dialect>(m_readSource.columnInt(0));
    const std::int64_t nameId = m_readSource.columnInt(1);
    m_readSource.reset();
    auto name = text(nameId);
    if (!name)
        return name.error();
    if (m_sources.size() >= mostTexts)
        m_sources.clear();
    return m_sources.emplace(id, Source{ dialect, std::move(*name) }).first->second;
}

Result<TextCache::StepLabel> TextCache::stepLabel(std::int64_t id)
{
    if (const auto known = m_labels.find(id); known != m_labels.end())
        return known->second;
    if (auto done = prepare(m_connection, m_readLabel, "SELECT step,action,type FROM step_label WHERE id=?"); !done)
        return done.error();
    m_readLabel.bindInt(1, id);
    auto found = m_readLabel.step();
    if (!found)
        return found.error();
    const StepLabel label{ m_readLabel.columnInt(0), m_readLabel.columnInt(1), m_readLabel.columnInt(2) };
    m_readLabel.reset();
    if (!*found)
        return missingText();
    if (m_labels.size() >= mostTexts)
        m_labels.clear();
    m_labels.emplace(id, label);
    return label;
}

Result<std::vector<std::int64_t>> TextCache::sourcesNamed(std::string_view name)
{
    std::vector<std::int64_t> ids;
    auto nameId = find(name);
    if (!nameId)
        return nameId.error();
    if (!*nameId)
        return ids;
    // The unique index begins with the dialect; there are few dialects and few sources.
    auto statement = m_connection.prepare("SELECT id FROM source WHERE name=?", false);
    if (!statement)
        return statement.error();
    statement->bindInt(1, **nameId);
    auto done = forEachRow(*statement, [&](const Statement& row) -> Result<bool> {
        ids.push_back(row.columnInt(0));
        return true;
    });
    return done ? Result<std::vector<std::int64_t>>(std::move(ids)) : done.error();
}

} // namespace binnacle::sqlite
