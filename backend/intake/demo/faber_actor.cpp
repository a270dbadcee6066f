#include "backend/intake/demo/catalog.h"
#include "backend/intake/demo/world.h"

#include <fmt/format.h>

#include <algorithm>

namespace binnacle::demo {

namespace {

constexpr int maxAttempts = 3;
constexpr int stormAttempts = 40;

const Pipeline& pickPipeline(Random& random)
{
    double at = random.unit();
    for (const Pipeline& pipeline : pipelines()) {
        if (at < pipeline.weight)
            return pipeline;
        at -= pipeline.weight;
    }
    return pipelines().back();
}

class FaberActor final : public Actor {
public:
    FaberActor(World& world, std::int64_t at, std::uint64_t number, int cycles)
        : m_pipeline(pickPipeline(world.random()))
        , m_number(number)
        , m_cycles(cycles)
        , m_createdAt(at)
    {
        Random& random = world.random();
        nextAt = at;
        m_id = fmt::format("{}-{}-{}", m_pipeline.nameHeads[random.below(m_pipeline.nameHeads.size())],
            m_pipeline.nameTails[random.below(m_pipeline.nameTails.size())], number);
        m_machine = machines()[random.below(machines().size())];
        m_session = fmt::format("session-{}", hexText(random, 10));
        m_run = fmt::format(
            "{}/{}/{}-{}", m_pipeline.organization, m_pipeline.project, hexText(random, 8), hexText(random, 12));
        m_entity = world.addEntity(m_pipeline.entityType);
        if (world.has(Fault::StuckEntity) && random.chance(1.0 / 400) && world.progressAt(at) < 0.8)
            m_stuckAtStep = static_cast<int>(random.below(m_pipeline.steps.size()));
        if (m_stuckAtStep < 0 && world.has(Fault::RetryStorm) && random.chance(1.0 / 2500))
            m_stormAtStep = static_cast<int>(random.below(m_pipeline.steps.size()));
    }

    bool act(World& world) override
    {
        switch (m_phase) {
        case Phase::Create:
            create(world);
            return true;
        case Phase::Start:
            return start(world);
        case Phase::Progress:
            progress(world);
            return true;
        case Phase::End:
            return end(world);
        case Phase::Finish:
            finish(world);
            return m_phase != Phase::Finish;
        case Phase::Archive:
            archive(world);
            return false;
        }
        return false;
    }

private:
    enum class Phase { Create, Start, Progress, End, Finish, Archive };

    std::string address() const
    {
        return fmt::format("{}/{}/{}/{}", m_pipeline.organization, m_pipeline.project, m_pipeline.entityType, m_id);
    }

    const StepSpec& spec() const { return m_pipeline.steps[m_step]; }

    std::string idText(World& world) const
    {
        return world.options().randomIds ? hexText(world.random(), 32)
                                         : timeText(nextAt) + '_' + hexText(world.random(), 12);
    }

    std::string head(World& world, std::string_view type) const
    {
        return fmt::format(
            R"({{"event_type":"{}","event_id":"evt_{}","timestamp":"{}","source":{{"organization":"{}","project":"{}","faber_version":"2.4.0","hostname":"{}","session_id":"{}"}},"entity":{{"organization":"{}","project":"{}","type":"{}","id":"{}"}})",
            type, idText(world), timeText(nextAt), m_pipeline.organization, m_pipeline.project, m_machine, m_session,
            m_pipeline.organization, m_pipeline.project, m_pipeline.entityType, m_id);
    }

    std::string snapshot(EntityStatus status, std::string_view more = {}) const
    {
        const int steps = static_cast<int>(m_pipeline.steps.size());
        return fmt::format(
            R"(,"entity_snapshot":{{"status":"{}","updated_at":"{}","step_status_summary":{{"completed":{},"failed":{},"in_progress":0,"pending":{}}}{}}})",
            binnacle::toString(status), timeText(nextAt), m_done, m_failed ? 1 : 0,
            std::max(0, steps - m_done - (m_failed ? 1 : 0)), more);
    }

