#!/bin/sh
# The real screen: run a program in xterm under Xvfb, take a screenshot, read the
# code on it, compare.
#
#   e2e/qr-on-screen.sh WANT COLSxROWS PROGRAM [ARGUMENT...]
#
#   WANT       the text that the code must hold, or - to print what is read, or
#              "" if there must be no code
#   FS=10      size of the letters in points
#   BG, FG     colours of the terminal, black and gray90
#   TI=vt340   terminal to be; vt340 has sixel graphics
#   XTERM      further options of xterm, for instance '-cjk_width'
#   LOCALE     C.UTF-8
#   KEYS       sent once the program is up, for instance 'Down Return Q', by the
#              names of X; size:120x40 among them changes the window (xdotool)
#   SHOT       keep the screenshot in this file
#   AFTER      a file that must be there before the screen is looked at
#   SECONDS_   how long to try then, 12
#
# Needs (Debian): xvfb xterm imagemagick zbar-tools fonts-dejavu-core.
# Exit code 0: read as wanted. 1: not. 2: cannot run.
set -u
[ $# -ge 3 ] || { sed -n '2,23s/^# \{0,1\}//p' "$0"; exit 2; }
for tool in Xvfb xterm import zbarimg; do
  command -v "$tool" >/dev/null || { echo "qr-on-screen: $tool is not installed" >&2; exit 2; }
done
[ -z "${KEYS:-}" ] || command -v xdotool >/dev/null || { echo 'qr-on-screen: xdotool is not installed' >&2; exit 2; }

want=$1 size=$2
shift 2
dir=$(mktemp -d) || exit 2
server='' terminal=''
finish() {
  [ -n "$terminal" ] && kill "$terminal" 2>/dev/null
  [ -n "$server" ] && kill "$server" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM

Xvfb -displayfd 3 -screen 0 2400x1500x24 -nolisten tcp >"$dir/xvfb" 2>&1 3>"$dir/display" &
server=$!
until [ -s "$dir/display" ]; do # it finds itself a number that nobody has
  kill -0 "$server" 2>/dev/null || { echo "qr-on-screen: Xvfb did not start: $(cat "$dir/xvfb")" >&2; exit 2; }
  sleep 0.1
done
DISPLAY=":$(cat "$dir/display")"
export DISPLAY

# shellcheck disable=SC2086 # XTERM is several words on purpose
LANG="${LOCALE:-C.UTF-8}" xterm ${XTERM:-} ${TI:+-ti "$TI"} -xrm 'xterm*numColorRegisters: 256' -fa 'DejaVu Sans Mono' -fs "${FS:-10}" \
  -geometry "$size+0+0" -bg "${BG:-black}" -fg "${FG:-gray90}" +sb -e "$@" >"$dir/xterm" 2>&1 &
terminal=$!

if [ -n "${KEYS:-}" ]; then
  sleep 2
  xdotool mousemove 40 40 # there is no window manager: the pointer has the keys
  for k in $KEYS; do
    case "$k" in
    size:*) # shellcheck disable=SC2046 # two words
      xdotool windowsize --usehints "$(xdotool search --class xterm | tail -1)" $(echo "${k#size:}" | tr x ' ') ;;
    *) xdotool key --clearmodifiers "$k" ;;
    esac
    sleep "${PACE:-0.5}"
  done
fi

read_code() {
  import -window root "png:$dir/shot.png" 2>/dev/null &&
    zbarimg --quiet --raw --oneshot -Sdisable -Sqrcode.enable "$dir/shot.png" 2>/dev/null
}
until [ -z "${AFTER:-}" ] || [ -e "$AFTER" ]; do
  kill -0 "$terminal" 2>/dev/null || break
  sleep 0.1
done
tries=$(( ${SECONDS_:-12} * 2 ))
got=''
while [ $tries -gt 0 ]; do
  tries=$((tries - 1))
  sleep 0.5
  kill -0 "$terminal" 2>/dev/null || break
  got=$(read_code)
  [ "$want" = - ] && [ -n "$got" ] && break
  [ -n "$want" ] && [ "$got" = "$want" ] && break
done
[ -n "${SHOT:-}" ] && cp "$dir/shot.png" "$SHOT" 2>/dev/null

case "$want" in
-) printf '%s\n' "$got"; [ -n "$got" ] ;;
"$got") echo "ok: ${#got} bytes read from the screen" ;;
*) echo "FAIL: wanted ${#want} bytes, read ${#got}: $got" >&2; exit 1 ;;
esac
