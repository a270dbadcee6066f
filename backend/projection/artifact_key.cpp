#include "backend/projection/artifact_key.h"

#include "backend/projection/json_slices.h"

#include <string>

namespace binnacle {

namespace {

/// Strings without their quotes, numbers and the rest as they stand; null is as good as absent.
void keep(const JsonMember& member, std::string& into)
{
    if (!into.empty() || member.json == "null")
        return;
    into = member.text ? *member.text : member.json;
}

} // namespace

ArtifactKey artifactKeyOf(std::string_view json)
{
    ArtifactKey key;
    std::string path, dataset, table, name, id;
    forEachMember(json, [&](const JsonMember& member) {
        if (member.name == "type")
            keep(member, key.type);
        else if (member.name == "version")
            keep(member, key.version);
        else if (member.name == "path")
            keep(member, path);
        else if (member.name == "dataset")
            keep(member, dataset);
        else if (member.name == "table")
            keep(member, table);
        else if (member.name == "name")
            keep(member, name);
        else if (member.name == "id")
            keep(member, id);
    });

    if (!path.empty())
        key.name = std::move(path);
    else if (!dataset.empty() && !table.empty())
        key.name = dataset + '/' + table;
    else if (!dataset.empty() || !table.empty())
        key.name = dataset + table;
    else if (!name.empty())
        key.name = std::move(name);
    else if (!id.empty())
        key.name = std::move(id);
    else
        key.name = json;
    return key;
}

} // namespace binnacle