    std::string stepJson(std::string_view execution, std::string_view more) const
    {
        return fmt::format(
            R"(,"step":{{"step_id":"{}","step_action":"{}","step_type":"{}","execution_status":"{}","phase":"{}","executed_at":"{}","workflow_id":"{}","run_id":"{}","work_id":"{}","retry_count":{}{}}})",
            spec().id, spec().action, spec().type, execution, spec().phase, timeText(m_startedAt), m_pipeline.workflow,
            m_run, m_number, m_attempt - 1, more);
    }

    void send(World& world, std::string json, EntityStatus status)
    {
        json += '}';
        world.emit({ Dialect::Faber, nextAt, std::move(json), m_entity, status, "faber" });
    }

    void create(World& world)
    {
        Random& random = world.random();
        send(world,
            head(world, "entity.created")
                + snapshot(EntityStatus::Pending,
                    fmt::format(R"(,"properties":{{"priority":"{}","owner":"{}","words":{}}})",
                        random.chance(0.2) ? "high" : "normal", people()[random.below(people().size())],
                        600 + random.below(2400))),
            EntityStatus::Pending);
        m_phase = Phase::Start;
        nextAt += wait(random, 20);
    }

    static std::int64_t wait(Random& random, double meanSeconds)
    {
        return static_cast<std::int64_t>((0.2 + random.exponential(meanSeconds)) * second);
    }

    bool start(World& world)
    {
        Random& random = world.random();
        m_startedAt = nextAt;
        m_failed = false;
        send(world, head(world, "entity.step.started") + stepJson("started", {}), EntityStatus::InProgress);
        if (m_step == static_cast<std::size_t>(m_stuckAtStep) && m_stuckAtStep >= 0) {
            world.plant(Fault::StuckEntity, address(), fmt::format("{} started and never ended", spec().id));
            return false;
        }
        const bool isReview = m_pipeline.project == "editorial" && spec().action == "review";
        const bool slow = isReview && world.has(Fault::SlowStep) && world.progressAt(nextAt) > 0.75;
        m_durationMs = static_cast<std::int64_t>(1000 * random.logNormal(spec().medianSeconds * (slow ? 4 : 1), 0.45));
        if (isStorm())
            m_durationMs = 400 + static_cast<std::int64_t>(random.below(400));
        if (slow)
            world.plant(Fault::SlowStep, address(), fmt::format("{} took {} ms", spec().id, m_durationMs));
        m_progressLeft = m_durationMs > 300'000 ? 2 : m_durationMs > 150'000 ? 1 : 0;
        m_progressTotal = m_progressLeft + 1;
        m_phase = m_progressLeft > 0 ? Phase::Progress : Phase::End;
        nextAt += m_durationMs * 1000 / m_progressTotal;
        return true;
    }

    void progress(World& world)
    {
        --m_progressLeft;
        const int percent = 100 * (m_progressTotal - 1 - m_progressLeft) / m_progressTotal;
        send(world,
            head(world, "entity.step.in_progress")
                + stepJson("in_progress", fmt::format(R"(,"progress":{{"percent":{}}})", percent)),
            EntityStatus::InProgress);
        if (m_progressLeft == 0)
            m_phase = Phase::End;
        nextAt += m_durationMs * 1000 / m_progressTotal;
    }

    bool isStorm() const { return m_stormAtStep >= 0 && m_step == static_cast<std::size_t>(m_stormAtStep); }

    bool fails(World& world)
    {
        if (isStorm())
            return m_attempt < stormAttempts;
        double rate = spec().failureRate;
        if (m_attempt > 1)
            rate = std::max(rate, 0.25);
        const bool planted = world.has(Fault::FailingStep) && m_pipeline.project == "editorial"
            && spec().action == "github-commit" && world.progressAt(nextAt) > 0.875;
        if (!world.random().chance(planted ? 0.6 : rate))
            return false;
        if (planted)
            world.plant(Fault::FailingStep, address(), fmt::format("{}, attempt {}", spec().id, m_attempt));
        return true;
    }

