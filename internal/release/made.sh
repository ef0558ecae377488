#!/usr/bin/env bash
# Makes what archives and packages hold besides the program: manual pages,
# completions, licence texts. Into dist/made; goreleaser calls it first.
#
#   made.sh VERSION SECONDS     (of the commit, since 1970)
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
export SOURCE_DATE_EPOCH=$2

to=dist/made
rm -rf "$to"
mkdir -p "$to/completions" "$to/man"
unset "${!AWS_@}"
unset GOOS GOARCH

CGO_ENABLED=0 go build -trimpath -o "$to/signet" .
signet() { SIGNET_HOME=$to/home "$to/signet" "$@"; }
signet completion bash >"$to/completions/signet.bash"
signet completion zsh >"$to/completions/_signet"
signet completion fish >"$to/completions/signet.fish"
signet completion powershell >"$to/completions/signet.ps1"
rm -rf "$to/signet" "$to/home"

go run ./internal/manpages "$to/man" "$version"
gzip -9n "$to"/man/*.1

go run ./internal/licences/generate "$to/THIRD-PARTY-LICENCES.txt"
find "$to" -type f -exec chmod 644 {} +
