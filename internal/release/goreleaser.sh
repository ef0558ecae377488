#!/usr/bin/env bash
# Runs goreleaser on this tree, with the tools that it calls. They are those of
# this folder's go.mod, built once (ten minutes) and kept in the cache.
#
#   goreleaser.sh release --snapshot --clean --skip=publish
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD/internal/release
bin=${XDG_CACHE_HOME:-$HOME/.cache}/signet-dev/release
stamp=$(cat "$here/go.mod" "$here/go.sum" | sha256sum | cut -c1-16)

# tool NAME PACKAGE FLAG...: builds it unless it is the one that go.mod names.
tool() {
  [ "$(cat "$bin/$1.of" 2>/dev/null)" = "$stamp" ] && [ -x "$bin/$1" ] && return
  mkdir -p "$bin"
  (cd "$here" && GOFLAGS=-buildvcs=false go build -o "$bin/$1" "${@:3}" "$2")
  echo "$stamp" >"$bin/$1.of"
}
tool cyclonedx-gomod github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod -trimpath # its own sum is in what it writes
tool goreleaser github.com/goreleaser/goreleaser/v2

export PATH=$bin:$PATH
# Nothing of this machine may get into what is made.
export GOAMD64=v1 GOARM64=v8.0 GOTOOLCHAIN=local TZ=UTC LC_ALL=C
umask 022
goreleaser check --quiet -f "$here/goreleaser.yaml"
# Its own limit is an hour, which a busy machine may need.
exec goreleaser "$1" -f "$here/goreleaser.yaml" --timeout 12h "${@:2}"
