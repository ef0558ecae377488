#!/usr/bin/env bash
# Makes docs/screen.png and docs/screen-light.png from the real screen: the program on
# its own demo, whose links are signed for a public host, in tmux (which presses the
# keys), in xterm, under a virtual X server.
#
#   apt-get install xvfb xterm imagemagick tmux fonts-dejavu-core
#   docs/picture.sh [FOLDER]
#
# SIGNET names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(realpath -m "${1:-docs}")
cols=120 rows=40

. docs/stage.sh

# The display number is free when no socket of its name is there.
display=90
while [ -e "/tmp/.X11-unix/X$display" ]; do display=$((display + 1)); done
Xvfb ":$display" -screen 0 1600x1200x24 -nolisten tcp >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 50); do
  [ -e "/tmp/.X11-unix/X$display" ] && break
  sleep 0.1
done

# The demo's server is on this machine alone. A place signs for an address from outside,
# as one that documents are shared from does.
"$work/signet" demo --serve --data "$work/demo" >"$work/env" 2>/dev/null &
pids+=($!)
for _ in $(seq 100); do
  [ "$(wc -l <"$work/env")" -ge 5 ] && break
  sleep 0.1
done
# shellcheck disable=SC1091
. "$work/env"

# open THEME BACKGROUND TEXT: the program in a terminal of these colours.
open() {
  mkdir -p "$work/$1"
  cat >"$work/$1/config.toml" <<CONF
default_place = "acme"
theme = "$1"
[[place]]
name = "acme"
endpoint = "$AWS_ENDPOINT_URL_S3"
region = "$AWS_REGION"
path_style = true
[place.sign]
endpoint = "https://s3.eu-central-1.amazonaws.com"
path_style = false
CONF
  SIGNET_HOME="$work/$1" play env -u AWS_ENDPOINT_URL_S3 "$work/signet"
  DISPLAY=:$display LANG=C.UTF-8 TERM=xterm-256color xterm -u8 -fa 'DejaVu Sans Mono' -fs 10 \
    -geometry "${cols}x${rows}+0+0" -b 8 -bg "$2" -fg "$3" +sb -e tmux -S "$socket" -u attach &
  terminal=$!
  pids+=("$terminal")
}

# walk shares two documents, one after the other.
walk() {
  await "buckets"
  press C-o
  type_in "s3://board-minutes/2025/"
  press Enter
  await "Minutes Q4.pdf"
  press Enter
  share "Minutes Q1.pdf" "Mr Okafor" "for the auditors"
  press Escape
  await "Minutes Q4.pdf"
  press Down
  press Enter
  share "Minutes Q2.pdf" "Ms Ito" "for the meeting on Friday"
}

# shoot FILE: what the terminal shows.
shoot() {
  # One more round, so that xterm has drawn what tmux has.
  sleep 1
  mkdir -p "$folder"
  DISPLAY=:$display import -window root "$work/root.png"
  convert "$work/root.png" -bordercolor black -trim +repage -strip -define png:compression-level=9 +dither -colors 128 "PNG8:$folder/$1"
  # A picture whose code does not scan would be a poor advertisement.
  if command -v zbarimg >/dev/null && ! zbarimg -q -Sdisable -Sqrcode.enable "$folder/$1" | grep -q '^QR-Code:https://board-minutes.s3.eu-central-1.amazonaws.com/'; then
    echo "the code in $folder/$1 does not scan" >&2
    exit 1
  fi
  echo "$folder/$1: $(identify -format '%wx%h, %B bytes' "$folder/$1")"
}

open dark '#16161e' '#c8ccd8'
walk
shoot screen.png
tmux -S "$socket" kill-server
wait "$terminal" || true
open light '#fbfbfd' '#2a2c38'
walk
shoot screen-light.png
