#!/usr/bin/env bash
# Installs what is missing of sections of debian-packages.txt:  bash packaging/require.sh run build
# Quick when nothing is missing; asks for the administrator's rights only when something is.
set -euo pipefail
list=$(dirname "$0")/debian-packages.txt

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This is no Debian system: please install the equivalents of $list yourself." >&2
  exit 0
fi

wanted=()
for section in "$@"; do
  mapfile -t -O "${#wanted[@]}" wanted < <(awk -v section="[$section]" \
    '/^\[/ { inside = ($0 == section) } inside && /^[a-z0-9]/ { print $1 }' "$list")
done
installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^ii *//p' || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
((${#missing[@]})) || exit 0

root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing, and without sudo they cannot be installed: ${missing[*]}" >&2
    echo "As root: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  root=(sudo)
fi
echo "Installing: ${missing[*]}" >&2
apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >&2; }
# The lists are fetched only where they are missing or out of date.
known=$(apt-cache --no-generate pkgnames 2>/dev/null | grep -cxF -f <(printf '%s\n' "${missing[@]}") || true)
if ((known < ${#missing[@]})) || ! apt install -y --no-install-recommends "${missing[@]}"; then
  apt update
  apt install -y --no-install-recommends "${missing[@]}"
fi
