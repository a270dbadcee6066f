#include "backend/store/sqlite/entity_sql.h"

#include <algorithm>
#include <charconv>

namespace binnacle::sqlite {

namespace {

using Filters = std::vector<const EntityFilter*>;

/// Adds the filters of one field to a predicate: positive values joined by "or", the rest by "and".
class PredicateBuilder {
public:
    PredicateBuilder(Timestamp now, TextCache& texts)
        : m_now(now)
        , m_texts(texts)
    {
    }

    Result<EntityPredicate> build(const EntityQuery& query)
    {
        for (auto field = EntityField::Status; field <= EntityField::Text;
             field = static_cast<EntityField>(static_cast<int>(field) + 1)) {
            Filters alternatives;
            for (const EntityFilter& filter : query.filters) {
                if (filter.field != field)
                    continue;
                const bool isValue = filter.op == FilterOperator::Equal || filter.op == FilterOperator::Prefix;
                if (!filter.negated && isValue)
                    alternatives.push_back(&filter);
                else if (auto done = add({ &filter }); !done)
                    return done.error();
            }
            if (!alternatives.empty()) {
                if (auto done = add(alternatives); !done)
                    return done.error();
            }
        }
        return std::move(m_out);
    }

private:
    /// `filters` are of one field; one filter, or several positive ones.
    Result<void> add(const Filters& filters)
    {
        switch (filters.front()->field) {
        case EntityField::Status:
            return addStatus(filters);
        case EntityField::Organization:
            return addInterned(filters, "e.organization", true);
        case EntityField::Project:
            return addInterned(filters, "e.project", true);
        case EntityField::Type:
            return addInterned(filters, "e.type", true);
        case EntityField::CurrentStep:
            return addInterned(filters, "coalesce(e.current_step,0)", false);
        case EntityField::Id:
            return addId(filters);
        case EntityField::Step:
        case EntityField::StepAction:
        case EntityField::StepType:
            return addSteps(filters);
        case EntityField::Workflow:
            return addWorkflow(filters);
        case EntityField::Key:
            return addKey(filters);
        case EntityField::Source:
            return addSource(filters);
        case EntityField::Updated:
            return addTime(filters, "e.updated_at");
        case EntityField::Created:
            return addTime(filters, "e.created_at");
        case EntityField::Retries:
            return addRetries(filters);
        case EntityField::Error:
            return addContains(*filters.front(), "binnacle_error(e.registers)");
        case EntityField::Text:
            return addContains(*filters.front(), "(SELECT k.id FROM entity_key k WHERE k.ref=e.ref)");
        }
        return {};
    }

    void addCondition(const EntityFilter& filter, const SqlText& condition, bool facetsKnow = false)
    {
        SqlText text{ filter.negated ? " AND NOT (" : " AND (", {} };
        text += condition;
        text += ")";
        m_out.where += text;
        if (facetsKnow)
            m_out.facetWhere += text;
        else
            m_out.facetsKnowAll = false;
    }

    Result<std::vector<std::int64_t>> idsOf(const Filters& filters)
    {
        std::vector<std::int64_t> ids;
        for (const EntityFilter* filter : filters) {
            // NULL reads as 0: the entity has no such thing.
            if (filter->value.empty()) {
                ids.push_back(0);
                continue;
            }
            auto id = m_texts.find(filter->value);
            if (!id)
                return id.error();
            if (*id)
                ids.push_back(**id);
        }
        return ids;
    }

    Result<void> addInterned(const Filters& filters, const char* column, bool facetsKnow)
    {
        auto ids = idsOf(filters);
        if (!ids)
            return ids.error();
        const EntityFilter& filter = *filters.front();
        if (ids->empty()) {
            m_out.matchesNothing = m_out.matchesNothing || !filter.negated;
            return {};
        }
        SqlText condition{ std::string(column) + " IN ", {} };
        addCondition(filter, condition.bindList(*ids), facetsKnow);
        return {};
    }

    Result<void> addStatus(const Filters& filters)
    {
        std::vector<std::int64_t> ids;
        for (const EntityFilter* filter : filters) {
            if (const auto status = entityStatusFromString(filter->value))
                ids.push_back(static_cast<std::int64_t>(*status));
        }
        const EntityFilter& filter = *filters.front();
        if (ids.empty()) {
            m_out.matchesNothing = m_out.matchesNothing || !filter.negated;
            return {};
        }
        SqlText condition{ "e.status IN ", {} };
        addCondition(filter, condition.bindList(ids), true);
        return {};
    }

