#include "tests/backend/store/naive_search.h"

#include "tests/backend/store/must.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <tuple>

namespace binnacle::test {

namespace {

std::string inLowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
        [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return text;
}

bool contains(const std::string& text, const std::string& part)
{
    return inLowerCase(text).find(inLowerCase(part)) != std::string::npos;
}

bool isWithin(const EntityFilter& filter, Timestamp at, Timestamp now)
{
    const TimeBounds bounds = take(timeBounds(filter, now));
    return (!bounds.from || at.micros >= bounds.from->micros) && (!bounds.to || at.micros < bounds.to->micros);
}

bool compares(const EntityFilter& filter, std::int64_t number)
{
    const std::int64_t value = std::stoll(filter.value);
    switch (filter.op) {
    case FilterOperator::Less:
        return number < value;
    case FilterOperator::LessOrEqual:
        return number <= value;
    case FilterOperator::Greater:
        return number > value;
    case FilterOperator::GreaterOrEqual:
        return number >= value;
    default:
        return number == value;
    }
}

bool hasStep(const KnownEntity& entity, const EntityFilter& filter)
{
    return std::any_of(entity.steps.begin(), entity.steps.end(), [&filter](const StepRow& step) {
        if (filter.execution && step.execution != *filter.execution)
            return false;
        if (filter.field == EntityField::StepType)
            return step.type == filter.value;
        return step.action == filter.value || (filter.field == EntityField::Step && step.stepId == filter.value);
    });
}

/// Without regard to the negation.
bool says(const KnownEntity& entity, const EntityFilter& filter, Timestamp now)
{
    const EntityRow& row = entity.row;
    const std::string& value = filter.value;
    switch (filter.field) {
    case EntityField::Status:
        return row.status == entityStatusFromString(value);
    case EntityField::Organization:
        return row.key.organization == value;
    case EntityField::Project:
        return row.key.project == value;
    case EntityField::Type:
        return row.key.type == value;
    case EntityField::Id:
        return filter.op == FilterOperator::Prefix ? row.key.id.starts_with(value) : row.key.id == value;
    case EntityField::CurrentStep:
        return row.currentStep == value;
    case EntityField::Step:
    case EntityField::StepAction:
    case EntityField::StepType:
        return hasStep(entity, filter);
    case EntityField::Workflow:
        return value.empty() ? entity.workflows.empty() : entity.workflows.contains(value);
    case EntityField::Key:
        return row.businessKey == value;
    case EntityField::Source:
        return std::find(entity.sources.begin(), entity.sources.end(), value) != entity.sources.end();
    case EntityField::Updated:
        return isWithin(filter, row.updatedAt, now);
    case EntityField::Created:
        return isWithin(filter, row.createdAt, now);
    case EntityField::Retries:
        return compares(filter, row.retries);
    case EntityField::Error:
        return contains(row.error, value);
    case EntityField::Text:
        return contains(row.key.id, value);
    }
    return false;
}

bool matches(const KnownEntity& entity, const EntityQuery& query, Timestamp now)
{
    std::map<EntityField, bool> alternatives;
    for (const EntityFilter& filter : query.filters) {
        const bool is = says(entity, filter, now);
        const bool isValue = filter.op == FilterOperator::Equal || filter.op == FilterOperator::Prefix;
        if (!filter.negated && isValue) {
            alternatives[filter.field] |= is;
        } else if (is == filter.negated) {
            return false;
        }
    }
    return std::all_of(alternatives.begin(), alternatives.end(), [](const auto& field) { return field.second; });
}

/// Smaller than 0: `a` is.
int compare(const EntityRow& a, const EntityRow& b, EntitySort column)
{
    const auto order = [](const auto& left, const auto& right) { return left < right ? -1 : right < left ? 1 : 0; };
    switch (column) {
    case EntitySort::Updated:
        return order(a.updatedAt.micros, b.updatedAt.micros);
    case EntitySort::Created:
        return order(a.createdAt.micros, b.createdAt.micros);
    case EntitySort::Id:
        return order(a.key.id, b.key.id);
    case EntitySort::Type:
        return order(a.key.type, b.key.type);
    case EntitySort::Project:
        return order(a.key.project, b.key.project);
    case EntitySort::Organization:
        return order(a.key.organization, b.key.organization);
    case EntitySort::Status:
        return order(a.status, b.status);
    case EntitySort::CurrentStep:
        return order(a.currentStep, b.currentStep);
    case EntitySort::Retries:
        return order(a.retries, b.retries);
    case EntitySort::Version:
        return order(a.version, b.version);
    }
    return 0;
}

bool comesBefore(const EntityRow& a, const EntityRow& b, const std::vector<SortKey>& keys)
{
    for (const SortKey& key : keys) {
        if (const int order = compare(a, b, key.column); order != 0)
            return key.descending ? order > 0 : order < 0;
    }
    return keys.back().descending ? a.ref > b.ref : a.ref < b.ref;
}

} // namespace

std::vector<KnownEntity> readKnown(StoreReader& reader, const std::set<EntityKey>& keys)
{
    std::vector<KnownEntity> out;
    for (const EntityKey& key : keys) {
        EntityDetail detail = take(reader.entity(key));
        KnownEntity& entity = out.emplace_back();
        entity.row = std::move(detail.row);
        entity.steps = std::move(detail.steps);
        entity.sources = std::move(detail.sources);
        for (const RunRow& run : take(reader.runs(entity.row.ref))) {
            if (!run.workflowId.empty())
                entity.workflows.insert(run.workflowId);
        }
    }
    return out;
}

std::vector<EntityRef> searchNaively(const std::vector<KnownEntity>& entities, const EntityQuery& query, Timestamp now)
{
    std::vector<SortKey> keys = query.sort;
    if (keys.empty())
        keys.push_back({});
    std::vector<const EntityRow*> rows;
    for (const KnownEntity& entity : entities) {
        if (matches(entity, query, now))
            rows.push_back(&entity.row);
    }
    std::sort(rows.begin(), rows.end(),
        [&keys](const EntityRow* a, const EntityRow* b) { return comesBefore(*a, *b, keys); });
    std::vector<EntityRef> refs;
    for (const EntityRow* row : rows)
        refs.push_back(row->ref);
    return refs;
}

} // namespace binnacle::test
