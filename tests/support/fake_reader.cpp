#include "tests/support/fake_store_data.h"

#include <algorithm>
#include <chrono>

namespace binnacle::test {

namespace {

bool matches(const EntityRow& row, const EntityFilter& filter)
{
    const auto is = [&](std::string_view text) {
        return filter.op == FilterOperator::Prefix ? text.substr(0, filter.value.size()) == filter.value
                                                   : text == filter.value;
    };
    switch (filter.field) {
    case EntityField::Status:
        return is(toString(row.status));
    case EntityField::Organization:
        return is(row.key.organization);
    case EntityField::Project:
        return is(row.key.project);
    case EntityField::Type:
        return is(row.key.type);
    case EntityField::Id:
        return is(row.key.id);
    case EntityField::Text:
        return row.key.id.find(filter.value) != std::string::npos;
    default:
        return true;
    }
}

bool matches(const EntityRow& row, const EntityQuery& query)
{
    std::map<EntityField, bool> positive;
    for (const EntityFilter& filter : query.filters) {
        const bool hit = matches(row, filter);
        if (filter.negated && hit)
            return false;
        if (!filter.negated)
            positive[filter.field] |= hit;
    }
    return std::all_of(positive.begin(), positive.end(), [](const auto& entry) { return entry.second; });
}

template <typename Row>
Page<Row> slice(const std::vector<Row>& all, const PageRequest& request)
{
    const std::size_t from = std::min(request.cursor.empty() ? 0 : std::stoul(request.cursor), all.size());
    const std::size_t to = std::min(from + static_cast<std::size_t>(request.limit), all.size());
    Page<Row> page;
    page.items.assign(all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to));
    if (to < all.size())
        page.nextCursor = std::to_string(to);
    return page;
}

class FakeReader final : public StoreReader {
public:
    explicit FakeReader(std::shared_ptr<FakeStore::Data> data)
        : m_data(std::move(data))
    {
    }

    void setCancelToken(CancelToken token) override { m_token = token; }

