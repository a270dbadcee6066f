#include "backend/intake/demo/catalog.h"
#include "backend/intake/demo/world.h"

#include <fmt/format.h>

namespace binnacle::demo {

namespace {

/// A workflow of the ETL project: it refreshes one data set and tells the lake.
class EtlActor final : public Actor {
public:
    EtlActor(World& world, std::int64_t at, std::uint64_t number)
        : m_dataset(datasets()[world.random().below(datasets().size())])
        , m_number(number)
        , m_startedAt(at)
    {
        nextAt = at;
        std::string stamp = timeText(at).substr(0, 19);
        std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
        m_id = fmt::format("workflow-{}-{}Z", number, stamp);
        m_version = 2020 + static_cast<int>(world.random().below(6));
        m_entity = world.addEntity("workflow");
    }

    bool act(World& world) override
    {
        Random& random = world.random();
        if (m_phase == 0) {
            send(world,
                fmt::format(
                    R"({{"event_type":"workflow_start",{},"project":"etl.corthion.ai","environment":"prod","context":{{"work_item_id":"{}","branch":"feat/{}-refresh","action":"update","targets":["{}_{}"]}}}})",
                    common(), m_number, m_number, m_dataset.name, m_dataset.table),
                EntityStatus::InProgress);
            m_phase = 1;
            nextAt += second + static_cast<std::int64_t>(random.exponential(4) * second);
            return true;
        }
        const StepSpec& spec = etlSteps()[m_step];
        if (m_phase == 1) {
            send(world,
                fmt::format(R"({{"event_type":"step_start",{},"step":{{"name":"{}","phase":"{}","target":"{}_{}"}}}})",
                    common(), spec.id, spec.phase, m_dataset.name, m_dataset.table),
                EntityStatus::InProgress);
            m_durationMs = static_cast<std::int64_t>(1000 * random.logNormal(spec.medianSeconds, 0.4));
            nextAt += m_durationMs * 1000;
            m_phase = 2;
            return true;
        }
        if (m_phase == 2) {
            m_failed = random.chance(spec.failureRate);
            std::string more;
            if (m_failed) {
                more = fmt::format(R"(,"error_message":"{}")", stepErrors()[random.below(stepErrors().size())]);
            }
            std::string artifacts;
            if (!m_failed && spec.phase == "load")
                artifacts = fmt::format(R"(,"artifacts":[{}])", artifact(random));
            send(world,
                fmt::format(
                    R"({{"event_type":"step_complete",{},"step":{{"name":"{}","phase":"{}","target":"{}_{}","status":"{}","duration_ms":{}{}}}{}}})",
                    common(), spec.id, spec.phase, m_dataset.name, m_dataset.table, m_failed ? "failure" : "success",
                    m_durationMs, more, artifacts),
                m_failed ? EntityStatus::Failed : EntityStatus::InProgress);
            nextAt += second + static_cast<std::int64_t>(random.exponential(6) * second);
            ++m_step;
            m_phase = m_failed || m_step == etlSteps().size() ? 3 : 1;
            return true;
        }
        if (m_phase == 3 && !m_failed) {
            send(world,
                fmt::format(
                    R"({{"event_type":"artifact_create",{},"artifact":{},"upstream":{{"project":"etl.corthion.ai","workflow_id":"{}"}}}})",
                    common(), artifact(random), m_id),
                EntityStatus::InProgress);
            nextAt += second;
            m_phase = 4;
            return true;
        }
        send(world,
            fmt::format(
                R"({{"event_type":"workflow_complete",{},"status":"{}","duration_ms":{},"summary":{{"steps_executed":{},"steps_succeeded":{},"steps_failed":{},"artifacts_created":{}}},"downstream_impacts":[{{"system":"lake.corthonomy.ai","impact_type":"data_refresh","action_required":"Update Glue catalog for {}_{}"}}]}})",
                common(), m_failed ? "failure" : "success", (nextAt - m_startedAt) / 1000, m_step,
                m_failed ? m_step - 1 : m_step, m_failed ? 1 : 0, m_failed ? 0 : 1, m_dataset.name, m_dataset.table),
            m_failed ? EntityStatus::Failed : EntityStatus::Completed);
        return false;
    }

private:
    std::string common() const
    {
        return fmt::format(R"("workflow_id":"{}","timestamp":"{}","organization":"corthos")", m_id, timeText(nextAt));
    }

    std::string artifact(Random& random) const
    {
        return fmt::format(
            R"({{"type":"dataset","dataset":"{}","table":"{}","version":"{}","path":"s3://prod.etl.corthion.ai/curated/{}/{}/version={}/","row_count":{}}})",
            m_dataset.name, m_dataset.table, m_version, m_dataset.name, m_dataset.table, m_version,
            m_dataset.rows + static_cast<int>(random.below(200)));
    }

    void send(World& world, std::string json, EntityStatus status)
    {
        world.emit({ Dialect::Workflow, nextAt, std::move(json), m_entity, status, "workflow" });
    }

    const Dataset& m_dataset;
    std::uint64_t m_number;
    std::int64_t m_startedAt;
    std::string m_id;
    int m_version = 2024;
    std::size_t m_entity = 0;
    std::size_t m_step = 0;
    int m_phase = 0;
    bool m_failed = false;
    std::int64_t m_durationMs = 0;
};

} // namespace

std::unique_ptr<Actor> makeEtlActor(World& world, std::int64_t atMicros, std::uint64_t number)
{
    return std::make_unique<EtlActor>(world, atMicros, number);
}

} // namespace binnacle::demo
