#!/usr/bin/env bash
# Installs what is missing, builds the release and the benchmarks' tools, makes the inputs and runs the benchmarks.
#   bash tests/bench/run.sh [NAME...]      NAME: P1 P2 P3 P4 P5 P6 P7 P8 P9 P15; all without one
#   bash tests/bench/run.sh growth [--sizes N,N...] [--picture FILE]     draws growth.png; see growth.py
# Each goal runs in turn with what it is measured against. Prints a table; .build/bench/results.json has every reading.
# BENCH_PAIRS: pairs of runs (5). BENCH_SECONDS: of the HTTP runs (10; P6 60).
# Stores and inputs are kept under .build/bench/data (about 15 GB with P7).
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${BENCH_BUILD:-.build/bench}
bash packaging/require.sh run build
command -v npm >/dev/null || bash packaging/require.sh bench
cmake --preset bench -B "$build" >/dev/null
cmake --build "$build" --target binnacle http_answer http_load plain_sqlite read_store
if [[ ${1:-} == growth ]]; then
  bash packaging/require.sh test plot
  cmake --preset release >/dev/null
  cmake --build --preset release --target binnacle
  # Debian's Python has Debian's matplotlib.
  exec /usr/bin/python3 -B tests/bench/growth.py --build "$build" --window .build/release/bin/binnacle "${@:2}"
fi
if [[ ! -d $build/node_modules/@duckdb/node-api ]]; then
  npm install --silent --no-audit --no-fund --prefix "$build" @duckdb/node-api
fi
exec python3 tests/bench/bench.py --build "$build" "$@"