    Result<StoreInfo> info() override
    {
        return read<StoreInfo>([&] {
            StoreInfo info;
            info.location = "memory";
            info.schemaVersion = 1;
            info.lastSeq = static_cast<Seq>(m_data->content.events.size());
            info.entityCount = static_cast<std::int64_t>(m_data->content.entities.size());
            info.quarantineOpen = std::count_if(m_data->content.quarantine.begin(), m_data->content.quarantine.end(),
                [](const FakeQuarantine& kept) { return kept.row.status == "open"; });
            if (!m_data->content.events.empty()) {
                info.firstRecordedAt = m_data->content.events.front().row.recordedAt;
                info.lastRecordedAt = m_data->content.events.back().row.recordedAt;
            }
            info.isDemo = m_data->isDemo;
            info.isReadOnly = m_data->readOnly;
            return info;
        });
    }
    Result<Page<EntityRow>> entities(const EntityQuery& query, const PageRequest& page, Timestamp) override
    {
        return read<Page<EntityRow>>([&] { return slice(sorted(query), page); });
    }
    Result<RowCount> countEntities(const EntityQuery& query, Timestamp, std::int64_t) override
    {
        return read<RowCount>([&] { return RowCount{ static_cast<std::int64_t>(sorted(query).size()), true }; });
    }
    Result<std::vector<EntityRow>> entitiesByRef(
        std::span<const EntityRef> refs, const EntityQuery& query, Timestamp) override
    {
        return read<std::vector<EntityRow>>([&] {
            auto rows = sorted(query);
            std::erase_if(
                rows, [&](const EntityRow& row) { return std::find(refs.begin(), refs.end(), row.ref) == refs.end(); });
            return rows;
        });
    }
    Result<EntityDetail> entity(const EntityKey& key) override
    {
        return read<EntityDetail>([&]() -> Result<EntityDetail> {
            const auto found = m_data->content.entities.find(key);
            if (found == m_data->content.entities.end())
                return Error::make(ErrorKind::NotFound, "ENTITY_NOT_FOUND", "There is no such entity.");
            EntityDetail detail;
            detail.row = found->second;
            return detail;
        });
    }
    Result<std::vector<EntityRow>> searchEntities(std::string_view text, std::int64_t limit) override
    {
        EntityQuery query;
        query.filters.push_back({ EntityField::Text, false, FilterOperator::Contains, std::string(text), {} });
        return read<std::vector<EntityRow>>([&] { return slice(sorted(query), { limit, {} }).items; });
    }
    Result<Page<EventRow>> events(const EventQuery& query, const PageRequest& page) override
    {
        return read<Page<EventRow>>([&] {
            std::vector<EventRow> rows;
            std::vector<SeqRange> damaged;
            for (const StoredEvent& stored : m_data->content.events) {
                if (query.entity && stored.row.entity != *query.entity)
                    continue;
                if (m_data->damaged.count(stored.row.seq) != 0)
                    addRange(damaged, { stored.row.seq, stored.row.seq });
                else
                    rows.push_back(stored.row);
            }
            if (query.newestFirst)
                std::reverse(rows.begin(), rows.end());
            Page<EventRow> found = slice(rows, page);
            found.damaged = std::move(damaged);
            return found;
        });
    }
    Result<StoredEvent> event(Seq seq) override
    {
        return read<StoredEvent>([&]() -> Result<StoredEvent> {
            if (seq < 1 || seq > static_cast<Seq>(m_data->content.events.size()))
                return Error::make(ErrorKind::NotFound, "EVENT_NOT_FOUND", "There is no such event.");
            return m_data->content.events[static_cast<std::size_t>(seq - 1)];
        });
    }
    Result<std::vector<RunRow>> runs(EntityRef) override
    {
        return read<std::vector<RunRow>>([] { return std::vector<RunRow>(); });
    }
    Result<Page<RunRow>> allRuns(const PageRequest&) override { return Page<RunRow>(); }
    Result<std::vector<ArtifactRow>> artifacts(EntityRef) override { return std::vector<ArtifactRow>(); }
    Result<Page<ArtifactRow>> allArtifacts(const PageRequest&) override { return Page<ArtifactRow>(); }
    Result<std::vector<GridCell>> grid(std::string_view organization, std::string_view project) override
    {
        return read<std::vector<GridCell>>([&] {
            std::map<std::pair<std::string, EntityStatus>, std::int64_t> counts;
            for (const auto& [key, row] : m_data->content.entities) {
                if ((organization.empty() || key.organization == organization)
                    && (project.empty() || key.project == project))
                    ++counts[{ key.type, row.status }];
            }
            std::vector<GridCell> cells;
            for (const auto& [cell, count] : counts)
                cells.push_back({ cell.first, cell.second, count });
            return cells;
        });
    }
    // What this store holds has always been so.
    Result<std::vector<GridCell>> gridAsOf(
        const AsOf&, std::string_view organization, std::string_view project) override
    {
        return grid(organization, project);
    }
    Result<EntityDetail> entityAsOf(const EntityKey& key, const AsOf&) override { return entity(key); }
    Result<std::vector<ProjectRow>> projects() override
    {
        return read<std::vector<ProjectRow>>([&] {
            std::vector<ProjectRow> rows;
            for (const auto& [key, row] : m_data->content.entities) {
                if (rows.empty() || rows.back().organization != key.organization
                    || rows.back().project != key.project) {
                    rows.emplace_back();
                    rows.back().organization = key.organization;
                    rows.back().project = key.project;
                }
                ProjectRow& project = rows.back();
                project.lastEventAt = std::max(project.lastEventAt, row.updatedAt);
                if (project.types.empty() || project.types.back() != key.type)
                    project.types.push_back(key.type);
                project.inProgress += row.status == EntityStatus::InProgress;
                project.completed += row.status == EntityStatus::Completed;
                project.failed += row.status == EntityStatus::Failed;
                project.pending += row.status == EntityStatus::Pending || row.status == EntityStatus::Unknown;
                project.archived += row.status == EntityStatus::Archived;
            }
            return rows;
        });
    }
    Result<std::vector<VolumePoint>> volume(Timestamp from, Timestamp to, std::int64_t bucketSeconds) override
    {
        return read<std::vector<VolumePoint>>([&] {
            std::map<std::pair<std::int64_t, std::string>, std::int64_t> counts;
            for (const StoredEvent& stored : m_data->content.events) {
                const std::int64_t at = stored.row.recordedAt.micros;
                const std::int64_t width = bucketSeconds * 1'000'000;
                if (at >= from.micros && at < to.micros)
                    ++counts[{ at - at % width, stored.row.source }];
            }
            std::vector<VolumePoint> points;
            for (const auto& [bucket, count] : counts)
                points.push_back({ { bucket.first }, bucket.second, count });
            return points;
        });
    }
    Result<std::vector<StepStatistics>> stepStatistics(Timestamp, Timestamp) override
    {
        return read<std::vector<StepStatistics>>([] { return std::vector<StepStatistics>(); });
    }
    Result<std::vector<HourPoint>> hours(Timestamp, Timestamp, std::string_view, std::string_view) override
    {
        return read<std::vector<HourPoint>>([] { return std::vector<HourPoint>(); });
    }
    Result<Page<QuarantineRow>> quarantine(std::string_view status, const PageRequest& page) override
    {
        return read<Page<QuarantineRow>>([&] {
            std::vector<QuarantineRow> rows;
            for (const FakeQuarantine& kept : m_data->content.quarantine) {
                if (status.empty() || kept.row.status == status)
                    rows.push_back(kept.row);
            }
            std::reverse(rows.begin(), rows.end());
            return slice(rows, page);
        });
    }
    Result<std::string> quarantineItem(std::int64_t id) override
    {
        return read<std::string>([&]() -> Result<std::string> {
            if (id < 1 || id > static_cast<std::int64_t>(m_data->content.quarantine.size()))
                return Error::make(ErrorKind::NotFound, "QUARANTINE_NOT_FOUND", "There is no such item.");
            return m_data->content.quarantine[static_cast<std::size_t>(id - 1)].item;
        });
    }

private:
    template <typename T, typename Fn>
    Result<T> read(Fn fn, std::string_view caller = __builtin_FUNCTION())
    {
        std::unique_lock lock(m_data->mutex);
        while (m_data->blockReads && !m_token.isCancelled()) {
            m_data->isReading = true;
            m_data->changed.notify_all();
            // A token cannot wake anyone; the real store is polled in the same way, by SQLite's progress handler.
            m_data->changed.wait_for(lock, std::chrono::milliseconds(1));
        }
        if (m_token.isCancelled())
            return Error::make(ErrorKind::Cancelled, "CANCELLED", "The read was cancelled.");
        if (m_data->readError && (m_data->failingRead.empty() || m_data->failingRead == caller))
            return *m_data->readError;
        return fn();
    }

    std::vector<EntityRow> sorted(const EntityQuery& query) const
    {
        std::vector<EntityRow> rows;
        for (const auto& [key, row] : m_data->content.entities) {
            if (matches(row, query))
                rows.push_back(row);
        }
        const SortKey sort = query.sort.empty() ? SortKey{} : query.sort.front();
        std::stable_sort(rows.begin(), rows.end(), [&](const EntityRow& a, const EntityRow& b) {
            if (sort.column == EntitySort::Id)
                return sort.descending ? b.key.id < a.key.id : a.key.id < b.key.id;
            return sort.descending ? b.updatedAt < a.updatedAt : a.updatedAt < b.updatedAt;
        });
        return rows;
    }

    std::shared_ptr<FakeStore::Data> m_data;
    CancelToken m_token;
};

} // namespace

std::unique_ptr<StoreReader> makeFakeReader(std::shared_ptr<FakeStore::Data> data)
{
    return std::make_unique<FakeReader>(std::move(data));
}

} // namespace binnacle::test
