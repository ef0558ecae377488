#!/usr/bin/env bash
# Makes docs/screen.png from the real screen: the program on its own demo, in
# tmux (which presses the keys), in xterm, under a virtual X server.
#
#   apt-get install xvfb xterm imagemagick tmux fonts-dejavu-core
#   docs/picture.sh [FILE.png]
#
# SIGNET names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
picture=$(realpath -m "${1:-docs/screen.png}")
cols=120 rows=40

work=$(mktemp -d)
socket=$work/tmux
pids=()
finish() {
  tmux -S "$socket" kill-server 2>/dev/null || true
  for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

screen() { tmux -S "$socket" capture-pane -p; }

# await TEXT: waits until the screen shows it, at most 20 seconds.
await() {
  for _ in $(seq 100); do
    screen | grep -qF -- "$1" && return
    sleep 0.2
  done
  printf 'the screen never showed %q:\n' "$1" >&2
  screen >&2
  exit 1
}

press() { tmux -S "$socket" send-keys "$@"; }
# type_in TEXT: as a person types it.
type_in() { tmux -S "$socket" send-keys -l -- "$1"; }

if [ -n "${SIGNET:-}" ]; then
  cp "$SIGNET" "$work/signet"
else
  CGO_ENABLED=0 go build -o "$work/signet" .
fi

# The display number is free when no socket of its name is there.
display=90
while [ -e "/tmp/.X11-unix/X$display" ]; do display=$((display + 1)); done
Xvfb ":$display" -screen 0 1600x1200x24 -nolisten tcp >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 50); do
  [ -e "/tmp/.X11-unix/X$display" ] && break
  sleep 0.1
done

cat >"$work/tmux.conf" <<CONF
set -g status off
set -g default-terminal tmux-256color
set -ga terminal-overrides ",xterm*:Tc"
set -sg escape-time 0
CONF
env -u NO_COLOR LANG=C.UTF-8 HOME="$work" TZ=UTC COLORTERM=truecolor \
  tmux -S "$socket" -f "$work/tmux.conf" -u new-session -d -x "$cols" -y "$rows" "$work/signet" demo --data "$work/demo"
DISPLAY=:$display LANG=C.UTF-8 TERM=xterm-256color xterm -u8 -fa 'DejaVu Sans Mono' -fs 10 \
  -geometry "${cols}x${rows}+0+0" -b 8 -bg '#16161e' -fg '#c8ccd8' +sb -e tmux -S "$socket" -u attach &
pids+=($!)

# share NAME WHO NOTE: on the compose screen, fills in who and what for, and signs.
share() {
  await "share $1"
  press Down Down
  type_in "$2"
  press Down
  type_in "$3"
  await "$3"
  press C-s
  await "ends in"
}

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

# One more round, so that xterm has drawn what tmux has.
sleep 1
mkdir -p "$(dirname "$picture")"
DISPLAY=:$display import -window root "$work/root.png"
convert "$work/root.png" -bordercolor black -trim +repage -strip -define png:compression-level=9 -colors 128 "PNG8:$picture"

# A picture whose code does not scan would be a poor advertisement.
if command -v zbarimg >/dev/null && ! zbarimg -q -Sdisable -Sqrcode.enable "$picture" >/dev/null 2>&1; then
  echo "the code in $picture does not scan" >&2
  exit 1
fi
echo "$picture: $(identify -format '%wx%h, %B bytes' "$picture")"
