#include "backend/intake/demo/demo_generator.h"

#include "backend/intake/demo/spoiler.h"
#include "backend/intake/demo/world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <queue>

namespace binnacle::demo {

namespace {

constexpr double duplicateRate = 0.01;
constexpr double badRate = 0.001;
constexpr double outOfOrderRate = 0.02;
constexpr std::int64_t silenceMicros = 31 * 60 * second;

enum Family : std::size_t { Faber, Workflows, Orders, FamilyCount };

} // namespace

class Generator::Private final : public World {
public:
    /// `shift` moves everything in time, and changes nothing else.
    Private(Options options, std::int64_t shift)
        : m_options(std::move(options))
        , m_random(m_options.seed)
        , m_shift(shift)
    {
        m_end = m_options.end.micros + m_shift;
        m_start = m_end - span();
        m_now = m_options.now.value_or(m_options.end).micros + m_shift;
        m_silenceStart = m_start + (m_now - m_start) * 6 / 10;
        const std::array<double, FamilyCount> shares{ m_options.faber ? 0.62 : 0, m_options.workflows ? 0.08 : 0,
            m_options.orders ? 0.30 : 0 };
        double total = 0;
        for (const double share : shares)
            total += share;
        for (std::size_t family = 0; family < FamilyCount; ++family) {
            if (shares[family] <= 0 || total <= 0)
                continue;
            const double events = static_cast<double>(m_options.events) * shares[family] / total;
            double perEntity = pilot(static_cast<Family>(family), 1);
            if (family == Faber && m_options.entities > 0) {
                m_cycles = std::max(
                    1, static_cast<int>(std::lround(events / static_cast<double>(m_options.entities) / perEntity)));
                perEntity = pilot(Faber, m_cycles);
            }
            m_meanGap[family] = m_options.spanSeconds * perEntity * meanBusy() / events;
            m_nextSpawn[family] = m_start + gap(static_cast<Family>(family), m_start);
        }
        m_random = Random(m_options.seed);
    }

    // World
    Random& random() override { return m_random; }
    const Options& options() const override { return m_options; }
    bool has(Fault fault) const override { return !m_piloting && m_options.faults.contains(fault); }
    double progressAt(std::int64_t micros) const override
    {
        return static_cast<double>(micros - m_start) / static_cast<double>(m_now - m_start);
    }
    std::size_t addEntity(std::string_view type) override
    {
        if (m_piloting)
            return 0;
        const auto at = std::ranges::find(m_types, type);
        const auto index = static_cast<std::uint8_t>(at - m_types.begin());
        if (at == m_types.end())
            m_types.emplace_back(type);
        m_entities.push_back({ index, EntityStatus::Unknown, INT64_MIN });
        return m_entities.size() - 1;
    }
    void emit(Emission emission) override
    {
        if (m_piloting) {
            const auto offset = static_cast<double>(emission.atMicros - m_start);
            m_pilotEvents += std::max(0.0, 1 - offset / static_cast<double>(span()));
            return;
        }
        std::int64_t sentAt = emission.atMicros
            + static_cast<std::int64_t>((0.05 + m_random.exponential(0.4)) * static_cast<double>(second));
        if (has(Fault::SourceSilent) && emission.source == "gcp" && sentAt >= m_silenceStart
            && sentAt < m_silenceStart + silenceMicros)
            sentAt = m_silenceStart + silenceMicros + static_cast<std::int64_t>(m_random.below(20 * second));
        if (has(Fault::OutOfOrder) && m_random.chance(outOfOrderRate))
            sentAt += static_cast<std::int64_t>(m_random.between(5, 300) * static_cast<double>(second));
        Pending pending{ sentAt, m_sequence++, Pending::Kind::Good, emission.dialect, std::move(emission.json),
            emission.entity, emission.status, emission.atMicros };
        m_outbox.push(std::move(pending));
    }
    void plant(Fault fault, std::string entity, std::string detail) override
    {
        if (!m_piloting)
            m_truth.planted.push_back({ fault, std::move(entity), std::move(detail) });
    }

