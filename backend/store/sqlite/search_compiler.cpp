#include "backend/store/sqlite/entity_search.h"

#include <algorithm>
#include <charconv>

namespace binnacle::sqlite {

namespace {

using columns::EntityColumns;
using columns::IdFilter;
using columns::NumberFilter;
using columns::SetFilter;
using Filters = std::vector<const EntityFilter*>;

NumberFilter::Range rangeOf(const TimeBounds& bounds)
{
    NumberFilter::Range range;
    if (bounds.from)
        range.from = bounds.from->micros;
    if (bounds.to)
        range.to = bounds.to->micros - 1;
    return range;
}

NumberFilter::Range rangeOf(FilterOperator op, std::int64_t count)
{
    constexpr NumberFilter::Range nothing{ INT64_MAX, INT64_MIN };
    switch (op) {
    case FilterOperator::Less:
        return count == INT64_MIN ? nothing : NumberFilter::Range{ INT64_MIN, count - 1 };
    case FilterOperator::LessOrEqual:
        return { INT64_MIN, count };
    case FilterOperator::Greater:
        return count == INT64_MAX ? nothing : NumberFilter::Range{ count + 1, INT64_MAX };
    case FilterOperator::GreaterOrEqual:
        return { count, INT64_MAX };
    default:
        return { count, count };
    }
}

/// Adds the filters of one field after the other: positive values joined by "or", the rest by "and".
class Compiler {
public:
    Compiler(Timestamp now, const Facets& facets, TextCache& texts)
        : m_now(now)
        , m_facets(facets)
        , m_texts(texts)
    {
    }

    Result<EntitySearch> compile(const EntityQuery& query)
    {
        m_out.filters.facets.assign(m_facets.parts.size(), 1);
        m_out.filters.facets[0] = 0;
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
            return addFacetText(filters, &columns::Facet::organization);
        case EntityField::Project:
            return addFacetText(filters, &columns::Facet::project);
        case EntityField::Type:
            return addFacetText(filters, &columns::Facet::type);
        case EntityField::CurrentStep:
            return addCurrentStep(filters);
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
            return addTime(filters, &EntityColumns::updatedAt);
        case EntityField::Created:
            return addTime(filters, &EntityColumns::createdAt);
        case EntityField::Retries:
            return addRetries(filters);
        case EntityField::Error:
            return addError(*filters.front());
        case EntityField::Text:
            m_out.filters.texts.push_back({ columns::TextSearch(filters.front()->value), filters.front()->negated });
            return {};
        }
        return {};
    }

    /// A filter of which no value is known: true for all, where it is negated, or for none.
    void addUnknown(const EntityFilter& filter)
    {
        m_out.filters.matchesNothing = m_out.filters.matchesNothing || !filter.negated;
    }

    void addFacets(const EntityFilter& filter, std::int64_t columns::Facet::*part, const std::vector<std::int64_t>& ids)
    {
        if (ids.empty())
            addUnknown(filter);
        else
            for (std::size_t i = 1; i < m_facets.parts.size(); ++i) {
                const bool isIn = std::find(ids.begin(), ids.end(), m_facets.parts[i].*part) != ids.end();
                m_out.filters.facets[i] &= isIn != filter.negated ? 1 : 0;
            }
    }

    /// The numbers of the values that are known; 0 for an empty one, where the entity has no such thing.
    Result<std::vector<std::int64_t>> idsOf(const Filters& filters)
    {
        std::vector<std::int64_t> ids;
        for (const EntityFilter* filter : filters) {
            auto id = filter->value.empty() ? Result<std::optional<std::int64_t>>(std::optional<std::int64_t>(0))
                                            : m_texts.find(filter->value);
            if (!id)
                return id.error();
            if (*id)
                ids.push_back(**id);
        }
        return ids;
    }

    Result<void> addStatus(const Filters& filters)
    {
        std::vector<std::int64_t> ids;
        for (const EntityFilter* filter : filters) {
            if (const auto status = entityStatusFromString(filter->value))
                ids.push_back(static_cast<std::int64_t>(*status));
        }
        addFacets(*filters.front(), &columns::Facet::status, ids);
        return {};
    }

    Result<void> addFacetText(const Filters& filters, std::int64_t columns::Facet::*part)
    {
        auto ids = idsOf(filters);
        if (!ids)
            return ids.error();
        addFacets(*filters.front(), part, *ids);
        return {};
    }

    void addNumbers(
        const EntityFilter& filter, columns::IntColumn EntityColumns::*column, std::vector<NumberFilter::Range> ranges)
    {
        m_out.filters.numbers.push_back({ column, std::move(ranges), filter.negated });
    }

