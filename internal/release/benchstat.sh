#!/usr/bin/env bash
# Compares benchmarks with those of the last release: builds the tests of both
# commits, runs them in turns so that both see the same machine, and has benchstat
# say what differs. Reported, not judged.
#
#   benchstat.sh [COMMIT]      else the last tag, else what CHANGELOG.md's last version names
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
here=$root/internal/release
bin=${XDG_CACHE_HOME:-$HOME/.cache}/signet-dev/release
times=${TIMES:-6}

# What a user waits for: reading a listing, signing, a code, the log, a screen.
# Each line is a package, a space, and the benchmarks of it.
read -r -d '' chosen <<'CHOSEN' || true
./share/sign .
./share/qr .
./share/ledger .
./ui/listing .
CHOSEN

last=${1:-$(git describe --tags --abbrev=0 2>/dev/null || true)}
if [ -z "$last" ]; then
  # A heading "## 0.2.0 (2026-12-01, abcdef1)" names its commit.
  last=$(sed -nE 's/^## [0-9][^(]*\([^)]*\b([0-9a-f]{7,40})\).*/\1/p' CHANGELOG.md | head -1)
fi
if [ -z "$last" ]; then
  echo "not compared: there is no tag, and CHANGELOG.md names no version with its commit"
  exit 0
fi
[ -x "$bin/benchstat" ] || (mkdir -p "$bin" && cd "$here" && GOFLAGS=-buildvcs=false go build -o "$bin/benchstat" golang.org/x/perf/cmd/benchstat)

work=$(mktemp -d)
trap 'git worktree remove --force "$work/old" 2>/dev/null || true; rm -rf "$work"' EXIT
git worktree add -q --detach "$work/old" "$last"

# build FOLDER NAME: the tests of the chosen packages.
build() {
  local n=0 package
  while read -r package _; do
    n=$((n + 1))
    [ ! -d "$1/$package" ] || (cd "$1" && go test -c -o "$work/$2.$n" "$package")
  done <<<"$chosen"
}
build "$work/old" old
build "$root" new
for _ in $(seq "$times"); do
  n=0
  while read -r package benchmarks; do
    n=$((n + 1))
    for side in old new; do
      dir=$root
      [ $side = old ] && dir=$work/old
      [ -x "$work/$side.$n" ] || continue
      (cd "$dir/$package" && "$work/$side.$n" -test.run '^$' -test.bench "$benchmarks" -test.benchtime "${BENCHTIME:-100ms}" -test.benchmem </dev/null) >>"$work/$side.txt" ||
        echo "a benchmark of $package failed ($side)"
    done
  done <<<"$chosen"
done
"$bin/benchstat" "last=$work/old.txt" "now=$work/new.txt"
