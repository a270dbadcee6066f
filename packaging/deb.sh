#!/usr/bin/env bash
# Builds the Debian package into packaging/out and checks it.
set -euo pipefail
cd "$(dirname "$0")/.."
bash packaging/require.sh run build package
[[ -f .build/release/build.ninja ]] || cmake --preset release >&2
cmake --build --preset release --target binnacle binnacle_package_files >&2
desktop-file-validate packaging/org.binnacle.Binnacle.desktop
appstreamcli validate --no-net packaging/org.binnacle.Binnacle.metainfo.xml >&2
rm -rf packaging/out
cpack --config .build/release/CPackConfig.cmake -B "$PWD/packaging/out" >&2
rm -rf packaging/out/_CPack_Packages
package=$(ls packaging/out/*.deb)
lintian --fail-on error --suppress-tags no-manual-page,initial-upload-closes-no-bugs "$package" >&2
echo "$package"
