#pragma once

#include <array>
#include <string_view>

namespace binnacle::sqlite {

/// The store's format. `PRAGMA user_version` holds it; migrations.cpp knows every step up to it.
inline constexpr int schemaVersion = 5;
/// `PRAGMA application_id`: "BINN".
inline constexpr int applicationId = 0x42494E4E;

/// The same of the file of the projections: "BINP". A file of another format is not converted but made anew.
inline constexpr int projectionsVersion = 5;
inline constexpr int projectionsApplicationId = 0x42494E50;

/// The log: what happened. Never changed after the commit, except that a full tail becomes a block.
inline constexpr const char* logSchema = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- Index over the low half of identityOf(event), log-structured (identity_index.h): sorted runs of pages of 16-byte
-- entries (hash, seq), and what is in no run yet, a row a transaction. A page's id is run * 2^24 + its place.
CREATE TABLE identity_run(run INTEGER PRIMARY KEY, level INTEGER NOT NULL, count INTEGER NOT NULL, filter BLOB NOT NULL,
  fences BLOB NOT NULL);
CREATE TABLE identity_page(id INTEGER PRIMARY KEY, entries BLOB NOT NULL);
CREATE TABLE identity_recent(first_seq INTEGER PRIMARY KEY, entries BLOB NOT NULL);

-- Full blocks of events, compressed, found by the largest first_seq that is not above the seq. The hashes are the
-- chain (log_chain.h).
CREATE TABLE block(first_seq INTEGER PRIMARY KEY, count INTEGER NOT NULL, facts BLOB NOT NULL, payloads BLOB NOT NULL,
  hash BLOB NOT NULL, tail_hash BLOB NOT NULL);
-- What is in no block yet: the events of a transaction as they arrived (log_segment.h). A row that is damaged stays
-- here while blocks go on behind it.
CREATE TABLE tail(first_seq INTEGER PRIMARY KEY, count INTEGER NOT NULL, events BLOB NOT NULL, hash BLOB NOT NULL);

CREATE TABLE quarantine(id INTEGER PRIMARY KEY AUTOINCREMENT, received_at INTEGER NOT NULL, dialect INTEGER,
  origin TEXT NOT NULL, line INTEGER NOT NULL, code TEXT NOT NULL, pointer TEXT NOT NULL, message TEXT NOT NULL,
  status INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '', closed_at INTEGER, times INTEGER NOT NULL DEFAULT 1,
  last_at INTEGER NOT NULL, hash INTEGER NOT NULL, item BLOB NOT NULL);
CREATE INDEX quarantine_by_status ON quarantine(status, id);
-- By what came and why it was refused: the same again is counted, not kept a second time.
CREATE INDEX quarantine_open_by_hash ON quarantine(hash) WHERE status=0;
)sql";

/// A log's id is never another's.
inline constexpr const char* newLogId = "REPLACE INTO meta(key,value) VALUES('id',lower(hex(randomblob(16))))";

/// What numbers mean in the projections; a rebuild keeps them.
inline constexpr const char* numberSchema = R"sql(
-- How far the log is folded: `log` is the id of the log's store. `edition` is another number whenever the projections are
-- made anew: copies of an earlier one are worth nothing then.
CREATE TABLE progress(id INTEGER PRIMARY KEY CHECK(id=1), log TEXT NOT NULL, seq INTEGER NOT NULL,
  edition INTEGER NOT NULL);

-- What each of the latest transactions changed (entity_changes.h), for copies to follow: events beyond `after` up to `seq`.
-- `total`: bytes of the changes of all transactions so far.
CREATE TABLE entity_change(seq INTEGER PRIMARY KEY, after INTEGER NOT NULL, total INTEGER NOT NULL,
  changes BLOB NOT NULL);

-- Text that repeats (organisations, projects, types, step ids, sources), interned once.
CREATE TABLE text(id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);

-- Who speaks: dialect and source within it.
CREATE TABLE source(id INTEGER PRIMARY KEY, dialect INTEGER NOT NULL, name INTEGER NOT NULL REFERENCES text(id),
  UNIQUE(dialect, name));

-- The combinations of step id, action and type (0: none) that occur: few, so that one index over their numbers
-- answers for all three.
CREATE TABLE step_label(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, action INTEGER NOT NULL, type INTEGER NOT NULL,
  UNIQUE(step, action, type));
CREATE INDEX step_label_by_action ON step_label(action);
CREATE INDEX step_label_by_type ON step_label(type);

-- What identifies an entity; key_project is 0 where the id is unique in its organisation. Refs outlive rebuilds.
CREATE TABLE entity_key(ref INTEGER PRIMARY KEY, organization INTEGER NOT NULL, key_project INTEGER NOT NULL,
  type INTEGER NOT NULL, id TEXT NOT NULL);
CREATE UNIQUE INDEX entity_key_by_id ON entity_key(id, type, organization, key_project);
)sql";

/// Tables of the projections: derived, disposable, rebuilt from the log. A `keys` or `registers` blob holds the order
/// keys by which later events win.
inline constexpr const char* projectionSchema = R"sql(
-- The combinations of project, type and status that occur, and how many entities have each: few, so that one index of
-- entities over their numbers answers every filter on any of the four, and exact counts are a sum.
CREATE TABLE facet(id INTEGER PRIMARY KEY, organization INTEGER NOT NULL, project INTEGER NOT NULL,
  type INTEGER NOT NULL, status INTEGER NOT NULL, count INTEGER NOT NULL, UNIQUE(organization, project, type, status));

