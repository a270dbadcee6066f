#include "backend/projection/entity_query.h"

#include "backend/projection/query_time.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace binnacle {

namespace {

using namespace std::string_view_literals;

/// Longer texts and queries are no queries that a person wrote.
constexpr std::size_t longestText = 16 * 1024;
constexpr std::size_t mostFilters = 64;

constexpr std::array fieldNames{ std::pair{ "status"sv, EntityField::Status },
    std::pair{ "org"sv, EntityField::Organization }, std::pair{ "project"sv, EntityField::Project },
    std::pair{ "type"sv, EntityField::Type }, std::pair{ "id"sv, EntityField::Id },
    std::pair{ "current"sv, EntityField::CurrentStep }, std::pair{ "step"sv, EntityField::Step },
    std::pair{ "action"sv, EntityField::StepAction }, std::pair{ "steptype"sv, EntityField::StepType },
    std::pair{ "workflow"sv, EntityField::Workflow }, std::pair{ "key"sv, EntityField::Key },
    std::pair{ "source"sv, EntityField::Source }, std::pair{ "updated"sv, EntityField::Updated },
    std::pair{ "created"sv, EntityField::Created }, std::pair{ "retries"sv, EntityField::Retries },
    std::pair{ "error"sv, EntityField::Error } };

constexpr std::array aliases{ std::pair{ "is"sv, EntityField::Status },
    std::pair{ "organization"sv, EntityField::Organization }, std::pair{ "organisation"sv, EntityField::Organization },
    std::pair{ "entity_type"sv, EntityField::Type }, std::pair{ "entity_id"sv, EntityField::Id },
    std::pair{ "current_step"sv, EntityField::CurrentStep }, std::pair{ "step_id"sv, EntityField::Step },
    std::pair{ "step_action"sv, EntityField::StepAction }, std::pair{ "step_type"sv, EntityField::StepType },
    std::pair{ "workflow_id"sv, EntityField::Workflow }, std::pair{ "business_key"sv, EntityField::Key },
    std::pair{ "updated_at"sv, EntityField::Updated }, std::pair{ "created_at"sv, EntityField::Created },
    std::pair{ "retry_count"sv, EntityField::Retries } };

constexpr auto allowedStatuses = "pending, in_progress, completed, failed, archived or unknown"sv;
constexpr auto allowedTimes = "a span such as 2h or 3d, a date such as 2026-01-10, or a date-time with an offset"sv;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(
        out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return out;
}

/// Status words as people type them: any case, a hyphen for the underscore.
std::string statusWord(std::string_view text)
{
    std::string out = lower(text);
    std::replace(out.begin(), out.end(), '-', '_');
    return out;
}

std::optional<EntityField> fieldFromName(std::string_view text)
{
    const std::string name = lower(text);
    for (const auto& [word, field] : fieldNames) {
        if (word == name)
            return field;
    }
    for (const auto& [word, field] : aliases) {
        if (word == name)
            return field;
    }
    return std::nullopt;
}

std::string allFieldNames()
{
    std::string out;
    for (const auto& [word, field] : fieldNames)
        out += (out.empty() ? "" : ", ") + std::string(word);
    return out;
}

bool isTime(EntityField field)
{
    return field == EntityField::Updated || field == EntityField::Created;
}
bool isCompared(EntityField field)
{
    return isTime(field) || field == EntityField::Retries;
}
bool hasExecution(EntityField field)
{
    return field == EntityField::StepAction || field == EntityField::StepType;
}
bool isSearched(EntityField field)
{
    return field == EntityField::Text || field == EntityField::Error;
}

constexpr std::array operators{ std::pair{ "<="sv, FilterOperator::LessOrEqual },
    std::pair{ ">="sv, FilterOperator::GreaterOrEqual }, std::pair{ "<"sv, FilterOperator::Less },
    std::pair{ ">"sv, FilterOperator::Greater }, std::pair{ "="sv, FilterOperator::Equal } };

class Parser {
public:
    explicit Parser(std::string_view text)
        : m_text(text)
    {
    }

