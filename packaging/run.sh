#!/usr/bin/env bash
# Installs what is missing, builds the release and opens the dashboard.
#   bash packaging/run.sh            the dashboard on the embedded store
#   bash packaging/run.sh --demo     the same on the labelled demo
#   bash packaging/run.sh serve ...  any subcommand of binnacle
set -euo pipefail
cd "$(dirname "$0")/.."
bash packaging/require.sh run build
[[ -f .build/release/build.ninja ]] || cmake --preset release >&2
cmake --build --preset release --target binnacle >&2
program=.build/release/bin/binnacle

opens_window=yes
for argument in "$@"; do
  case $argument in
    --help | -h | --version) opens_window=no ;;
    -*) ;;
    *) opens_window=no; break ;;
  esac
done
if [[ $opens_window == yes && -z ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} && -z ${QT_QPA_PLATFORM:-} ]]; then
  {
    echo "There is no display here, so the dashboard cannot open."
    echo "The engine without a window, which receives events on http://127.0.0.1:7474:"
    echo "  bash packaging/run.sh serve"
  } >&2
  if [[ -t 0 && -t 2 ]]; then
    read -r -p "Start it now? [y/N] " answer
    [[ $answer == [yY]* ]] && exec "$program" serve
  fi
  exit 1
fi
exec "$program" "$@"
