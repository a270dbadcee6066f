#include "tests/bench/read_queries.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace binnacle::bench {

namespace {

std::string quoted(const std::string& value)
{
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

class Queries {
public:
    explicit Queries(StoreReader& reader)
        : m_reader(reader)
    {
    }

    void addOfAll()
    {
        for (const char* query :
            { "", "status:failed", "status:in_progress", "status:failed status:pending", "-status:completed",
                "updated:<1d", "updated:>7d", "status:failed updated:<1d", "created:<2d", "-created:<7d", "retries:>2",
                "retries:0 status:completed", "current:\"\"", "workflow:\"\"", "key:\"\"", "-key:\"\"", "error:timeout",
                "error:e", "-error:e status:failed", "error:\"no such text\"", "e", "no-such-id", "-1" })
            m_all.emplace_back(query);
    }

    void addOfProject(const ProjectRow& row)
    {
        const std::string organization = "org:" + quoted(row.organization);
        const std::string project = "project:" + quoted(row.project);
        for (const std::string& query : { organization, organization + " status:failed", organization + " " + project,
                 organization + " " + project + " -status:completed", "-" + project })
            m_all.push_back(query);
    }

    void addOfEntity(const EntityRow& row)
    {
        const std::string type = "type:" + quoted(row.key.type);
        const std::string& id = row.key.id;
        for (const std::string& query :
            { type, type + " status:failed", "id:" + quoted(id), "id:" + id.substr(0, 3) + "*", quoted(id.substr(0, 6)),
                quoted(id.substr(0, 3)) + " " + quoted(id.substr(id.size() / 2, 3)) })
            m_all.push_back(query);
        if (!row.businessKey.empty())
            m_all.push_back("key:" + quoted(row.businessKey));
        if (!row.workflowId.empty()) {
            m_all.push_back("workflow:" + quoted(row.workflowId));
            m_all.push_back("-workflow:" + quoted(row.workflowId) + " " + type);
        }
        auto detail = m_reader.entity(row.key);
        if (!detail || detail->steps.empty())
            return;
        const StepRow& step = detail->steps[detail->steps.size() / 2];
        m_all.push_back("current:" + quoted(detail->steps.back().stepId));
        addStep("step", step.stepId);
        addStep("action", step.action);
        addStep("steptype", step.type);
        if (!detail->sources.empty())
            m_all.push_back("source:" + quoted(detail->sources.front()));
        if (!row.error.empty())
            m_all.push_back("error:" + quoted(row.error.substr(0, 8)));
    }

    std::vector<std::string> take()
    {
        std::sort(m_all.begin(), m_all.end());
        m_all.erase(std::unique(m_all.begin(), m_all.end()), m_all.end());
        return std::move(m_all);
    }

private:
    void addStep(const std::string& field, const std::string& value)
    {
        if (value.empty())
            return;
        const std::string query = field + ":" + quoted(value);
        m_all.insert(m_all.end(), { query, "-" + query });
        if (field != "step")
            m_all.insert(m_all.end(), { query + ":failed", query + ":started status:in_progress" });
    }

    StoreReader& m_reader;
    std::vector<std::string> m_all;
};

} // namespace

std::vector<std::string> queriesOver(StoreReader& reader, const std::vector<EntityRow>& some)
{
    Queries queries(reader);
    queries.addOfAll();
    if (const auto projects = reader.projects()) {
        for (std::size_t i = 0; i < projects->size() && i < 4; ++i)
            queries.addOfProject((*projects)[i]);
    }
    for (std::size_t i = 0; i < some.size() && i < 6; ++i)
        queries.addOfEntity(some[i]);
    return queries.take();
}

std::vector<std::vector<SortKey>> orders()
{
    std::vector<std::vector<SortKey>> all;
    for (int column = 0; column <= static_cast<int>(EntitySort::Version); ++column) {
        for (const bool descending : { true, false })
            all.push_back({ { static_cast<EntitySort>(column), descending } });
    }
    all.push_back({ { EntitySort::Status, false }, { EntitySort::Updated, true } });
    all.push_back({ { EntitySort::Project, false }, { EntitySort::Id, false } });
    all.push_back({ { EntitySort::CurrentStep, true }, { EntitySort::Created, false } });
    all.push_back({ { EntitySort::Retries, true }, { EntitySort::Type, false } });
    return all;
}

std::string nameOf(const std::vector<SortKey>& order)
{
    static constexpr const char* names[] = { "updated", "created", "id", "type", "project", "organization", "status",
        "current step", "retries", "version" };
    std::string out;
    for (const SortKey& key : order) {
        out += out.empty() ? " by " : ", ";
        out += names[static_cast<std::size_t>(key.column)];
        out += key.descending ? " down" : " up";
    }
    return out;
}

} // namespace binnacle::bench
