#pragma once

#include "backend/event/event.h"
#include "backend/intake/demo/demo_generator.h"
#include "backend/intake/demo/random.h"

#include <memory>
#include <string>

namespace binnacle::demo {

/// What an actor sees of the simulation around it.
class World {
public:
    virtual ~World() = default;

    virtual Random& random() = 0;
    virtual const Options& options() const = 0;
    virtual bool has(Fault fault) const = 0;
    /// 0 at the start of the span, 1 at its end (or at its "now", more than 1 after it).
    virtual double progressAt(std::int64_t micros) const = 0;

    /// Registers an entity for the truth; gives its number.
    virtual std::size_t addEntity(std::string_view type) = 0;

    struct Emission {
        Dialect dialect;
        std::int64_t atMicros; ///< When it happened.
        std::string json;
        std::size_t entity;
        EntityStatus status; ///< What the entity's status is after it.
        std::string_view source; ///< "faber", "aws" ...
    };
    virtual void emit(Emission emission) = 0;
    virtual void plant(Fault fault, std::string entity, std::string detail) = 0;
};

/// Something that goes through its life step by step: an entity, a workflow, an order.
class Actor {
public:
    virtual ~Actor() = default;
    /// When it acts next, in microseconds since the epoch.
    std::int64_t nextAt = 0;
    /// Acts once and sets nextAt; false when its life is over.
    virtual bool act(World& world) = 0;
};

std::unique_ptr<Actor> makeFaberActor(World& world, std::int64_t atMicros, std::uint64_t number, int cycles);
std::unique_ptr<Actor> makeEtlActor(World& world, std::int64_t atMicros, std::uint64_t number);
std::unique_ptr<Actor> makeOrderActor(World& world, std::int64_t atMicros, std::uint64_t number);

/// RFC 3339 UTC with milliseconds, as the seeds' senders write it.
std::string timeText(std::int64_t micros);
/// `count` lower-case hex digits.
std::string hexText(Random& random, int count);

inline constexpr std::int64_t second = 1'000'000;

} // namespace binnacle::demo
