#!/usr/bin/env bash
# Builds the program for linux/amd64 as a release does, here and in a copy of this
# tree in another folder, and fails where the bytes are not the same, or more than
# may be.
#
#   same.sh LIMIT     (in bytes)
#
# The copy has a cache of its own, so that everything in it is compiled anew: what
# the cache knows is the same for every folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
limit=$1
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# build FLAG...: the flags of goreleaser.yaml, with words that never change.
build() {
  CGO_ENABLED=0 GOOS=linux GOARCH=amd64 GOAMD64=v1 go build -trimpath -buildvcs=false \
    -ldflags '-s -w -X signet/cli.released=0.0.0 -X signet/cli.commit=0000000000000000000000000000000000000000 -X signet/cli.committed=2026-01-01T00:00:00Z' "$@" .
}
build -o "$work/here"

mkdir -p "$work/another/folder, of another depth"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' f; do
  [ -e "$f" ] && printf '%s\0' "$f"
done | tar --null -T - -cf - | tar -xf - -C "$work/another/folder, of another depth"
(cd "$work/another/folder, of another depth" && GOCACHE=$work/cache build -o "$work/there")

size=$(stat -c %s "$work/here")
echo "linux/amd64: $size bytes, of $limit at most"
[ "$size" -le "$limit" ] || { echo "the program has grown too large"; exit 1; }
cmp "$work/here" "$work/there" || { echo "another folder gives other bytes"; exit 1; }
echo "the same bytes from two folders: $(sha256sum <"$work/here" | cut -c1-64)"
