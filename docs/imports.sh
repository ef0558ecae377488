#!/usr/bin/env bash
# Draws which package imports which into docs/architecture.md, between its two
# marks. With --check it only fails where that drawing is no longer true.
set -euo pipefail
export LC_ALL=C # the same order on every machine
cd "$(dirname "$0")/.."
page=docs/architecture.md

# An arrow that a longer way already shows is left out (a transitive reduction), and
# packages that only tests import are no part of the program.
edges() {
  go list -deps -f '{{.ImportPath}}{{range .Imports}} {{.}}{{end}}' . | awk '
    $1 ~ /^signet/ { for (i = 2; i <= NF; i++) if ($i ~ /^signet/) to[$1] = to[$1] " " $i }
    function reaches(from, goal, first,   n, next_, i) {
      n = split(to[from], next_, " ")
      for (i = 1; i <= n; i++)
        if (!(first && next_[i] == goal) && (next_[i] == goal || reaches(next_[i], goal, 0))) return 1
      return 0
    }
    END { for (p in to) { n = split(to[p], q, " "); for (i = 1; i <= n; i++) if (!reaches(p, q[i], 1)) print p, q[i] } }' | sort
}

# A folder that holds packages is drawn as a box around them.
drawing() {
  edges | awk '
    function id(p)   { gsub(/[^a-z0-9]/, "_", p); return p }
    function name(p) { sub(/^signet\/?/, "", p); return p == "" ? "main" : p }
    function box(p)  { return p ~ /^signet\/(share|ui)(\/|$)/ ? (p ~ /^signet\/share/ ? "share" : "ui") : "" }
    { arrows[NR] = "  " id($1) " --> " id($2); for (i = 1; i <= 2; i++) if (!($i in known)) { known[$i] = 1; list[++n] = $i } }
    END {
      print "```mermaid"
      print "graph TD"
      for (i = 1; i <= n; i++) if (box(list[i]) == "") print "  " id(list[i]) "[" name(list[i]) "]" | "sort"
      close("sort")
      split("ui share", boxes, " ")
      for (b = 1; b <= 2; b++) {
        print "  subgraph " boxes[b] "_"
        for (i = 1; i <= n; i++) if (box(list[i]) == boxes[b]) print "    " id(list[i]) "[" name(list[i]) "]" | "sort"
        close("sort")
        print "  end"
      }
      for (i = 1; i <= NR; i++) print arrows[i]
      print "```"
    }'
}

# page_with: the page with the drawing that is read from standard input.
page_with() {
  awk -v drawing="$(cat)" '
    /^<!-- imports: / { print; print drawing; skip = 1; next }
    /^<!-- end of imports -->/ { skip = 0 }
    !skip { print }' "$page"
}

if [ "${1:-}" = --check ]; then
  drawing | page_with | diff -u "$page" - || { echo "$page does not show the imports of today: run docs/imports.sh"; exit 1; }
else
  new=$(drawing | page_with) && printf '%s\n' "$new" >"$page"
fi
