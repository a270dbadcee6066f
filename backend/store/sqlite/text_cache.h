#pragma once

#include "backend/core/result.h"
#include "backend/event/event.h"
#include "backend/store/sqlite/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace binnacle::sqlite {

/// A reader's memory of what is interned. A committed number never changes its meaning, so nothing goes stale.
class TextCache {
public:
    explicit TextCache(Connection& connection)
        : m_connection(connection)
    {
    }

    /// The text of `id`; empty for 0 (NULL).
    Result<std::string> text(std::int64_t id);
    /// Number of `value`; nullopt where the store has never seen it.
    Result<std::optional<std::int64_t>> find(std::string_view value);

    struct Source {
        Dialect dialect = Dialect::Faber;
        std::string name;
    };
    Result<Source> source(std::int64_t id);
    /// Numbers of the texts of a row of step_label; 0: none.
    struct StepLabel {
        std::int64_t step = 0;
        std::int64_t action = 0;
        std::int64_t type = 0;
    };
    Result<StepLabel> stepLabel(std::int64_t id);

    /// Numbers of the sources of that name, whatever their dialect.
    Result<std::vector<std::int64_t>> sourcesNamed(std::string_view name);

private:
    Connection& m_connection;
    Statement m_readText, m_findText, m_readSource, m_readLabel;
    std::unordered_map<std::int64_t, std::string> m_texts;
    std::size_t m_textBytes = 0;
    std::unordered_map<std::int64_t, Source> m_sources;
    std::unordered_map<std::int64_t, StepLabel> m_labels;
};

} // namespace binnacle::sqlite