    Result<void> addCurrentStep(const Filters& filters)
    {
        auto ids = idsOf(filters);
        if (!ids)
            return ids.error();
        std::vector<NumberFilter::Range> ranges;
        for (const std::int64_t id : *ids)
            ranges.push_back({ id, id });
        if (ranges.empty())
            addUnknown(*filters.front());
        else
            addNumbers(*filters.front(), &EntityColumns::currentStep, std::move(ranges));
        return {};
    }

    Result<void> addTime(const Filters& filters, columns::IntColumn EntityColumns::*column)
    {
        std::vector<NumberFilter::Range> ranges;
        for (const EntityFilter* filter : filters) {
            auto bounds = timeBounds(*filter, m_now);
            if (!bounds)
                return bounds.error();
            ranges.push_back(rangeOf(*bounds));
        }
        addNumbers(*filters.front(), column, std::move(ranges));
        return {};
    }

    Result<void> addRetries(const Filters& filters)
    {
        std::vector<NumberFilter::Range> ranges;
        for (const EntityFilter* filter : filters) {
            std::int64_t count = 0;
            std::from_chars(filter->value.data(), filter->value.data() + filter->value.size(), count);
            ranges.push_back(rangeOf(filter->op, count));
        }
        addNumbers(*filters.front(), &EntityColumns::retries, std::move(ranges));
        return {};
    }

    Result<void> addId(const Filters& filters)
    {
        IdFilter out{ {}, filters.front()->negated };
        for (const EntityFilter* filter : filters)
            out.alternatives.push_back({ filter->value, filter->op == FilterOperator::Prefix });
        m_out.filters.ids.push_back(std::move(out));
        return {};
    }

    void addAlternative(SetFilter& filter, SetKey key, bool isOutside = false)
    {
        filter.alternatives.push_back({ m_out.sets.size(), isOutside });
        m_out.sets.push_back(std::move(key));
    }

    void addSets(const EntityFilter& filter, SetFilter sets)
    {
        sets.negated = filter.negated;
        if (sets.alternatives.empty())
            addUnknown(filter);
        else
            m_out.filters.sets.push_back(std::move(sets));
    }

    Result<void> addSteps(const Filters& filters)
    {
        SetFilter sets;
        for (const EntityFilter* filter : filters) {
            auto id = m_texts.find(filter->value);
            if (!id)
                return id.error();
            if (!*id)
                continue;
            SetKey key{ SetKey::Kind::StepType, **id, {}, {} };
            if (filter->execution)
                key.execution = static_cast<std::int64_t>(*filter->execution);
            if (filter->field == EntityField::Step) {
                key.kind = SetKey::Kind::StepId;
                addAlternative(sets, key);
            }
            if (filter->field != EntityField::StepType)
                key.kind = SetKey::Kind::StepAction;
            addAlternative(sets, key);
        }
        addSets(*filters.front(), std::move(sets));
        return {};
    }

    Result<void> addWorkflow(const Filters& filters)
    {
        SetFilter sets;
        for (const EntityFilter* filter : filters) {
            if (filter->value.empty()) {
                addAlternative(sets, { SetKey::Kind::Workflow, 0, {}, {} }, true);
                continue;
            }
            auto id = m_texts.find(filter->value);
            if (!id)
                return id.error();
            if (*id)
                addAlternative(sets, { SetKey::Kind::Workflow, **id, {}, {} });
        }
        addSets(*filters.front(), std::move(sets));
        return {};
    }

    Result<void> addKey(const Filters& filters)
    {
        SetFilter sets;
        for (const EntityFilter* filter : filters)
            addAlternative(sets, { SetKey::Kind::BusinessKey, 0, filter->value, {} }, filter->value.empty());
        addSets(*filters.front(), std::move(sets));
        return {};
    }

    Result<void> addSource(const Filters& filters)
    {
        SetFilter sets;
        for (const EntityFilter* filter : filters) {
            auto sources = m_texts.sourcesNamed(filter->value);
            if (!sources)
                return sources.error();
            if (!sources->empty())
                addAlternative(sets, { SetKey::Kind::Source, 0, filter->value, {} });
        }
        addSets(*filters.front(), std::move(sets));
        return {};
    }

    Result<void> addError(const EntityFilter& filter)
    {
        // An empty text is in every error, also in that of an entity that has none.
        if (filter.value.empty()) {
            m_out.filters.matchesNothing = m_out.filters.matchesNothing || filter.negated;
            return {};
        }
        SetFilter sets;
        addAlternative(sets, { SetKey::Kind::Error, 0, filter.value, {} });
        addSets(filter, std::move(sets));
        return {};
    }

    Timestamp m_now;
    const Facets& m_facets;
    TextCache& m_texts;
    EntitySearch m_out;
};

} // namespace

Result<EntitySearch> searchOf(const EntityQuery& query, Timestamp now, const Facets& facets, TextCache& texts)
{
    return Compiler(now, facets, texts).compile(query);
}

} // namespace binnacle::sqlite
