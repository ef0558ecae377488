
LC_ALL=C
export LC_ALL
umask 077
wait=${SIGNET_WAIT:-1} # seconds before the second try
tries=8
newline='
'

say() { printf '%s\n' "$*" | tr -cd '[:print:]\n' >&2; }
stop() {
  say "$*"
  exit 1
}

# request METHOD URL [curl's options...]: sends a request. The address is a secret: it
# goes to curl by its standard input. Sets code, the HTTP status, and error, what S3
# calls it; leaves the answer in $tmp/head and $tmp/body. A refusal counts although the
# server broke off.
request() {
  method=$1 url=$2
  shift 2
  : >"$tmp/head"
  : >"$tmp/body"
  code=$(printf 'url = "%s"\n' "$url" | curl --config - --silent --show-error --globoff --path-as-is --request "$method" \
    --connect-timeout 30 --speed-limit 1 --speed-time 300 --header 'Expect:' --dump-header "$tmp/head" --output "$tmp/body" \
    --write-out '%{http_code}' "$@" 2>"$tmp/said") || case $code in 4??) ;; *) code=000 ;; esac
  error=$(tr -d '\r\n' <"$tmp/body" | sed -n 's/.*<Error[^>]*>.*<Code>\([A-Za-z0-9.]*\)<.*/\1/p')
}

# over: whether the server, which broke off, tells when asked that the upload is over.
# It says so, and runs apart: what is known of the other request stays.
over() (
  request GET "$(printf '%s\n' "$lists" | head -n 1)"
  if [ "$code" = 403 ] && [ "$(date +%s)" -lt "$ends" ]; then
    case $error in
      '') exit 1 ;;
      AccessDenied) grep expired "$tmp/body" >"$tmp/said" || exit 1 ;;
    esac
  fi
  case $code in
    403 | 404) (refused 'the links are of no use any more') || exit 0 ;;
  esac
  exit 1
)

# call METHOD URL [curl's options...]: sends a request, again where that may help.
call() {
  pause=$wait n_try=1 lost=
  while :; do
    request "$@"
    case $code:$error in
      2*:) return 0 ;;
      2*:InternalError | 2*:SlowDown | 408:* | 429:* | 5*:* | *:RequestTimeout | *:SlowDown) why="$code $error" lost=yes ;;
      000:*)
        why="no answer: $(head -n 1 "$tmp/said")" lost=yes
        if [ "$1" = PUT ] && over; then
          exit 1
        fi
        ;;
      *) return 1 ;;
    esac
    [ "$n_try" -lt "$tries" ] || stop "$why; given up after $tries tries. Run the script again to go on where it stopped."
    say "$why; trying again in $pause s"
    sleep "$pause"
    n_try=$((n_try + 1)) pause=$((pause * 2))
    [ "$pause" -le 60 ] || pause=60
  done
}

# refused WHAT: stops with what the server said.
refused() {
  message=$(tr -d '\r\n' <"$tmp/body" | sed -n 's/.*<Message>\([^<]*\)<.*/\1/p' | cut -c 1-300)
  [ "$error" != NoSuchUpload ] || stop 'the server knows no such upload any more: it was completed or aborted, or the address leads elsewhere'
  if [ "$code" = 403 ] && [ "$(date +%s)" -ge "$ends" ]; then
    stop "the links ended at $until ($code $error): ask for new ones"
  fi
  stop "$1: $code $error $message"
}

