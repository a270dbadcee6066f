#include "backend/projection/state.h"

#include <algorithm>

namespace binnacle {

std::string toString(const EntityKey &key)
{
    return key.organization + '/' + key.project + '/' + key.type + '/' + key.id;
}

std::optional<EntityKey> entityKeyFromString(std::string_view text)
{
    EntityKey key;
    for (std::string *part : {&key.organization, &key.project, &key.type}) {
        const std::size_t slash = text.find('/');
        if (slash == std::string_view::npos || slash == 0)
            return std::nullopt;
        *part = text.substr(0, slash);
        text.remove_prefix(slash + 1);
    }
    if (text.empty())
        return std::nullopt;
    key.id = text;
    return key;
}

} // namespace binnacle
