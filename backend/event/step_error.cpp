#include "backend/event/dialects.h"

#include <array>

namespace binnacle {

void readError(const json::Field& message, const json::Field& code, const json::Field& error, json::ItemReader& reader,
    StepFacts& facts)
{
    facts.errorMessage = reader.text(message);
    facts.errorCode = reader.nameOrNumber(code);
    if (!error)
        return;
    std::string_view innerMessage;
    std::string_view innerCode;
    if (error.value->is_object()) {
        using namespace std::string_view_literals;
        constexpr std::array names{ "code"sv, "message"sv };
        const std::string pointer = error.pointer();
        const json::Fields inner(reader.object(error), names, pointer);
        innerCode = reader.nameOrNumber(inner[0]);
        innerMessage = reader.text(inner[1]);
    } else {
        innerMessage = reader.text(error);
    }
    if (facts.errorMessage.empty())
        facts.errorMessage = innerMessage;
    if (facts.errorCode.empty())
        facts.errorCode = innerCode;
}

} // namespace binnacle
