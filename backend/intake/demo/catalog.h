#pragma once

#include <span>
#include <string_view>

namespace binnacle::demo {

struct StepSpec {
    std::string_view id;
    std::string_view action;
    std::string_view type;
    std::string_view phase;
    double medianSeconds;
    double failureRate;
};

/// A kind of work that runs through FABER.
struct Pipeline {
    std::string_view organization;
    std::string_view project;
    std::string_view entityType;
    std::string_view workflow;
    double weight; ///< Share of new entities.
    std::span<const StepSpec> steps;
    std::span<const std::string_view> nameHeads;
    std::span<const std::string_view> nameTails;
};

std::span<const Pipeline> pipelines();

struct Product {
    std::string_view sku;
    int cents;
};
std::span<const Product> products();

std::span<const std::string_view> commitErrors();
std::span<const std::string_view> stepErrors();
std::span<const std::string_view> people();
std::span<const std::string_view> machines();

/// Data sets of the ETL project and the skills of its workflow.
struct Dataset {
    std::string_view name;
    std::string_view table;
    int rows;
};
std::span<const Dataset> datasets();
std::span<const StepSpec> etlSteps();

} // namespace binnacle::demo
