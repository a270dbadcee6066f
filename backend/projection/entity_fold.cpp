#include "backend/projection/entity_fold.h"

#include "backend/projection/entity_rows.h"

#include <algorithm>

namespace binnacle {

void EntityFold::fold(const Event& event, Seq seq)
{
    if (isEmpty()) {
        m_entity.key = { std::string(event.organization), std::string(event.project), std::string(event.entityType),
            std::string(event.entityId) };
        m_entity.projectIsKey = event.projectIsKey;
    }
    if (!m_sources.contains(event.source))
        m_sources.emplace(event.source);
    // Any number but that of no entity.
    constexpr EntityRef itself = 1;
    project(event, identityOf(event).low, itself, seq, *this);
}

StepState& EntityFold::step(EntityRef, std::string_view stepId)
{
    auto at = m_steps.find(stepId);
    if (at == m_steps.end()) {
        at = m_steps.emplace(stepId, StepState()).first;
        at->second.stepId = stepId;
    }
    return at->second;
}

PropertyState& EntityFold::property(EntityRef, std::string_view name)
{
    auto at = m_properties.find(name);
    if (at == m_properties.end()) {
        at = m_properties.emplace(name, PropertyState()).first;
        at->second.name = name;
    }
    return at->second;
}

EntityDetail EntityFold::detail() const
{
    EntityDetail detail = entityDetailOf(m_entity);
    for (const auto& [id, step] : m_steps)
        detail.steps.push_back(stepRowOf(step));
    std::sort(detail.steps.begin(), detail.steps.end(), comesBefore);
    for (const auto& [name, property] : m_properties)
        detail.properties.push_back(propertyRowOf(property));
    detail.sources.assign(m_sources.begin(), m_sources.end());
    return detail;
}

} // namespace binnacle