    ParsedQuery run()
    {
        if (m_text.size() > longestText) {
            problem(0, m_text.size(), "The query is too long.");
            return std::move(m_result);
        }
        while (true) {
            while (m_at < m_text.size() && isSpace(m_text[m_at]))
                ++m_at;
            if (m_at == m_text.size())
                return std::move(m_result);
            const std::size_t start = m_at;
            m_filter = {};
            m_message.clear();
            const bool isRead = readFilter();
            while (m_at < m_text.size() && !isSpace(m_text[m_at]))
                ++m_at;
            if (!isRead)
                problem(start, m_at - start, std::move(m_message));
            else if (m_result.query.filters.size() + 1 + m_rangeEnd.has_value() > mostFilters)
                problem(start, m_at - start, "There are too many filters.");
            else
                accept();
        }
    }

private:
    void problem(std::size_t offset, std::size_t length, std::string message)
    {
        if (m_result.problems.size() < mostFilters)
            m_result.problems.push_back({ offset, length, std::move(message) });
    }

    bool refuse(std::string message)
    {
        m_message = std::move(message);
        return false;
    }

    void accept()
    {
        m_result.query.filters.push_back(m_filter);
        if (!m_rangeEnd)
            return;
        m_result.query.filters.back().op = FilterOperator::GreaterOrEqual;
        m_filter.op = FilterOperator::LessOrEqual;
        m_filter.value = *m_rangeEnd;
        m_result.query.filters.push_back(m_filter);
    }

    bool readFilter()
    {
        m_rangeEnd.reset();
        if (m_text[m_at] == '-' && m_at + 1 < m_text.size() && !isSpace(m_text[m_at + 1])) {
            m_filter.negated = true;
            ++m_at;
        }
        if (!readField())
            return false;
        if (isSearched(m_filter.field))
            m_filter.op = FilterOperator::Contains;
        if (isCompared(m_filter.field))
            readOperator();
        return readValue() && checkValue();
    }

    /// The word before the first colon of this token, unless a quote comes first.
    bool readField()
    {
        std::size_t end = m_at;
        while (end < m_text.size() && !isSpace(m_text[end]) && m_text[end] != ':' && m_text[end] != '"')
            ++end;
        if (end == m_text.size() || m_text[end] != ':')
            return true;
        const std::string_view word = m_text.substr(m_at, end - m_at);
        const auto field = fieldFromName(word);
        m_at = end + 1;
        if (!field)
            return refuse("\"" + std::string(word) + "\" is no field; use " + allFieldNames()
                + ", or quotes to search for it as text.");
        m_filter.field = *field;
        return true;
    }

    void readOperator()
    {
        for (const auto& [sign, op] : operators) {
            if (m_text.substr(m_at).substr(0, sign.size()) == sign) {
                m_at += sign.size();
                m_filter.op = op;
                return;
            }
        }
    }

    bool readValue()
    {
        const bool isQuoted = m_at < m_text.size() && m_text[m_at] == '"';
        if (isQuoted && !readQuoted())
            return false;
        const std::size_t start = m_at;
        while (m_at < m_text.size() && !isSpace(m_text[m_at]))
            ++m_at;
        std::string_view rest = m_text.substr(start, m_at - start);
        if (!isQuoted && rest.empty())
            return refuse("A value is missing after \"" + std::string(fieldName(m_filter.field)) + ":\".");

        if (hasExecution(m_filter.field)) {
            const std::size_t colon = rest.rfind(':');
            if (colon != std::string_view::npos && (!isQuoted || colon == 0)) {
                if (const auto execution = executionStatusFromString(statusWord(rest.substr(colon + 1)))) {
                    m_filter.execution = execution;
                    rest = rest.substr(0, colon);
                }
            }
        } else if (m_filter.field == EntityField::Id && !rest.empty() && rest.back() == '*') {
            m_filter.op = FilterOperator::Prefix;
            rest.remove_suffix(1);
        }
        if (isQuoted && !rest.empty())
            return refuse("A space is missing behind the closing quote.");
        if (!isQuoted)
            m_filter.value = rest;
        return true;
    }

