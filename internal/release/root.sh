#!/usr/bin/env bash
# Installs the deb of dist/release in a fresh Debian, as a stranger would, and uses
# it there as an unprivileged user; then looks at what rpm and apk hold. Needs
# root, debootstrap, mandoc, rpm2cpio, cpio; a few minutes and the mirror of Debian.
#
#   root.sh [FOLDER]     of the fresh system; else one that goes at the end
set -euo pipefail
cd "$(dirname "$0")/../.."
dist=$PWD/dist/release
arch=$(dpkg --print-architecture)
deb=$(ls "$dist"/signet_*_"$arch".deb)

root=${1:-}
if [ -z "$root" ]; then
  root=$(mktemp -d)
  chmod 755 "$root" # it is the / of whoever uses the program there
  trap 'umount "$root/proc" 2>/dev/null || true; rm -rf "$root"' EXIT
fi
if [ ! -e "$root/etc/debian_version" ]; then
  debootstrap --variant=minbase --include=man-db,bash-completion bookworm "$root" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
fi
# Whoever builds images leaves out the manual; here it is looked at.
rm -f "$root"/etc/dpkg/dpkg.cfg.d/*docker*
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
cp "$deb" "$root/tmp/signet.deb"
chroot "$root" dpkg -i /tmp/signet.deb
chroot "$root" id ana >/dev/null 2>&1 || chroot "$root" useradd --create-home ana

# as COMMAND...: as the unprivileged user, with nothing of this machine's environment.
as() {
  chroot "$root" setpriv --reuid=ana --regid=ana --clear-groups --no-new-privs \
    env -i HOME=/home/ana USER=ana PATH=/usr/bin:/bin LANG=C.UTF-8 TERM=xterm MANPAGER=cat MANWIDTH=80 \
    sh -c 'cd && exec "$@"' sh "$@"
}
# check WHAT COMMAND...: says what is checked, and stops where it fails.
check() {
  printf '\n-- %s\n' "$1"
  shift
  "$@"
}
# first and says show the first lines of what a command says; the latter fails where
# a word is missing.
first() { "$@" >"$root/tmp/said" 2>&1 </dev/null || { cat "$root/tmp/said"; return 1; }; head -n "${SHOWN:-12}" "$root/tmp/said"; }
says() { local word=$1; shift; first "$@"; grep -q -- "$word" "$root/tmp/said" || { echo "it does not say: $word"; return 1; }; }

check 'who it is' as id -un
check 'signet --version' says 'commit' as signet --version
check 'signet version --json' says '"commit":"' as signet version --json
check 'signet version --licences' says 'modernc.org/sqlite' as signet version --licences
check 'the main job: signet demo </dev/null' says 'X-Amz-Signature=\|QR\|█\|▀' as signet demo
check 'man signet' says 'SIGNET(1)\|signet(1)' as man signet
check 'man signet-share' says 'share' as man signet-share
check 'manual pages' sh -c "ls '$root'/usr/share/man/man1/signet*.1.gz | wc -l"
if as signet help doctor >/dev/null 2>&1; then
  check 'signet doctor' as sh -c 'signet doctor </dev/null; echo "exit $?"'
fi
for f in bash-completion/completions/signet zsh/vendor-completions/_signet fish/vendor_completions.d/signet.fish doc/signet/copyright doc/signet/THIRD-PARTY-LICENCES.txt; do
  check "/usr/share/$f" test -s "$root/usr/share/$f"
done
check 'completion in bash' as bash -ic '. /usr/share/bash-completion/bash_completion; . /usr/share/bash-completion/completions/signet
  COMP_LINE="signet ver" COMP_POINT=10 COMP_WORDS=(signet ver) COMP_CWORD=1; _signet; printf "%s\n" "${COMPREPLY[@]}" | grep -x "version *"' 2>/dev/null
check 'removed without a trace' chroot "$root" sh -c 'dpkg -r signet >/dev/null && test ! -e /usr/bin/signet && test ! -e /usr/share/doc/signet'

wanted='usr/bin/signet$
usr/share/man/man1/signet.1.gz$
usr/share/man/man1/signet-share.1.gz$
usr/share/bash-completion/completions/signet$
usr/share/zsh/site-functions/_signet$
usr/share/fish/vendor_completions.d/signet.fish$
usr/share/doc/signet/copyright$
usr/share/doc/signet/THIRD-PARTY-LICENCES.txt$'
# holds FILE: reads a list of contents, which is to have all that is wanted.
holds() {
  local list want bad=0
  list=$(cat)
  while read -r want; do
    grep -q "$want" <<<"$list" || { echo "$1 has no $want"; bad=1; }
  done <<<"$wanted"
  echo "$1: $(wc -l <<<"$list") entries"
  return $bad
}
for f in "$dist"/*.rpm; do
  check "$(basename "$f")" true
  { rpm2cpio "$f" || true; } | cpio -t --quiet | holds "$(basename "$f")"
done
for f in "$dist"/*.apk; do
  check "$(basename "$f")" true
  { tar -tzf "$f" 2>/dev/null || true; } | holds "$(basename "$f")"
done
printf '\nall as it should be\n'
