#include "backend/intake/demo/catalog.h"

#include <array>

namespace binnacle::demo {

namespace {

using namespace std::string_view_literals;

constexpr std::array articleSteps{
    StepSpec{ "frame-outline", "outline", "content-actions", "frame", 48, 0.002 },
    StepSpec{ "architect-research", "research", "content-actions", "architect", 372, 0.01 },
    StepSpec{ "build-draft", "draft", "content-actions", "build", 700, 0.015 },
    StepSpec{ "build-image-generate", "image-generate", "media-actions", "build", 95, 0.05 },
    StepSpec{ "evaluate-review", "review", "review-actions", "evaluate", 560, 0.01 },
    StepSpec{ "build-github-commit", "github-commit", "repo-actions", "build", 14, 0.02 },
    StepSpec{ "release-publish", "publish", "publish-actions", "release", 22, 0.01 },
};
constexpr std::array releaseSteps{
    StepSpec{ "build-compile", "compile", "build-actions", "build", 260, 0.03 },
    StepSpec{ "evaluate-unit-test", "unit-test", "test-actions", "evaluate", 410, 0.06 },
    StepSpec{ "build-github-commit", "github-commit", "repo-actions", "build", 12, 0.02 },
    StepSpec{ "release-sign", "sign", "publish-actions", "release", 8, 0.004 },
    StepSpec{ "release-smoke-test", "smoke-test", "test-actions", "release", 150, 0.04 },
};
constexpr std::array datasetSteps{
    StepSpec{ "frame-profile", "profile", "data-actions", "frame", 35, 0.01 },
    StepSpec{ "build-extract", "extract", "data-actions", "build", 190, 0.02 },
    StepSpec{ "build-transform", "transform", "data-actions", "build", 420, 0.02 },
    StepSpec{ "evaluate-validate", "validate", "test-actions", "evaluate", 60, 0.05 },
    StepSpec{ "build-github-commit", "github-commit", "repo-actions", "build", 11, 0.02 },
    StepSpec{ "release-load", "load", "data-actions", "release", 134, 0.02 },
};
constexpr std::array campaignSteps{
    StepSpec{ "frame-segment", "segment", "audience-actions", "frame", 75, 0.01 },
    StepSpec{ "build-compose", "compose", "content-actions", "build", 340, 0.01 },
    StepSpec{ "evaluate-review", "review", "review-actions", "evaluate", 620, 0.01 },
    StepSpec{ "release-send-batch", "send-batch", "mail-actions", "release", 41, 0.03 },
};
constexpr std::array invoiceSteps{
    StepSpec{ "build-collect-usage", "collect-usage", "billing-actions", "build", 18, 0.01 },
    StepSpec{ "build-render", "render", "billing-actions", "build", 4, 0.004 },
    StepSpec{ "evaluate-approve", "approve", "review-actions", "evaluate", 900, 0.003 },
    StepSpec{ "release-deliver", "deliver", "mail-actions", "release", 3, 0.02 },
};

constexpr std::array articleHeads{ "ten-lessons"sv, "why-append-only"sv, "a-field-guide-to"sv, "notes-on"sv,
    "replay-without-regret"sv, "the-cost-of"sv, "idempotency"sv, "queues-for"sv, "webhooks-done-right"sv,
    "postgres-as-a-log"sv, "measuring"sv, "debugging"sv, "how-we-run"sv, "the-quiet-art-of"sv };
constexpr std::array articleTails{ "event-stores"sv, "small-teams"sv, "backfills"sv, "retries"sv, "schemas"sv,
    "ordering"sv, "snapshots"sv, "outboxes"sv, "time-zones"sv, "dead-letters"sv, "exactly-once"sv, "watermarks"sv };
constexpr std::array releaseHeads{ "portal"sv, "cli"sv, "sdk-go"sv, "sdk-python"sv, "agent"sv, "gateway"sv,
    "worker"sv };
constexpr std::array releaseTails{ "4.17"sv, "2.9"sv, "1.8"sv, "3.2"sv, "1.44"sv, "0.12"sv, "5.0"sv };
constexpr std::array datasetHeads{ "eu-clickstream"sv, "returns-daily"sv, "sku-catalog"sv, "geo-stores"sv,
    "loyalty-points"sv, "page-views"sv, "ad-spend"sv };
constexpr std::array datasetTails{ "north"sv, "south"sv, "east"sv, "west"sv, "global"sv };
constexpr std::array campaignHeads{ "winter-clearance"sv, "spring-letter"sv, "back-in-stock"sv, "welcome-series"sv,
    "loyalty-bonus"sv };
constexpr std::array campaignTails{ "nl"sv, "de"sv, "fr"sv, "uk"sv, "es"sv, "pl"sv };
constexpr std::array invoiceHeads{ "2026"sv, "2026-q1"sv };
constexpr std::array invoiceTails{ "standard"sv, "enterprise"sv, "partner"sv };

constexpr std::array allPipelines{
    Pipeline{
        "fractary", "editorial", "blog-post", "content-pipeline", 0.30, articleSteps, articleHeads, articleTails },
    Pipeline{ "fractary", "docs", "blog-post", "content-pipeline", 0.10, articleSteps, articleHeads, articleTails },
    Pipeline{ "fractary", "core", "release", "release-train", 0.14, releaseSteps, releaseHeads, releaseTails },
    Pipeline{
        "corthos", "data-platform", "dataset", "dataset-refresh", 0.20, datasetSteps, datasetHeads, datasetTails },
    Pipeline{
        "corthos", "campaigns", "campaign", "campaign-launch", 0.12, campaignSteps, campaignHeads, campaignTails },
    Pipeline{ "corthos", "billing", "invoice", "invoice-run", 0.14, invoiceSteps, invoiceHeads, invoiceTails },
};

constexpr std::array allProducts{ Product{ "LAPTOP-X1", 129900 }, Product{ "DOCK-USB4", 18900 },
    Product{ "HEADSET-PRO", 24950 }, Product{ "MOUSE-M2", 4590 }, Product{ "KEYBOARD-TKL", 9900 },
    Product{ "MONITOR-27", 32900 }, Product{ "CABLE-HDMI", 1290 }, Product{ "CAMERA-4K", 21400 } };

constexpr std::array allCommitErrors{ "GitHub refused the commit (409): branch main moved while the step ran"sv,
    "GitHub refused the commit (409): expected head 51ab9d3, found 8c1f2e0"sv,
    "GitHub refused the push (403): branch protection needs one more review"sv };
constexpr std::array allStepErrors{ "Timed out after 90 s waiting for the service"sv,
    "Connection reset by peer while uploading part 3 of 5"sv, "Schema check failed: column amount is not a number"sv,
    "Rate limit reached, retry after 30 s"sv, "Out of memory: the worker was stopped at 2.0 GiB"sv,
    "Assertion failed in test checkout_total_is_rounded"sv };
constexpr std::array allPeople{ "m.okafor"sv, "l.jansen"sv, "s.varga"sv, "a.lindqvist"sv, "r.mehta"sv };
constexpr std::array allMachines{ "dev-machine-1"sv, "dev-machine-2"sv, "runner-07"sv, "runner-11"sv, "runner-12"sv };

constexpr std::array allDatasets{ Dataset{ "ipeds", "hd", 6072 }, Dataset{ "ipeds", "ic", 5890 },
    Dataset{ "ipeds", "ef_a", 118420 }, Dataset{ "nces", "districts", 13318 }, Dataset{ "census", "acs_5y", 220333 },
    Dataset{ "bls", "oews", 412890 } };

constexpr std::array allEtlSteps{
    StepSpec{ "corthion-dataset-inspector", "corthion-dataset-inspector", "frame", "frame", 12, 0.004 },
    StepSpec{ "corthion-schema-manager", "corthion-schema-manager", "architect", "architect", 25, 0.01 },
    StepSpec{ "corthion-data-loader", "corthion-data-loader", "load", "load", 45, 0.02 },
    StepSpec{ "corthion-data-validator", "corthion-data-validator", "validate", "validate", 31, 0.02 },
    StepSpec{ "corthion-catalog-updater", "corthion-catalog-updater", "publish", "publish", 9, 0.005 },
};

} // namespace

std::span<const Pipeline> pipelines()
{
    return allPipelines;
}
std::span<const Product> products()
{
    return allProducts;
}
std::span<const std::string_view> commitErrors()
{
    return allCommitErrors;
}
std::span<const std::string_view> stepErrors()
{
    return allStepErrors;
}
std::span<const std::string_view> people()
{
    return allPeople;
}
std::span<const std::string_view> machines()
{
    return allMachines;
}
std::span<const Dataset> datasets()
{
    return allDatasets;
}
std::span<const StepSpec> etlSteps()
{
    return allEtlSteps;
}

} // namespace binnacle::demo