    std::optional<Line> next()
    {
        if (!m_options.untilEnd && m_truth.lines >= m_options.events)
            return std::nullopt;
        // A line may go out only when no actor can send an earlier one any more.
        while (m_outbox.empty() || m_outbox.top().sentAt > nextAction()) {
            if (nextAction() == INT64_MAX || (m_options.untilEnd && m_outbox.empty() && nextAction() > m_end))
                break;
            act();
        }
        if (m_outbox.empty() || (m_options.untilEnd && m_outbox.top().sentAt > m_end))
            return std::nullopt;
        Pending pending = m_outbox.top();
        m_outbox.pop();
        deliver(pending);
        return Line{ std::move(pending.json), Timestamp{ pending.sentAt } };
    }

    Truth truth() const
    {
        Truth truth = m_truth;
        for (const Entity& entity : m_entities) {
            if (entity.at != INT64_MIN)
                ++truth.entitiesByTypeAndStatus[m_types[entity.type]][std::string(binnacle::toString(entity.status))];
        }
        return truth;
    }

private:
    struct Pending {
        std::int64_t sentAt;
        std::uint64_t sequence;
        enum class Kind { Good, Duplicate, Bad } kind;
        Dialect dialect;
        std::string json;
        std::size_t entity;
        EntityStatus status;
        std::int64_t at;

        bool operator<(const Pending& other) const
        {
            return std::pair(sentAt, sequence) > std::pair(other.sentAt, other.sequence);
        }
    };
    struct Entity {
        std::uint8_t type;
        EntityStatus status;
        std::int64_t at;
    };
    struct Scheduled {
        std::uint64_t sequence;
        std::shared_ptr<Actor> actor;
        bool operator<(const Scheduled& other) const
        {
            return std::pair(actor->nextAt, sequence) > std::pair(other.actor->nextAt, other.sequence);
        }
    };

    std::int64_t span() const { return static_cast<std::int64_t>(m_options.spanSeconds * static_cast<double>(second)); }

    /// Mean number of events that an entity of the family, born at any time of the span, sees before the span ends;
    /// from a few hundred lives.
    double pilot(Family family, int cycles)
    {
        constexpr int lives = 400;
        constexpr double least = 0.01; // Of a span too short for anything.
        m_piloting = true;
        m_pilotEvents = 0;
        for (int life = 0; life < lives; ++life) {
            const auto actor = make(family, m_start, cycles);
            while (actor->act(*this)) { }
        }
        m_piloting = false;
        return std::max(m_pilotEvents / lives, least);
    }

    std::unique_ptr<Actor> make(Family family, std::int64_t at, int cycles)
    {
        const std::uint64_t number = ++m_number[family];
        switch (family) {
        case Faber:
            return makeFaberActor(*this, at, number, cycles);
        case Workflows:
            return makeEtlActor(*this, at, number);
        default:
            return makeOrderActor(*this, at, number);
        }
    }

    /// How much is going on: more in the afternoon than in the small hours (UTC); 1 on the average of a day.
    double busyAt(std::int64_t at) const
    {
        const std::int64_t ofDay = (at - m_shift) % (24 * 3600 * second);
        const double hour = static_cast<double>(ofDay) / static_cast<double>(3600 * second);
        return 1 + 0.55 * std::sin((hour - 8) / 24 * 6.283185307179586);
    }

    double meanBusy() const
    {
        constexpr int samples = 96;
        double sum = 0;
        for (int i = 0; i < samples; ++i)
            sum += busyAt(m_start + span() / samples * i);
        return sum / samples;
    }

    /// Time to the next arrival, exponential.
    std::int64_t gap(Family family, std::int64_t at)
    {
        return 1
            + static_cast<std::int64_t>(
                m_random.exponential(m_meanGap[family] / busyAt(at)) * static_cast<double>(second));
    }

