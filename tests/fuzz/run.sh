#!/usr/bin/env bash
# Installs what is missing, builds the fuzz targets and runs each for SECONDS (60).
#   bash tests/fuzz/run.sh [SECONDS] [TARGET...]
# What is found lands in .build/fuzz/findings; new inputs worth keeping in .build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=60
if [[ "${1:-}" =~ ^[0-9]+$ ]]; then
  seconds=$1
  shift
fi
build=${BINNACLE_FUZZ_BUILD:-.build/fuzz}
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
  for source in tests/fuzz/*_fuzz.cpp; do
    targets+=("$(basename "$source" .cpp)")
  done
fi

bash packaging/require.sh build fuzz
cmake --preset fuzz -B "$build" >/dev/null
cmake --build "$build" --target "${targets[@]}"

failed=0
for target in "${targets[@]}"; do
  corpus="$build/corpus/$target"
  findings="$build/findings/$target"
  mkdir -p "$corpus" "$findings"
  case $target in
    block_fuzz | facts_fuzz | xes_fuzz) dictionary= ;;
    query_fuzz) dictionary=tests/fuzz/query.dict ;;
    *) dictionary=tests/fuzz/json.dict ;;
  esac
  echo "== $target, $seconds s"
  if ! "$build/bin/fuzz/$target" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=1024 \
      -print_final_stats=1 -verbosity=0 ${dictionary:+-dict="$dictionary"} -artifact_prefix="$findings/" \
      "$corpus" "tests/fuzz/corpus/$target" 2>&1 | grep -v "# Uses:" | tail -n 40; then
    echo "== $target FAILED, see $findings"
    failed=1
  fi
done
exit $failed
