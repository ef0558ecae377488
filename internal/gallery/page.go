package main

import (
	"fmt"
	"html"
	"strings"
)

// page shows all pictures: a part a name, in it a row a size.
func page(all []picture) string {
	var b strings.Builder
	b.WriteString(`<!doctype html><meta charset="utf-8"><title>signet: every screen</title>
<style>body{font:14px sans-serif;background:#888;margin:1em}h2{margin:1.5em 0 .3em}.row{display:flex;gap:8px;margin-bottom:8px}
.row a{flex:1 1 0;min-width:0}.row img{width:100%;display:block}nav a{margin-right:1em}</style><h1>signet: every screen</h1><nav>`)
	for i, p := range all {
		if i == 0 || all[i-1].name != p.name {
			fmt.Fprintf(&b, `<a href="#%[1]s">%[1]s</a>`, html.EscapeString(p.name))
		}
	}
	b.WriteString("</nav>")
	for i, p := range all {
		first, row := i == 0 || all[i-1].name != p.name, i == 0 || all[i-1].name != p.name || all[i-1].w != p.w
		if row && i > 0 {
			b.WriteString("</div>")
		}
		if first {
			fmt.Fprintf(&b, `<h2 id="%[1]s">%[1]s</h2>`, html.EscapeString(p.name))
		}
		if row {
			b.WriteString(`<div class="row">`)
		}
		file := html.EscapeString(strings.ReplaceAll(p.file(), "%", "%25"))
		fmt.Fprintf(&b, `<a href="%s"><img loading="lazy" src="%s" alt="%s at %dx%d, %s"></a>`, file, file, html.EscapeString(p.name), p.w, p.h, p.theme)
	}
	if len(all) > 0 {
		b.WriteString("</div>")
	}
	return b.String()
}
