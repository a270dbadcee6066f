#pragma once

#include "backend/core/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// A step's place in the index entity_step.
struct StepPlace {
    std::int64_t label = 0; ///< Number of the row of step_label.
    std::int64_t execution = 0; ///< ExecutionStatus.
    friend bool operator==(const StepPlace&, const StepPlace&) = default;
};

/// One step of an entity, encoded.
struct StepEntry {
    std::int64_t step = 0; ///< Number of the step id's text.
    StepPlace place;
    std::string_view registers; ///< encodeRegisters(StepState).
};

/// The steps that lie in their entity's row: most entities have a few small ones, every event of a step writes the
/// entity's row anyway, and a row for each of them was half of all row writes. What does not fit is a row of
/// the table `step`.
class EntitySteps {
public:
    static constexpr std::size_t mostSteps = 64;
    static constexpr std::size_t largestStep = 1024; ///< Bytes of its registers.

    /// Reads what bytes() gave. Error: STORE_CORRUPT.
    static Result<EntitySteps> fromBytes(std::string_view bytes);
    /// The entries of bytes(), whose registers are views of it. Error: STORE_CORRUPT.
    static Result<std::vector<StepEntry>> decode(std::string_view bytes);

    /// Valid until the next change.
    std::optional<StepEntry> find(std::int64_t step) const;
    /// Adds the entry or replaces that of the same step. False: there is no room, and no entry of it any more.
    bool put(const StepEntry& entry);

    /// For each entry as varints: step, label, execution, size of the registers; then these.
    std::string_view bytes() const { return m_bytes; }

private:
    std::string m_bytes;
    std::size_t m_count = 0;
};

} // namespace binnacle::sqlite