    bool readQuoted()
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '"') {
                ++m_at;
                return true;
            }
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()
                && (m_text[m_at + 1] == '"' || m_text[m_at + 1] == '\\'))
                ++m_at;
            m_filter.value.push_back(m_text[m_at]);
        }
        return refuse("The closing quote is missing.");
    }

    bool checkValue()
    {
        switch (m_filter.field) {
        case EntityField::Status:
            m_filter.value = statusWord(m_filter.value);
            if (!entityStatusFromString(m_filter.value))
                return refuse("\"" + m_filter.value + "\" is no status; use " + std::string(allowedStatuses) + ".");
            return true;
        case EntityField::Retries: {
            std::int64_t count = 0;
            const char* last = m_filter.value.data() + m_filter.value.size();
            const auto [end, error] = std::from_chars(m_filter.value.data(), last, count);
            if (error != std::errc() || end != last || count < 0)
                return refuse("\"retries:\" wants a number, for example retries:>2.");
            return true;
        }
        case EntityField::Updated:
        case EntityField::Created:
            return checkTime();
        default:
            return true;
        }
    }

    bool checkTime()
    {
        if (const std::size_t dots = m_filter.value.find(".."); dots != std::string::npos) {
            if (m_filter.negated || m_filter.op != FilterOperator::Equal)
                return refuse("A range of times stands alone, without an operator or a minus.");
            m_rangeEnd = m_filter.value.substr(dots + 2);
            m_filter.value.resize(dots);
            if (isTimeSpan(m_filter.value) || isTimeSpan(*m_rangeEnd))
                return refuse("A range of times goes from one date to another.");
        }
        for (const std::string* value : { &m_filter.value, m_rangeEnd ? &*m_rangeEnd : nullptr }) {
            if (value && !resolveTimeValue(*value, {}))
                return refuse("\"" + *value + "\" is no time; use " + std::string(allowedTimes) + ".");
        }
        // "2h" alone is what happened within two hours.
        if (m_filter.op == FilterOperator::Equal && isTimeSpan(m_filter.value))
            m_filter.op = FilterOperator::Less;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    EntityFilter m_filter;
    std::optional<std::string> m_rangeEnd;
    std::string m_message;
    ParsedQuery m_result;
};

bool needsQuotes(const EntityFilter& filter)
{
    const std::string& value = filter.value;
    if (value.empty() || std::any_of(value.begin(), value.end(), [](char c) { return isSpace(c) || c == '"'; }))
        return true;
    if (filter.field == EntityField::Text)
        return value.front() == '-' || value.find(':') != std::string::npos;
    if (hasExecution(filter.field))
        return value.find(':') != std::string::npos;
    if (filter.field == EntityField::Id)
        return value.back() == '*';
    return isCompared(filter.field) && std::string_view("<>=").find(value.front()) != std::string_view::npos;
}

std::string quoted(std::string_view value)
{
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out.push_back('\\');
        out.push_back(c);
    }
    return out + '"';
}

} // namespace

ParsedQuery parseEntityQuery(std::string_view text)
{
    return Parser(text).run();
}

std::string_view fieldName(EntityField field)
{
    for (const auto& [word, candidate] : fieldNames) {
        if (candidate == field)
            return word;
    }
    return "text";
}

std::string toString(const EntityFilter& filter)
{
    std::string out = filter.negated ? "-" : "";
    if (filter.field != EntityField::Text)
        out += std::string(fieldName(filter.field)) + ':';
    if (isCompared(filter.field)) {
        for (const auto& [sign, op] : operators) {
            if (op == filter.op && op != FilterOperator::Equal)
                out += sign;
        }
    }
    out += needsQuotes(filter) ? quoted(filter.value) : filter.value;
    if (filter.op == FilterOperator::Prefix)
        out += '*';
    if (filter.execution)
        out += ':' + std::string(toString(*filter.execution));
    return out;
}

std::string toString(const EntityQuery& query)
{
    std::string out;
    for (const EntityFilter& filter : query.filters)
        out += (out.empty() ? "" : " ") + toString(filter);
    return out;
}

} // namespace binnacle
