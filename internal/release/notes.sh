#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version, for the page of its release.
#
#   notes.sh VERSION     (without v)
set -euo pipefail
cd "$(dirname "$0")/../.."
awk -v v="$1" '
  /^## / { on = ($2 == v || $2 == "[" v "]"); found = found || on; next }
  on
  END { if (!found) { print "CHANGELOG.md has no version " v > "/dev/stderr"; exit 1 } }' CHANGELOG.md