    bool end(World& world)
    {
        Random& random = world.random();
        if (fails(world)) {
            m_failed = true;
            const auto errors = spec().action == "github-commit" ? commitErrors() : stepErrors();
            const auto more = fmt::format(R"(,"outcome_status":"failure","duration_ms":{},"error_message":"{}"{})",
                m_durationMs, errors[random.below(errors.size())],
                m_attempt > 1 ? R"(,"retry_reason":"previous attempt failed")" : "");
            send(world, head(world, "entity.step.failed") + stepJson("failed", more) + snapshot(EntityStatus::Failed),
                EntityStatus::Failed);
            if (m_attempt == 1 && isStorm())
                world.plant(Fault::RetryStorm, address(), fmt::format("{}, {} attempts", spec().id, stormAttempts));
            if (m_attempt >= (isStorm() ? stormAttempts : maxAttempts))
                return false;
            ++m_attempt;
            m_phase = Phase::Start;
            nextAt += isStorm() ? second : wait(random, 40 * m_attempt);
            return true;
        }
        m_failed = false;
        ++m_done;
        const bool last = m_step + 1 == m_pipeline.steps.size();
        std::string more = fmt::format(R"(,"outcome_status":"success","duration_ms":{})", m_durationMs);
        if (spec().action == "github-commit")
            more += fmt::format(
                R"(,"artifacts":[{{"type":"commit","name":"{}","path":"https://git.example.com/{}/{}/commit/{}"}}])",
                m_id, m_pipeline.organization, m_pipeline.project, hexText(random, 12));
        send(world,
            head(world, "entity.step.completed") + stepJson("completed", more) + snapshot(EntityStatus::InProgress),
            EntityStatus::InProgress);
        m_attempt = 1;
        if (last) {
            m_phase = Phase::Finish;
            nextAt += second / 2;
        } else {
            ++m_step;
            m_phase = Phase::Start;
            nextAt += wait(random, spec().action == "review" ? 500 : 25);
        }
        return true;
    }

    void finish(World& world)
    {
        Random& random = world.random();
        if (--m_cycles > 0) {
            // Another round of work on the same entity, in a run of its own.
            m_step = 0;
            m_done = 0;
            m_run = fmt::format(
                "{}/{}/{}-{}", m_pipeline.organization, m_pipeline.project, hexText(random, 8), hexText(random, 12));
            send(world,
                head(world, "entity.status.changed")
                    + fmt::format(
                        R"(,"entity_snapshot":{{"before":{{"status":"in_progress"}},"after":{{"status":"pending"}},"updated_at":"{}"}})",
                        timeText(nextAt)),
                EntityStatus::Pending);
            m_phase = Phase::Start;
            nextAt += wait(random, 60);
            return;
        }
        send(world,
            head(world, "entity.workflow.completed")
                + fmt::format(
                    R"(,"workflow_summary":{{"workflow_id":"{}","run_id":"{}","status":"completed","duration_ms":{},"steps_executed":{},"steps_succeeded":{},"steps_failed":0}})",
                    m_pipeline.workflow, m_run, (nextAt - m_createdAt) / 1000, m_done, m_done)
                + snapshot(EntityStatus::Completed),
            EntityStatus::Completed);
        if (random.chance(0.12)) {
            m_phase = Phase::Archive;
            nextAt += static_cast<std::int64_t>(random.between(1800, 7200) * second);
        }
    }

    void archive(World& world)
    {
        send(world, head(world, "entity.archived") + R"(,"archive_reason":"retention: finished and published")",
            EntityStatus::Archived);
    }

    const Pipeline& m_pipeline;
    std::uint64_t m_number;
    int m_cycles;
    std::int64_t m_createdAt;
    Phase m_phase = Phase::Create;
    std::string m_id;
    std::string_view m_machine;
    std::string m_session;
    std::string m_run;
    std::size_t m_entity = 0;
    std::size_t m_step = 0;
    int m_stuckAtStep = -1;
    int m_stormAtStep = -1;
    int m_attempt = 1;
    int m_done = 0;
    bool m_failed = false;
    std::int64_t m_startedAt = 0;
    std::int64_t m_durationMs = 0;
    int m_progressLeft = 0;
    int m_progressTotal = 1;
};

} // namespace

std::unique_ptr<Actor> makeFaberActor(World& world, std::int64_t atMicros, std::uint64_t number, int cycles)
{
    return std::make_unique<FaberActor>(world, atMicros, number, cycles);
}

} // namespace binnacle::demo
