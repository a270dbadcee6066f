// Baseline of ingest and readings: DuckDB on both cores.
//   node duckdb.mjs load FILE.ndjson STORE     prints {lines, seconds, lines_per_second}
//   node duckdb.mjs prepare ENTITIES.csv STORE makes the table entity of an export, prints {entities}
//   node duckdb.mjs read STORE ROUNDS          prints p50 and p95 of the readings that read_store times
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const { DuckDBInstance } = require('@duckdb/node-api');

const [act, ...given] = process.argv.slice(2);
const storeOf = { load: given[1], prepare: given[1], read: given[0] }[act];
const connection = await (await DuckDBInstance.create(storeOf)).connect();
await connection.run('set threads=2');
const milliseconds = () => Number(process.hrtime.bigint()) / 1e6;
const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjects();

async function load(file) {
  const begin = milliseconds();
  await connection.run(`create table event as select * from
    read_json('${file}', format='newline_delimited', ignore_errors=true, maximum_object_size=1048576)`);
  await connection.run('checkpoint');
  const seconds = (milliseconds() - begin) / 1000;
  const lines = Number((await rows('select count(*) as n from event'))[0].n);
  console.log(JSON.stringify({ lines, seconds, lines_per_second: lines / seconds }));
}

// The same entities as those of our store, once, so that a reading is not charged with making them.
async function prepare(file) {
  await connection.run(`create table entity as select organization, project, type, id, status, updated_at::timestamp as updated_at,
      created_at::timestamp as created_at, version, retries, current_step, error, workflow_id, business_key
    from read_csv('${file}', header=true) order by updated_at`);
  await connection.run('checkpoint');
  console.log(JSON.stringify({ entities: Number((await rows('select count(*) as n from entity'))[0].n) }));
}

async function read(rounds) {
  const projects = await rows('select distinct organization, project from entity order by 1,2 limit 4');
  const types = (await rows('select distinct type from entity order by 1 limit 4')).map((row) => row.type);
  const some = (await rows('select id from entity using sample 200')).map((row) => row.id);
  const filters = ['true', "status='failed'", "status='in_progress'", "status in ('failed','pending')",
    "status<>'completed'", 'retries>2', "updated_at>(select max(updated_at) from entity)-interval 1 day",
    "created_at<(select max(updated_at) from entity)-interval 2 day", "contains(lower(error),'timeout')", "business_key is null"];
  for (const { organization, project } of projects) {
    const both = `organization='${organization}' and project='${project}'`;
    filters.push(`organization='${organization}'`, `organization='${organization}' and status='failed'`, both,
      `${both} and status<>'completed'`, `project<>'${project}'`);
  }
  for (const type of types) filters.push(`type='${type}'`, `type='${type}' and status='failed'`);
  for (const id of some.slice(0, 4)) filters.push(`contains(lower(id),'${id.slice(0, 6).toLowerCase()}')`);
  const taken = { entity_page: [], grid: [], one_entity: [], bottlenecks_7_days: [] };
  const time = async (name, round, sql) => {
    const begin = milliseconds();
    await connection.runAndReadAll(sql);
    if (round > 0) taken[name].push(milliseconds() - begin);
  };
  for (let round = 0; round <= rounds; ++round) {
    for (const filter of filters) {
      for (const column of ['updated_at', 'created_at', 'id', 'type', 'project', 'status', 'current_step', 'retries', 'version']) {
        await time('entity_page', round, `select * from entity where ${filter} order by ${column} desc limit 200`);
      }
    }
    await time('grid', round, 'select type, status, count(*) from entity group by all');
    for (let i = 0; i < 20; ++i) {
      const id = some[(round * 20 + i) % some.length];
      await time('one_entity', round, `select step.step_id, count(*), max(timestamp) from event
        where entity.id='${id}' group by all`);
    }
    await time('bottlenecks_7_days', round, `select entity.project, step.step_id, count(*),
        approx_quantile(step.duration_ms, 0.95) from event
      where timestamp>(select max(timestamp) from event)-interval 7 day and step.duration_ms is not null group by all`);
  }
  const result = {};
  for (const [name, values] of Object.entries(taken)) {
    values.sort((a, b) => a - b);
    const at = (share) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
    result[name] = { count: values.length, p50_ms: at(0.5), p95_ms: at(0.95), max_ms: values.at(-1) };
  }
  console.log(JSON.stringify(result));
}

if (act === 'load') await load(given[0]);
else if (act === 'prepare') await prepare(given[0]);
else await read(Number(given[1]));
process.exit(0);
