package main

import (
	"cmp"
	"fmt"
	"html"
	"image/color"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// film puts the screens of a folder one after the other into one SVG that moves. What
// comes when is in DIR/film.txt: a line each, with name, seconds and the words below,
// apart by tabs.
func film(dir string) (string, error) {
	script, err := os.ReadFile(filepath.Join(dir, "film.txt"))
	if err != nil {
		return "", err
	}
	var scenes []scene
	for line := range strings.Lines(string(script)) {
		s, err := readScene(dir, strings.TrimSuffix(line, "\n"))
		if err != nil {
			return "", err
		}
		scenes = append(scenes, s)
	}
	if len(scenes) == 0 {
		return "", fmt.Errorf("%s: film.txt has no scene", dir)
	}
	return project(scenes), nil
}

// scene is a screen that is shown for a time.
type scene struct {
	picture
	seconds float64
	words   string
}

func readScene(dir, line string) (scene, error) {
	parts := strings.Split(line, "\t")
	if len(parts) != 3 {
		return scene{}, fmt.Errorf("%q is not NAME, SECONDS and WORDS", line)
	}
	s := scene{words: parts[2]}
	if _, err := fmt.Sscan(parts[1], &s.seconds); err != nil || s.seconds <= 0 {
		return s, fmt.Errorf("%q: no time in %q", line, parts[1])
	}
	files, err := filepath.Glob(filepath.Join(dir, parts[0]+"@*.ansi"))
	if err != nil || len(files) != 1 {
		return s, fmt.Errorf("%q: there is no one screen of that name", line)
	}
	if s.picture, err = named(strings.TrimSuffix(filepath.Base(files[0]), ".ansi")); err != nil {
		return s, err
	}
	text, err := os.ReadFile(files[0])
	s.cells = string(text)
	return s, err
}

// project draws all scenes above each other and has one of them seen at a time. Who wants
// nothing to move sees the one that is shown longest.
func project(scenes []scene) string {
	total, longest := 0.0, 0
	for i, s := range scenes {
		if total += s.seconds; s.seconds > scenes[longest].seconds {
			longest = i
		}
	}
	first := scenes[0]
	ink, paper := ground(first.theme)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %d" font-family="DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve"><style>.s{visibility:hidden}`, cellW*float64(first.w)+16, cellH*(first.h+2)+16)
	at := 0.0
	for i, s := range scenes {
		begin, end := 100*at/total, 100*(at+s.seconds)/total
		hidden := "0%{visibility:hidden}"
		if i == 0 {
			hidden = ""
		}
		fmt.Fprintf(&b, "@keyframes k%d{%s%.3f%%{visibility:visible}%.3f%%{visibility:hidden}}#s%d{animation:k%d %gs step-end infinite}", i, hidden, begin, end, i, i, total)
		at += s.seconds
	}
	fmt.Fprintf(&b, `@media(prefers-reduced-motion:reduce){.s{animation:none!important}#s%d{visibility:visible}}</style><rect width="100%%" height="100%%" fill="%s"/>`, longest, hex(paper))
	for i, s := range scenes {
		fmt.Fprintf(&b, `<g class="s" id="s%d" transform="translate(8 8)">`, i)
		s.draw(&b)
		fmt.Fprintf(&b, `<text x="0" y="%d" fill="%s" font-weight="bold">%s</text></g>`, cellH*(s.h+1)+13, hex(ink), html.EscapeString(s.words))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// draw draws the cells: a path for all that has one colour, and the texts above it.
func (s scene) draw(b *strings.Builder) {
	_, paper := ground(s.theme)
	fills := map[color.RGBA]*strings.Builder{}
	fill := func(c color.RGBA, x, w, top, h float64) {
		if fills[c] == nil {
			fills[c] = &strings.Builder{}
		}
		fmt.Fprintf(fills[c], "M%.4g %.4gh%.4gv%.4gh-%.4gz", x, top, w, h, w)
	}
	var texts strings.Builder
	s.each(func(y int, r *span) {
		x, w, top := cellW*float64(r.x), cellW*float64(r.width), float64(cellH*y)
		half := r.text != "" && strings.Trim(r.text, "▀") == ""
		switch {
		case half && r.fg == r.bg:
			fill(r.fg, x, w, top, cellH)
			return
		case half:
			fill(r.bg, x, w, top+cellH/2.0, cellH/2.0)
			fill(r.fg, x, w, top, cellH/2.0)
			return
		case r.bg != paper:
			fill(r.bg, x, w, top, cellH)
		}
		plain := *r
		plain.bg = paper
		plain.draw(&texts, y, paper)
	})
	byHex := func(a, b color.RGBA) int { return cmp.Compare(hex(a), hex(b)) }
	for _, c := range slices.SortedFunc(maps.Keys(fills), byHex) {
		fmt.Fprintf(b, `<path fill="%s" shape-rendering="crispEdges" d="%s"/>`, hex(c), fills[c])
	}
	b.WriteString(texts.String())
}
