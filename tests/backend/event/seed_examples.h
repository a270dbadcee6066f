#pragma once

#include <string>

namespace binnacle::test {

/// faber-helm.md, "Event Payload Structure".
inline const std::string faberExample = R"({
  "event_type": "entity.step.completed",
  "event_id": "evt_2026-01-10T12:30:00.123Z_abc123",
  "timestamp": "2026-01-10T12:30:00.123Z",

  "source": {
    "organization": "fractary",
    "project": "blog",
    "faber_version": "2.4.0",
    "hostname": "dev-machine-1",
    "session_id": "claude-session-20260110-123456"
  },

  "entity": {
    "organization": "fractary",
    "project": "blog",
    "type": "blog-post",
    "id": "blog-post-123"
  },

  "step": {
    "step_id": "build-github-commit",
    "step_action": "github-commit",
    "step_type": "repo-actions",
    "execution_status": "completed",
    "outcome_status": "success",
    "phase": "build",
    "executed_at": "2026-01-10T12:30:00Z",
    "workflow_id": "content-pipeline",
    "run_id": "fractary/blog/uuid",
    "work_id": "42",
    "duration_ms": 12000,
    "retry_count": 1
  },

  "entity_snapshot": {
    "status": "in_progress",
    "updated_at": "2026-01-10T12:30:00Z",
    "step_status_summary": {
      "completed": 5,
      "failed": 0,
      "in_progress": 1,
      "pending": 3
    }
  }
})";

/// workflow-events-00047.md, "Event Schema".
inline const std::string workflowStart = R"({
  "event_type": "workflow_start",
  "workflow_id": "workflow-{identifier}-{timestamp}",
  "timestamp": "2025-12-02T10:00:00Z",
  "project": "etl.corthion.ai",
  "environment": "test",
  "context": {
    "work_item_id": "71",
    "branch": "feat/71-description",
    "action": "update",
    "targets": ["ipeds_hd", "ipeds_ic"]
  }
})";

inline const std::string stepComplete = R"({
  "event_type": "step_complete",
  "workflow_id": "workflow-71-20251202T100000Z",
  "timestamp": "2025-12-02T10:15:00Z",
  "step": {
    "name": "corthion-data-loader",
    "phase": "load",
    "target": "ipeds_hd",
    "status": "success",
    "duration_ms": 45230
  },
  "artifacts": [
    {
      "type": "dataset",
      "dataset": "ipeds",
      "table": "hd",
      "version": "2024",
      "path": "s3://test.etl.corthion.ai/curated/ipeds/hd/version=2024/",
      "row_count": 6072
    }
  ]
})";

inline const std::string artifactCreate = R"({
  "event_type": "artifact_create",
  "workflow_id": "workflow-71-20251202T100000Z",
  "timestamp": "2025-12-02T10:15:30Z",
  "artifact": {
    "type": "dataset",
    "dataset": "ipeds",
    "table": "hd",
    "version": "2024",
    "path": "s3://test.etl.corthion.ai/curated/ipeds/hd/version=2024/",
    "row_count": 6072,
    "schema_path": "src/datasets/ipeds/hd/SCHEMA.md"
  },
  "upstream": {
    "project": "etl.corthion.ai",
    "workflow_id": "workflow-71-20251202T100000Z"
  }
})";

inline const std::string workflowComplete = R"({
  "event_type": "workflow_complete",
  "workflow_id": "workflow-71-20251202T100000Z",
  "timestamp": "2025-12-02T10:30:00Z",
  "status": "success",
  "duration_ms": 180000,
  "summary": {
    "steps_executed": 8,
    "steps_succeeded": 8,
    "steps_failed": 0,
    "artifacts_created": 5
  },
  "downstream_impacts": [
    {
      "system": "lake.corthonomy.ai",
      "impact_type": "data_refresh",
      "action_required": "Update Glue catalog for ipeds_hd, ipeds_ic tables"
    }
  ]
})";

/// helios.md, the order of "Event Flow Example" in the form of its API.
inline const std::string orderPlaced = R"({"source":"aws","eventType":"OrderPlaced","payload":{"orderId":"ORD-12345",
"customerId":"CUST-789","items":[{"productId":"LAPTOP-X1","price":1299,"qty":1}],"timestamp":"2025-01-15T10:23:45Z"}})";
inline const std::string paymentProcessed =
    R"({"source":"gcp","eventType":"PaymentProcessed","payload":{"orderId":"ORD-12345","paymentId":"PAY-67890",
"amount":1299.00,"status":"AUTHORIZED","timestamp":"2025-01-15T10:23:47Z"},
"metadata":{"eventId":"pay-1","depends_on":["ord-1"],"organization":"acme","project":"shop"}})";
inline const std::string inventoryReserved =
    R"({"source":"azure","eventType":"InventoryReserved","payload":{"orderId":"ORD-12345",
"warehouseId":"WH-US-EAST","items":[{"sku":"LAPTOP-X1","qty":1}],"timestamp":"2025-01-15T10:23:49Z"}})";
/// helios.md, "Load Testing".
inline const std::string loadTestOrder =
    R"({"source": "aws", "type": "OrderPlaced", "payload": {"orderId": "ORD-4711", "amount": 1299.00}})";

/// CloudEvents 1.0.2, JSON event format, section 3.2 (its example, with the data as JSON).
inline const std::string cloudEventExample = R"({
    "specversion" : "1.0",
    "type" : "com.example.someevent",
    "source" : "/mycontext",
    "subject": null,
    "id" : "C234-1234-1234",
    "time" : "2018-04-05T17:31:00Z",
    "comexampleextension1" : "value",
    "comexampleothervalue" : 5,
    "datacontenttype" : "application/json",
    "data" : {
        "appinfoA" : "abc",
        "appinfoB" : 123,
        "appinfoC" : true
    }
})";

inline const std::string orderCloudEvent =
    R"({"specversion":"1.0","type":"com.example.order.created","source":"/shop","id":"A-1","subject":"ORD-1",
"time":"2026-01-10T12:30:00Z","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
"partitionkey":"P-1","data":{"total":12.50,"lines":[1]}})";

} // namespace binnacle::test
