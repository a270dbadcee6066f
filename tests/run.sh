#!/usr/bin/env bash
# Installs what is missing, builds and runs every test.
#   bash tests/run.sh [--preset dev|release|asan|tsan] [--pictures] [-R PATTERN]
#   --pictures   also photographs every page of the window into tests/ui/pictures
#   -R PATTERN   only tests whose name matches
set -euo pipefail
cd "$(dirname "$0")/.."
preset=dev
options=()
while (($#)); do
  case $1 in
    --preset) preset=${2:?--preset needs a name}; shift 2 ;;
    --pictures) export BINNACLE_PICTURES=$PWD/tests/ui/pictures; mkdir -p "$BINNACLE_PICTURES"; shift ;;
    -R) options+=(-R "${2:?-R needs a pattern}"); shift 2 ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
bash packaging/require.sh run build test
[[ -f .build/$preset/build.ninja ]] || cmake --preset "$preset"
cmake --build --preset "$preset"
exec ctest --preset "$preset" "${options[@]}"
