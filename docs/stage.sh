# A terminal that the scripts of this folder play in: the program in tmux, which presses
# the keys. It is read by picture.sh and walk.sh (`. docs/stage.sh`), which set cols and
# rows before. SIGNET names a program that is built already.
# shellcheck shell=bash disable=SC2154

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

# await TEXT: waits until the screen shows it, at most a minute.
await() {
  for _ in $(seq 300); do
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

# fill_in NAME WHO NOTE: on the compose screen, fills in who and what for.
fill_in() {
  await "share $1"
  press Down Down
  type_in "$2"
  press Down
  type_in "$3"
  await "$3"
}

# share NAME WHO NOTE: the same, and signs.
share() {
  fill_in "$@"
  press C-s
  await "ends in"
}

# play COMMAND...: starts it in the terminal. What it needs is in the environment.
play() {
  env -u NO_COLOR LANG=C.UTF-8 HOME="$work" TZ=UTC COLORTERM=truecolor USER=ana \
    tmux -S "$socket" -f "$work/tmux.conf" -u new-session -d -x "$cols" -y "$rows" "$@"
}

cat >"$work/tmux.conf" <<CONF
set -g status off
set -g default-terminal tmux-256color
set -ga terminal-overrides ",xterm*:Tc"
set -sg escape-time 0
CONF

if [ -n "${SIGNET:-}" ]; then
  cp "$SIGNET" "$work/signet"
else
  CGO_ENABLED=0 go build -o "$work/signet" .
fi