# listed: which parts the server has, one a line: number, ETag, size. Fails where it
# does not tell.
listed() {
  : >"$tmp/there"
  printf '%s\n' "$lists" >"$tmp/lists"
  while IFS= read -r one <&3; do
    if ! call GET "$one"; then
      [ "$error" != NoSuchUpload ] || refused 'asking for the parts'
      say "which parts are there is not told ($code $error); the file beside yours is used instead"
      return 1
    fi
    tr -d '\r\n' <"$tmp/body" | sed "s/<Part>/\\${newline}<Part>/g" | awk '
      function of(name, text) { text = $0; sub(".*<" name ">", "", text); sub("<.*", "", text); return text }
      /^<Part>/ { e = of("ETag"); gsub(/&quot;|&#34;|&#x22;|"/, "", e); print of("PartNumber"), e, of("Size") }' >>"$tmp/there"
  done 3<"$tmp/lists"
  rm -f "$tmp/lists"
}

# noted FILE NUMBER: the last line of a list that is about a part, without its number.
noted() { awk -v n="$2" '$1 == n { found = $2 " " $3 } END { if (found != "") print found }' "$1" 2>"$tmp/said"; }

digest() {
  if command -v md5sum >"$tmp/said" 2>&1; then
    md5sum | cut -d ' ' -f 1
  elif command -v md5 >"$tmp/said" 2>&1; then
    md5 -q
  elif command -v openssl >"$tmp/said" 2>&1; then
    openssl md5 -r | cut -d ' ' -f 1
  else
    cksum | tr ' ' -
  fi
}

# piece NUMBER: that part of the file.
piece() { tail -c "+$(((n - 1) * part + 1))" "$file" | head -c "$length"; }

changed() { [ -z "$watch" ] || [ -n "$(find "$file" -newer "$tmp/stamp")" ]; }

# send: the part n, which is cut out to a file first: a request needs its length.
send() {
  piece >"$tmp/part"
  [ "$(($(wc -c <"$tmp/part")))" -eq "$length" ] || stop 'the file has become shorter while it was read, or there is no room for a part in '"$tmp"
  call PUT "$head$n$middle$(printf '%s\n' "$signatures" | sed -n "${n}p")" --upload-file "$tmp/part" || refused "part $n was refused"
  rm -f "$tmp/part"
  etag=$(tr -d '\r' <"$tmp/head" | sed -n 's/^[Ee][Tt][Aa][Gg]: *//p' | tail -n 1 | tr -d '" ')
  [ -n "$etag" ] || stop "part $n: the server gave no ETag"
  printf '%s %s %s\n' "$n" "$etag" "$sum" >>"$notes" 2>"$tmp/said" || :
}

upload() {
  asked=yes
  listed || asked=
  cp "$tmp/there" "$tmp/before"
  : >"$tmp/sent"
  n=1
  while [ "$n" -le "$count" ]; do
    length=$part
    [ "$n" -lt "$count" ] || length=$((size - (count - 1) * part))
    sum=$(piece | digest)
    had=$(noted "$notes" "$n")
    if [ -n "$asked" ]; then
      there=$(noted "$tmp/before" "$n")
    else
      there=${had:+"${had%% *} $length"}
    fi
    etag=${there%% *}
    if [ "$there" = "$sum $length" ] || { [ "$there" = "$etag $length" ] && [ "$had" = "$etag $sum" ]; }; then
      what='is there already'
    else
      [ -z "$there" ] || say "part $n is there with other content than your file has now: it is sent again"
      send
      what=sent
      if [ -n "$watch" ] && changed; then
        stop 'the file has changed while it was uploaded; run the script again when it is as it should be: what changed is sent again'
      fi
    fi
    printf '%s %s %s\n' "$n" "$etag" "$length" >>"$tmp/sent"
    say "part $n of $count $what"
    n=$((n + 1))
  done
  complete
}

complete() {
  if [ -n "$asked" ]; then
    listed || :
    sort -n "$tmp/there" >"$tmp/now"
    cmp -s "$tmp/now" "$tmp/sent" || stop 'the parts are not there as they were sent: does somebody else upload with the same script? Run it again'
  fi
  {
    printf '<CompleteMultipartUpload>'
    awk '{ gsub(/&/, "\\&amp;", $2); gsub(/</, "\\&lt;", $2); printf "<Part><PartNumber>%s</PartNumber><ETag>\"%s\"</ETag></Part>", $1, $2 }' "$tmp/sent"
    printf '</CompleteMultipartUpload>'
  } >"$tmp/list"
  say 'all parts are there; completing, which may take minutes'
  if ! call POST "$complete" --data-binary "@$tmp/list" --header 'Content-Type: application/xml'; then
    if [ "$error" = NoSuchUpload ] && [ -n "$lost" ]; then
      stop 'an answer was lost, and the server knows no such upload any more: most likely it is complete. Ask whoever sent you this script'
    fi
    refused 'completing was refused'
  fi
  rm -f "$notes"
}

for tool in curl awk sed tail head; do
  command -v "$tool" >/dev/null 2>&1 || { printf '%s is needed\n' "$tool" >&2; exit 1; }
done
tmp=$(mktemp -d "${TMPDIR:-/tmp}/signet.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'say "stopped; run the script again to go on"; exit 130' INT TERM HUP

case ${1-} in
  --help | -h)
    say "usage: sh SCRIPT [FILE | --status | --abort]   uploads $name in parts, until $until"
    exit 0
    ;;
  --abort)
    call DELETE "$abort" || refused 'aborting was refused'
    say 'aborted: the parts that were sent are dropped, and these links are of no use any more'
    exit 0
    ;;
  --status)
    listed || exit 1
    say "$(($(wc -l <"$tmp/there"))) of $count parts are there"
    exit 0
    ;;
esac
file=${1-$name}
case $file in
  /*) ;;
  *) file=./$file ;;
esac
[ -f "$file" ] && [ -r "$file" ] || stop "$file is no file that can be read"
has=$(($(wc -c <"$file")))
[ "$has" -eq "$size" ] || stop "the file has $has bytes, and these links are for $size: it is another file, or not whole. Nothing was sent"
[ "$(date +%s)" -lt "$ends" ] || say "by the clock of this computer the links ended at $until; trying all the same"
notes=$file.$upload.parts
: >"$tmp/stamp"
watch=yes
! changed || watch= # its time is in the future: nothing follows from it
upload
say "uploaded: $name, $size bytes"
