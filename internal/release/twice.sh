#!/usr/bin/env bash
# Makes a snapshot in two fresh clones in different folders, the second with a
# cache of its own for compiled packages unless QUICK is set, and compares every
# file that was made.
#
# metadata.json, artifacts.json and config.yaml are notes of goreleaser for
# itself, with its time and folders; they are no part of a release.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# snapshot FOLDER: a snapshot of HEAD in a clone there, and its sums.
snapshot() {
  git clone -q "$root" "$1"
  git -C "$1" checkout -q "$(git rev-parse HEAD)"
  make -C "$1" -s snapshot >"$work/log" 2>&1 || { tail -40 "$work/log"; return 1; }
  (cd "$1/dist/release" && find . -type f ! -name metadata.json ! -name artifacts.json ! -name config.yaml -print0 | sort -z | xargs -0 sha256sum)
}
snapshot "$work/one" >"$work/one.sums"
[ -n "${QUICK:-}" ] || export GOCACHE=$work/cache
snapshot "$work/a second/folder" >"$work/two.sums"

if ! diff "$work/one.sums" "$work/two.sums"; then
  echo "not the same"
  exit 1
fi
echo "$(wc -l <"$work/one.sums") files, each the same from both folders:"
cat "$work/one.sums"