    Result<void> addId(const Filters& filters)
    {
        SqlText refs{ "SELECT ref FROM entity_key WHERE ", {} };
        for (const EntityFilter* filter : filters) {
            refs += filter == filters.front() ? "(" : " OR (";
            if (filter->op == FilterOperator::Prefix) {
                refs += "id>=";
                refs.bind(filter->value);
                if (std::string end = afterPrefix(filter->value); !end.empty()) {
                    refs += " AND id<";
                    refs.bind(std::move(end));
                }
            } else {
                refs += "id=";
                refs.bind(filter->value);
            }
            refs += ")";
        }
        SqlText condition{ "e.ref IN (", {} };
        condition += refs;
        condition += ")";
        addCondition(*filters.front(), condition);
        if (!filters.front()->negated)
            m_out.candidates.push_back(std::move(refs));
        return {};
    }

    /// Alternatives on one column of `step_label`: by value, and by value and execution status.
    Result<void> addStepPart(const Filters& filters, StepPart part, SqlText& condition, SqlText& candidates)
    {
        const std::string column = part == StepPart::Id ? "step" : part == StepPart::Action ? "action" : "type";
        for (const EntityFilter* filter : filters) {
            auto id = m_texts.find(filter->value);
            if (!id)
                return id.error();
            if (!*id)
                continue;
            candidates += candidates.isEmpty() ? "" : " UNION ALL ";
            candidates += "SELECT s.entity FROM entity_step s WHERE s.label IN (SELECT id FROM step_label WHERE ";
            candidates += column + "=";
            candidates.bind(**id);
            candidates += ")";
            // Of a known entity its own steps are looked at: a step type may have thousands of labels.
            condition += condition.isEmpty() ? "" : " OR ";
            condition += "binnacle_has_step(e.steps," + std::to_string(static_cast<int>(part)) + ",";
            condition.bind(**id);
            condition += ",";
            if (filter->execution)
                condition.bind(static_cast<std::int64_t>(*filter->execution));
            else
                condition += "NULL";
            condition += ") OR EXISTS(SELECT 1 FROM step s CROSS JOIN step_label l ON l.id=s.label "
                         "WHERE s.entity=e.ref AND l."
                + column + "=";
            condition.bind(**id);
            if (filter->execution) {
                for (SqlText* text : { &condition, &candidates }) {
                    *text += " AND s.execution=";
                    text->bind(static_cast<std::int64_t>(*filter->execution));
                }
            }
            condition += ")";
        }
        return {};
    }

    Result<void> addSteps(const Filters& filters)
    {
        const EntityFilter& filter = *filters.front();
        SqlText steps;
        SqlText candidates;
        Result<void> done;
        if (filter.field == EntityField::Step)
            done = addStepPart(filters, StepPart::Id, steps, candidates);
        if (done && filter.field != EntityField::StepType)
            done = addStepPart(filters, StepPart::Action, steps, candidates);
        if (done && filter.field == EntityField::StepType)
            done = addStepPart(filters, StepPart::Type, steps, candidates);
        if (!done)
            return done;
        if (steps.isEmpty()) {
            m_out.matchesNothing = m_out.matchesNothing || !filter.negated;
            return {};
        }
        addCondition(filter, steps);
        if (!filter.negated)
            m_out.candidates.push_back(std::move(candidates));
        return {};
    }

    Result<void> addWorkflow(const Filters& filters)
    {
        SqlText condition;
        for (const EntityFilter* filter : filters) {
            condition += condition.isEmpty() ? "" : " OR ";
            if (filter->value.empty()) {
                condition += "NOT EXISTS(SELECT 1 FROM run r WHERE r.entity=e.ref AND r.workflow<>'')";
                continue;
            }
            condition += "EXISTS(SELECT 1 FROM run r WHERE r.entity=e.ref AND r.workflow=";
            condition.bind(filter->value);
            condition += ")";
        }
        addCondition(*filters.front(), condition);
        return {};
    }

