#include "backend/store/sqlite/entity_sql.h"

#include "backend/store/sqlite/entity_steps.h"
#include "backend/store/sqlite/registers_codec.h"

#include <sqlite3.h>

#include <algorithm>

namespace binnacle::sqlite {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view textOf(sqlite3_value* value)
{
    const auto* data = static_cast<const char*>(sqlite3_value_blob(value));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

void contains(sqlite3_context* context, int, sqlite3_value** arguments)
{
    const std::string_view text = textOf(arguments[0]);
    const std::string_view part = textOf(arguments[1]);
    const auto found = std::search(
        text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) { return lower(a) == lower(b); });
    sqlite3_result_int(context, part.empty() || found != text.end() ? 1 : 0);
}

void error(sqlite3_context* context, int, sqlite3_value** arguments)
{
    EntityState state;
    if (!decodeRegisters(textOf(arguments[0]), state)) {
        sqlite3_result_error_code(context, SQLITE_CORRUPT);
        return;
    }
    const std::string& text = state.error.value;
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

std::int64_t partOf(const TextCache::StepLabel& label, StepPart part)
{
    switch (part) {
    case StepPart::Id:
        return label.step;
    case StepPart::Action:
        return label.action;
    case StepPart::Type:
        return label.type;
    }
    return 0;
}

void hasStep(sqlite3_context* context, int, sqlite3_value** arguments)
{
    auto& texts = *static_cast<TextCache*>(sqlite3_user_data(context));
    const auto entries = EntitySteps::decode(textOf(arguments[0]));
    const auto part = static_cast<StepPart>(sqlite3_value_int(arguments[1]));
    const std::int64_t wanted = sqlite3_value_int64(arguments[2]);
    const bool isAnyExecution = sqlite3_value_type(arguments[3]) == SQLITE_NULL;
    const std::int64_t execution = sqlite3_value_int64(arguments[3]);
    if (!entries) {
        sqlite3_result_error_code(context, SQLITE_CORRUPT);
        return;
    }
    for (const StepEntry& entry : *entries) {
        if (!isAnyExecution && entry.place.execution != execution)
            continue;
        const auto label = texts.stepLabel(entry.place.label);
        if (!label) {
            sqlite3_result_error_code(context, SQLITE_CORRUPT);
            return;
        }
        if (partOf(*label, part) == wanted) {
            sqlite3_result_int(context, 1);
            return;
        }
    }
    sqlite3_result_int(context, 0);
}

/// Names of the sort values in the inner query.
std::string nameOf(std::size_t term, const std::vector<SortTerm>& terms)
{
    return term + 1 == terms.size() ? "ref" : "s" + std::to_string(term);
}

SqlText afterCursor(
    const std::vector<SortTerm>& terms, const std::vector<std::string>& names, const std::vector<SqlValue>& cursor)
{
    SqlText out;
    if (cursor.empty())
        return out;
    const bool oneDirection = std::all_of(
        terms.begin(), terms.end(), [&](const SortTerm& term) { return term.descending == terms[0].descending; });
    if (oneDirection) {
        // A row value is one range of an index; an equivalent OR is not.
        out += " AND (";
        for (std::size_t i = 0; i < names.size(); ++i)
            out += (i > 0 ? "," : "") + names[i];
        out += terms[0].descending ? ")<" : ")>";
        out.bindList(cursor);
        return out;
    }
    out += " AND (";
    for (std::size_t last = 0; last < names.size(); ++last) {
        out += last > 0 ? " OR (" : "(";
        for (std::size_t i = 0; i <= last; ++i) {
            out += (i > 0 ? " AND " : "") + names[i] + (i < last ? "=" : terms[i].descending ? "<" : ">");
            out.bind(cursor[i]);
        }
        out += ")";
    }
    out += ")";
    return out;
}

std::string orderBy(const std::vector<SortTerm>& terms, const std::vector<std::string>& names)
{
    std::string out = " ORDER BY ";
    for (std::size_t i = 0; i < terms.size(); ++i)
        out += (i > 0 ? "," : "") + names[i] + (terms[i].descending ? " DESC" : " ASC");
    return out;
}

} // namespace

std::vector<SortTerm> sortTermsOf(const EntityQuery& query)
{
    const auto text = [](const char* column) {
        return std::string("coalesce((SELECT t.value FROM text t WHERE t.id=e.") + column + "),'')";
    };
    std::vector<SortKey> keys = query.sort;
    if (keys.empty())
        keys.push_back({});
    std::vector<SortTerm> terms;
    for (const SortKey& key : keys) {
        switch (key.column) {
        case EntitySort::Updated:
            terms.push_back({ "e.updated_at", key.descending, false });
            break;
        case EntitySort::Created:
            terms.push_back({ "e.created_at", key.descending, false });
            break;
        case EntitySort::Id:
            terms.push_back({ "(SELECT k.id FROM entity_key k WHERE k.ref=e.ref)", key.descending, true });
            break;
        case EntitySort::Type:
            terms.push_back({ text("type"), key.descending, true });
            break;
        case EntitySort::Project:
            terms.push_back({ text("project"), key.descending, true });
            break;
        case EntitySort::Organization:
            terms.push_back({ text("organization"), key.descending, true });
            break;
        case EntitySort::Status:
            terms.push_back({ "e.status", key.descending, false });
            break;
        case EntitySort::CurrentStep:
            terms.push_back({ text("current_step"), key.descending, true });
            break;
        case EntitySort::Retries:
            terms.push_back({ "e.retries", key.descending, false });
            break;
        case EntitySort::Version:
            terms.push_back({ "e.version", key.descending, false });
            break;
        }
    }
    terms.push_back({ "e.ref", terms.back().descending, false });
    return terms;
}

SqlText pageSql(const EntityPredicate& predicate, const std::vector<SortTerm>& terms, const EntityPlan& plan,
    const std::vector<SqlValue>& cursor, std::int64_t limit)
{
    std::vector<std::string> outer;
    std::vector<std::string> expressions;
    std::string columns = "e.ref AS ref";
    for (std::size_t i = 0; i < terms.size(); ++i) {
        outer.push_back(nameOf(i, terms));
        expressions.push_back(terms[i].expression);
        if (i + 1 < terms.size())
            columns += "," + terms[i].expression + " AS " + outer.back();
    }

    SqlText out;
    if (plan.candidates != nullptr) {
        // The unary plus keeps SQLite from walking all entities for the sake of the order.
        expressions[0] = "+" + expressions[0];
        out += "SELECT " + columns + " FROM entity e WHERE e.ref IN (";
        out += *plan.candidates;
        out += ")";
    } else if (plan.byFacet) {
        expressions[0] = "+" + expressions[0];
        out += "SELECT " + columns + " FROM entity e INDEXED BY entity_by_facet WHERE 1";
        out += facetCondition(predicate);
    } else {
        out += "SELECT " + columns + " FROM entity e " + (plan.allByUpdate ? "INDEXED BY entity_by_update " : "")
            + "WHERE 1";
    }
    out += predicate.where;
    out += afterCursor(terms, expressions, cursor);
    if (plan.until) {
        out += terms[0].descending ? " AND (e.updated_at,e.ref)>=(" : " AND (e.updated_at,e.ref)<=(";
        out.bind(plan.until->updatedAtMicros);
        out += ",";
        out.bind(plan.until->ref);
        out += ")";
    }
    out += orderBy(terms, expressions) + " LIMIT ";
    out.bind(limit);
    return out;
}

SqlText facetCondition(const EntityPredicate& predicate)
{
    SqlText out{ " AND e.facet IN (SELECT e.id FROM facet e WHERE e.count<>0", {} };
    out += predicate.facetWhere;
    out += ")";
    return out;
}

std::string afterPrefix(std::string prefix)
{
    while (!prefix.empty() && static_cast<std::uint8_t>(prefix.back()) == 0xFF)
        prefix.pop_back();
    if (!prefix.empty())
        prefix.back() = static_cast<char>(static_cast<std::uint8_t>(prefix.back()) + 1);
    return prefix;
}

Result<void> addEntityFunctions(Connection& connection, TextCache& texts)
{
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    using Function = void (*)(sqlite3_context*, int, sqlite3_value**);
    const struct {
        const char* name;
        int arguments;
        Function function;
    } functions[] = { { "binnacle_contains", 2, contains }, { "binnacle_error", 1, error },
        { "binnacle_has_step", 4, hasStep } };
    for (const auto& [name, arguments, function] : functions) {
        const int code = sqlite3_create_function_v2(
            connection.handle(), name, arguments, flags, &texts, function, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK)
            return errorFromCode(code, sqlite3_errstr(code));
    }
    return {};
}

} // namespace binnacle::sqlite
