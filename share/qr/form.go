package qr

import (
	"cmp"
	"fmt"
	"slices"
)

// Form is what may be chosen of a file. The zero value is the usual one.
type Form struct {
	Paper Paper // of the pages of PDF and HTML; zero: A4
	Scale int   // pixels per module of a PNG, 1 to MaxScale; 0: 8
}

// usualScale is sharp on any screen, and still a few kilobytes. With MaxScale the
// largest code has 3,700 pixels on a side.
const (
	usualScale = 8
	MaxScale   = 20
)

func (f Form) scale() int { return cmp.Or(f.Scale, usualScale) }

// papers are those that a page can be printed on, the usual one first.
func papers() []Paper { return []Paper{A4(), Letter()} }

// offered are the scales that a screen goes through, from the usual one on; any other is
// typed on the command line.
func offered() []int { return []int{usualScale, 12, MaxScale, 4} }

// Paged reports a file of pages, by its name: one that a paper is chosen for.
func Paged(path string) bool {
	return slices.Contains([]string{".pdf", ".html", ".htm"}, ending(path))
}

// Pixels reports a picture in pixels, by the name of its file: one that a scale is chosen
// for. A drawing in lines has neither.
func Pixels(path string) bool { return ending(path) == ".png" }

// Next is another form of such a file, after which comes the one after it, round again; the
// same where there is nothing to choose.
func (f Form) Next(path string) Form {
	switch {
	case Paged(path):
		all := papers()
		at := max(slices.IndexFunc(all, func(p Paper) bool { return p.Name == f.Paper.Name }), 0)
		f.Paper = all[(at+1)%len(all)]
	case Pixels(path):
		all := offered()
		f.Scale = all[(slices.Index(all, f.scale())+1)%len(all)]
	}
	return f
}

// Words say what form such a file has; empty: there is nothing to choose.
func (f Form) Words(path string, c *Code) string {
	switch {
	case Paged(path):
		return "on " + cmp.Or(f.Paper.Name, A4().Name) + " paper"
	case Pixels(path):
		text := fmt.Sprintf("%d pixels a square", f.scale())
		if c != nil {
			text += fmt.Sprintf(", %d in all", (c.Size()+2*QuietZone)*f.scale())
		}
		return text
	}
	return ""
}
