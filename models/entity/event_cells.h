#pragma once

#include "models/common/sort_order.h"
#include "models/entity/entity_events_model.h"

namespace binnacle {

/// A cell of the history as text, or empty where there is nothing to say. The version depends on the other rows: it is
/// the model's.
QString eventCell(const EventRow& event, EntityEventsModel::Column column, const Formatter& formatter);

/// Orders events by what their cells show, numbers in them as numbers. A missing value comes last in either direction;
/// equal rows go by seq.
class EventComparison {
public:
    EventComparison(SortOrder order, const Formatter& formatter);

    bool operator()(const EventRow& a, const EventRow& b) const;
    /// Many at once: the value of a cell is made once for each row.
    void sort(std::vector<EventRow>& rows) const;

private:
    struct Place {
        const EventRow* event;
        std::vector<SortValue> values; ///< One for each key.
    };
    Place placeOf(const EventRow& event) const;
    bool isBefore(const Place& a, const Place& b) const;

    const SortOrder m_order;
    const Formatter& m_formatter;
};

} // namespace binnacle