    std::int64_t nextAction() const
    {
        std::int64_t at = m_actors.empty() ? INT64_MAX : m_actors.top().actor->nextAt;
        for (const std::int64_t spawn : m_nextSpawn)
            at = std::min(at, spawn);
        return at;
    }

    void act()
    {
        const std::int64_t at = nextAction();
        for (std::size_t family = 0; family < FamilyCount; ++family) {
            if (m_nextSpawn[family] != at)
                continue;
            m_actors.push({ m_sequence++, make(static_cast<Family>(family), at, m_cycles) });
            m_nextSpawn[family] = at + gap(static_cast<Family>(family), at);
            return;
        }
        Scheduled scheduled = m_actors.top();
        m_actors.pop();
        if (scheduled.actor->act(*this))
            m_actors.push(std::move(scheduled));
    }

    void deliver(const Pending& pending)
    {
        ++m_truth.lines;
        if (pending.kind == Pending::Kind::Duplicate) {
            ++m_truth.duplicate;
            return;
        }
        if (pending.kind == Pending::Kind::Bad) {
            ++m_truth.rejected;
            return;
        }
        ++m_truth.accepted;
        ++m_truth.acceptedByDialect[std::string(binnacle::toString(pending.dialect))];
        Entity& entity = m_entities[pending.entity];
        if (pending.at >= entity.at) {
            entity.at = pending.at;
            entity.status = pending.status;
        }
        const auto later = [&](double low, double high) {
            return pending.sentAt
                + static_cast<std::int64_t>(m_random.between(low, high) * static_cast<double>(second));
        };
        if (has(Fault::Duplicate) && m_random.chance(duplicateRate)) {
            Pending again = pending;
            again.kind = Pending::Kind::Duplicate;
            again.sentAt = later(1, 60);
            again.sequence = m_sequence++;
            m_outbox.push(std::move(again));
        }
        if (has(Fault::BadEvent) && m_random.chance(badRate)) {
            Pending bad = pending;
            Spoiled spoiled = spoil(pending.json, pending.dialect, m_random);
            bad.kind = Pending::Kind::Bad;
            bad.json = std::move(spoiled.json);
            bad.sentAt = later(0.2, 2);
            bad.sequence = m_sequence++;
            m_outbox.push(std::move(bad));
            plant(Fault::BadEvent, {}, std::string(spoiled.what));
        }
    }

    Options m_options;
    Random m_random;
    std::int64_t m_shift = 0;
    std::int64_t m_start = 0;
    std::int64_t m_end = 0;
    std::int64_t m_now = 0;
    std::int64_t m_silenceStart = 0;
    int m_cycles = 1;
    bool m_piloting = false;
    double m_pilotEvents = 0;
    std::array<double, FamilyCount> m_meanGap{};
    std::array<std::int64_t, FamilyCount> m_nextSpawn{ INT64_MAX, INT64_MAX, INT64_MAX };
    std::array<std::uint64_t, FamilyCount> m_number{};
    std::uint64_t m_sequence = 0;
    std::priority_queue<Pending> m_outbox;
    std::priority_queue<Scheduled> m_actors;
    std::vector<Entity> m_entities;
    std::vector<std::string> m_types;
    Truth m_truth;
};

Generator::Generator(Options options)
    : d(std::make_unique<Private>(options, 0))
{
    if (options.untilEnd || options.beginsOnTime)
        return;
    // When the last of a number of lines goes out is known only when they have been made: they are made once to find
    // out, and then again so much earlier or later.
    Timestamp last = options.end;
    while (const auto line = d->next())
        last = line->sentAt;
    const std::int64_t shift = options.end.micros - last.micros;
    d = std::make_unique<Private>(std::move(options), shift);
}
Generator::~Generator() = default;
Generator::Generator(Generator&&) noexcept = default;
Generator& Generator::operator=(Generator&&) noexcept = default;

std::optional<Line> Generator::next()
{
    return d->next();
}
Truth Generator::truth() const
{
    return d->truth();
}

} // namespace binnacle::demo
