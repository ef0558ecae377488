#!/usr/bin/env bash
# Makes docs/walk.svg from the real screens: the program on its own demo, in tmux. A
# document is chosen, shared, shown as a code, and taken back. The link in it is the
# demo's own, whose server and key are gone when this script ends.
#
#   apt-get install tmux
#   docs/walk.sh [FILE.svg]
#
# SIGNET names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
film=$(realpath -m "${1:-docs/walk.svg}")
cols=120 rows=40
. docs/stage.sh

mkdir "$work/frames"
frames=0
# keep SECONDS WORDS: the screen as it stands, shown for so long with these words below.
keep() {
  # What was pressed last is on the screen; the rest of the frame comes with it.
  sleep 0.5
  frames=$((frames + 1))
  local name
  name=$(printf 'walk%02d' "$frames")
  tmux -S "$socket" capture-pane -e -p >"$work/frames/$name@${cols}x${rows}@dark.ansi"
  printf '%s\t%s\t%s\n' "$name" "$1" "$2" >>"$work/frames/film.txt"
}

play "$work/signet" demo
await "board-minutes"
keep 2 "signet demo: the buckets"
press C-o
type_in "s3://board-minutes/2025/"
await "2025/"
keep 2 "ctrl+o goes to an address"
press Enter
await "Minutes Q4.pdf"
press Down
keep 2 "enter shares the document under the cursor"
press Enter
fill_in "Minutes Q2.pdf" "Ms Ito" "for the meeting on Friday"
keep 4 "for how long, for whom, what for; what the link will be is said before it is signed"
press C-s
await "ends in"
keep 6 "the link, its code, and the share log; y copies it, t tries it, o hands it off in the room"
press X
await "› policy"
keep 3 "X takes it back: the ways that there are, and what else each of them ends"
press Enter
await "nothing is done yet"
type_in "sent to the wrong person"
press Enter
await "▸ confirm"
type_in "revoke"
keep 4 "the policy as it will be, and why, for the log"
press Enter
await "proved dead"
keep 4 "it opened right before, and is denied now"
press Escape
await "revoked: by the share log"
press H
await "› revoked"
keep 4 "H: the share log knows"

go run ./internal/gallery -film "$film" "$work/frames"
size=$(stat -c %s "$film")
if [ "$size" -ge 300000 ]; then
  echo "$film has $size bytes, 300,000 are too many" >&2
  exit 1
fi
echo "$film: $frames screens, $size bytes"