-- How many entities each facet gained and lost, and when (grid_changes.h); axis: AsOfAxis. Every change by hour, and sums of
-- buckets of 1 (level 0) and 64 days.
CREATE TABLE grid_change(axis INTEGER NOT NULL, hour INTEGER NOT NULL, part INTEGER NOT NULL, last INTEGER NOT NULL,
  changes BLOB NOT NULL, PRIMARY KEY(axis, hour, part)) WITHOUT ROWID;
CREATE TABLE grid_sum(axis INTEGER NOT NULL, level INTEGER NOT NULL, bucket INTEGER NOT NULL, facet INTEGER NOT NULL,
  delta INTEGER NOT NULL, PRIMARY KEY(axis, level, bucket, facet)) WITHOUT ROWID;

-- What entities are found by; narrow, because a list may have to look at all of them. error: where there is one.
CREATE TABLE entity(ref INTEGER PRIMARY KEY, facet INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL, current_step INTEGER, retries INTEGER NOT NULL, version INTEGER NOT NULL, error TEXT,
  business_key TEXT);

-- Everything of an entity; what `entity` has follows from it.
CREATE TABLE entity_state(ref INTEGER PRIMARY KEY, facet INTEGER NOT NULL, registers BLOB NOT NULL,
  recent BLOB NOT NULL, steps BLOB NOT NULL, children BLOB NOT NULL);

-- The entity's events in the order of arrival (entity_history.h): the newest are in entity_state.recent, the rest
-- here. latest: no entry of the row or of those before it occurred later.
CREATE TABLE entity_history(entity INTEGER NOT NULL, first_seq INTEGER NOT NULL, latest INTEGER NOT NULL, entries BLOB NOT NULL,
  PRIMARY KEY(entity, first_seq)) WITHOUT ROWID;

-- Who has spoken of the entity; entity_state.children has it too.
CREATE TABLE entity_source(source INTEGER NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY(source, entity)) WITHOUT ROWID;

-- The workflows that have run on the entity: those of its rows in `run`, by the number of their text.
CREATE TABLE entity_workflow(workflow INTEGER NOT NULL, entity INTEGER NOT NULL,
  PRIMARY KEY(workflow, entity)) WITHOUT ROWID;

-- Every step of every entity, to be found by what it is and how it stands.
CREATE TABLE entity_step(label INTEGER NOT NULL, execution INTEGER NOT NULL, entity INTEGER NOT NULL,
  PRIMARY KEY(label, execution, entity)) WITHOUT ROWID;

-- Steps that entity_state.steps does not hold (entity_steps.h); step: number of the step id's text.
CREATE TABLE step(entity INTEGER NOT NULL, step INTEGER NOT NULL, label INTEGER NOT NULL, execution INTEGER NOT NULL,
  registers BLOB NOT NULL, PRIMARY KEY(entity, step)) WITHOUT ROWID;

-- With row ids, here and below: the index by time repeats what identifies a row of its table, and is the one that history which
-- is imported reaches all over. With a number it is a fifth as large.
CREATE TABLE run(entity INTEGER NOT NULL, workflow TEXT NOT NULL, run TEXT NOT NULL, first_at INTEGER NOT NULL,
  registers BLOB NOT NULL, PRIMARY KEY(entity, workflow, run));

CREATE TABLE artifact(entity INTEGER NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  created_at INTEGER NOT NULL, registers BLOB NOT NULL, PRIMARY KEY(entity, type, name, version));

-- Properties that entity_state.children does not hold (entity_children.h).
CREATE TABLE property(entity INTEGER NOT NULL, name TEXT NOT NULL, registers BLOB NOT NULL,
  PRIMARY KEY(entity, name)) WITHOUT ROWID;

CREATE TABLE step_hour(organization INTEGER NOT NULL, project INTEGER NOT NULL, step INTEGER NOT NULL,
  hour INTEGER NOT NULL, action INTEGER, executions INTEGER NOT NULL, failures INTEGER NOT NULL,
  retries INTEGER NOT NULL, registers BLOB NOT NULL, PRIMARY KEY(hour, organization, project, step)) WITHOUT ROWID;

CREATE TABLE completed_hour(hour INTEGER NOT NULL, organization INTEGER NOT NULL, project INTEGER NOT NULL,
  count INTEGER NOT NULL, PRIMARY KEY(hour, organization, project)) WITHOUT ROWID;

-- Events that are in none of these tables, because the log could not be read there when they were filled.
CREATE TABLE left_out(first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL);

-- Events by source and minute of recorded_at.
CREATE TABLE volume(minute INTEGER NOT NULL, source INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(minute, source)) WITHOUT ROWID;
)sql";

inline constexpr std::array<std::string_view, 17> projectionTables{ "facet", "grid_change", "grid_sum", "entity",
    "entity_state", "entity_history", "entity_source", "entity_workflow", "entity_step", "step", "run", "artifact",
    "property", "step_hour", "completed_hour", "left_out", "volume" };

/// Their indexes. Apart from the tables, because a rebuild fills its tables first and makes the indexes once.
inline constexpr const char* projectionIndexes = R"sql(
CREATE INDEX entity_by_facet ON entity(facet, updated_at);
CREATE INDEX entity_by_key ON entity(business_key) WHERE business_key IS NOT NULL;
CREATE INDEX run_by_time ON run(first_at);
CREATE INDEX artifact_by_time ON artifact(created_at);
CREATE INDEX step_hour_by_step ON step_hour(step, organization, project);
)sql";

} // namespace binnacle::sqlite