    Result<void> addKey(const Filters& filters)
    {
        std::vector<std::string> keys;
        for (const EntityFilter* filter : filters)
            keys.push_back(filter->value);
        SqlText condition{ "coalesce(e.business_key,'') IN ", {} };
        addCondition(*filters.front(), condition.bindList(keys));
        const bool wantsNone = std::find(keys.begin(), keys.end(), std::string()) != keys.end();
        if (!filters.front()->negated && !wantsNone) {
            SqlText candidates{ "SELECT b.ref FROM entity b INDEXED BY entity_by_key WHERE b.business_key IN ", {} };
            m_out.candidates.push_back(candidates.bindList(keys));
        }
        return {};
    }

    Result<void> addSource(const Filters& filters)
    {
        std::vector<std::int64_t> ids;
        for (const EntityFilter* filter : filters) {
            auto sources = m_texts.sourcesNamed(filter->value);
            if (!sources)
                return sources.error();
            ids.insert(ids.end(), sources->begin(), sources->end());
        }
        const EntityFilter& filter = *filters.front();
        if (ids.empty()) {
            m_out.matchesNothing = m_out.matchesNothing || !filter.negated;
            return {};
        }
        SqlText condition{ "EXISTS(SELECT 1 FROM entity_source v WHERE v.entity=e.ref AND v.source IN ", {} };
        condition.bindList(ids);
        condition += ")";
        addCondition(filter, condition);
        if (!filter.negated) {
            SqlText candidates{ "SELECT v.entity FROM entity_source v WHERE v.source IN ", {} };
            m_out.candidates.push_back(candidates.bindList(ids));
        }
        return {};
    }

    Result<SqlText> timeCondition(const Filters& filters, const std::string& column)
    {
        SqlText condition;
        for (const EntityFilter* filter : filters) {
            auto bounds = timeBounds(*filter, m_now);
            if (!bounds)
                return bounds.error();
            condition += condition.isEmpty() ? "(" : " OR (";
            if (bounds->from) {
                condition += column + ">=";
                condition.bind(bounds->from->micros);
            }
            if (bounds->to) {
                condition += (bounds->from ? " AND " : "") + column + "<";
                condition.bind(bounds->to->micros);
            }
            condition += ")";
        }
        return condition;
    }

    Result<void> addTime(const Filters& filters, const char* column)
    {
        auto condition = timeCondition(filters, column);
        if (!condition)
            return condition.error();
        addCondition(*filters.front(), *condition);
        if (filters.front()->field != EntityField::Updated || filters.front()->negated)
            return {};
        auto updated = timeCondition(filters, "u.updated_at");
        if (!updated)
            return updated.error();
        m_out.updated +=
            m_out.updated.isEmpty() ? "SELECT u.ref FROM entity u INDEXED BY entity_by_update WHERE (" : " AND (";
        m_out.updated += *updated;
        m_out.updated += ")";
        return {};
    }

    Result<void> addRetries(const Filters& filters)
    {
        SqlText condition;
        for (const EntityFilter* filter : filters) {
            std::int64_t count = 0;
            std::from_chars(filter->value.data(), filter->value.data() + filter->value.size(), count);
            condition += condition.isEmpty() ? "e.retries" : " OR e.retries";
            switch (filter->op) {
            case FilterOperator::Less:
                condition += "<";
                break;
            case FilterOperator::LessOrEqual:
                condition += "<=";
                break;
            case FilterOperator::Greater:
                condition += ">";
                break;
            case FilterOperator::GreaterOrEqual:
                condition += ">=";
                break;
            default:
                condition += "=";
                break;
            }
            condition.bind(count);
        }
        addCondition(*filters.front(), condition);
        return {};
    }

    Result<void> addContains(const EntityFilter& filter, const char* text)
    {
        SqlText condition{ std::string("binnacle_contains(") + text + ",", {} };
        condition.bind(filter.value);
        condition += ")";
        addCondition(filter, condition);
        return {};
    }

    Timestamp m_now;
    TextCache& m_texts;
    EntityPredicate m_out;
};

} // namespace

Result<EntityPredicate> predicateOf(const EntityQuery& query, Timestamp now, TextCache& texts)
{
    return PredicateBuilder(now, texts).build(query);
}

} // namespace binnacle::sqlite
