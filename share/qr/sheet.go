package qr

import (
	"fmt"
	"math"
	"strings"
)

// Paper is a size of paper in millimetres.
type Paper struct {
	Name          string // as CSS spells it
	Width, Height float64
}

// A4 is the paper of most of the world.
func A4() Paper { return Paper{"A4", 210, 297} }

// Letter is the paper of North America.
func Letter() Paper { return Paper{"letter", 215.9, 279.4} }

// ParsePaper reads the name of a paper; empty means A4.
func ParsePaper(name string) (Paper, error) {
	for _, p := range papers() {
		if strings.EqualFold(name, p.Name) || name == "" {
			return p, nil
		}
	}
	return Paper{}, fmt.Errorf("there is no paper %q; a4 or letter", name)
}

// Sheet is pages to print: one large code on each, or up to 24 labels to cut
// apart.
type Sheet struct {
	Title   string // of the document; not printed
	Labels  []Label
	PerPage int   // 1 to 24; 0: 1 for a single label, 12 otherwise
	Paper   Paper // zero: A4
}

// The bounds of PerPage, and of what a program should put on a sheet: the codes
// of 2,000 labels take tens of megabytes, and nobody cuts more of them apart.
const (
	MaxPerPage     = 24
	MaxLabels      = 2000
	defaultPerPage = 12
)

// FinestModule is the smallest module in millimetres that an office printer
// draws and a phone reads without trouble: four dots of a 300 dpi printer.
const FinestModule = 0.34

// Page is a sheet of one code.
func Page(l Label) Sheet { return Sheet{Title: l.Name, Labels: []Label{l}, PerPage: 1} }

// layout is where things are on a page, in millimetres.
type layout struct {
	cols, rows    int
	left, top     float64 // of the first cell
	cellW, cellH  float64
	code          float64 // side of the code, margin included
	name, text    float64 // font sizes in points
	lines         int     // of the name, at most
	ends          int     // lines of the end: the time zone must not be cut off
	notes         int     // lines of the note, at most
	padding, skip float64 // within a cell, between code and caption
	single        bool
}

const (
	pageMargin = 10.0 // what printers cannot reach, and more
	pointMM    = 25.4 / 72
	leading    = 1.25
)

func (s Sheet) paper() Paper {
	if s.Paper.Width <= 0 || s.Paper.Height <= 0 {
		return A4()
	}
	return s.Paper
}

func (s Sheet) perPage() int {
	switch {
	case s.PerPage > MaxPerPage:
		return MaxPerPage
	case s.PerPage > 0:
		return s.PerPage
	case len(s.Labels) > 1:
		return defaultPerPage
	}
	return 1
}

// pages cuts the labels into pages.
func (s Sheet) pages() [][]Label {
	var pages [][]Label
	for rest := s.Labels; len(rest) > 0; {
		n := min(s.perPage(), len(rest))
		pages, rest = append(pages, rest[:n]), rest[n:]
	}
	return pages
}

// layout chooses the grid that gives the largest codes.
func (s Sheet) layout() layout {
	paper, n := s.paper(), s.perPage()
	if n == 1 {
		return layout{
			cols: 1, rows: 1, left: pageMargin, top: pageMargin, cellW: paper.Width - 2*pageMargin, cellH: paper.Height - 2*pageMargin,
			code: 130, name: 20, text: 12, lines: 4, ends: 3, notes: 8, padding: 10, skip: 6, single: true,
		}
	}
	var best layout
	for cols := 1; cols <= n; cols++ {
		l := layout{cols: cols, rows: (n + cols - 1) / cols, left: pageMargin, top: pageMargin, padding: 2, skip: 1, ends: 2}
		l.cellW = (paper.Width - 2*pageMargin) / float64(l.cols)
		l.cellH = (paper.Height - 2*pageMargin) / float64(l.rows)
		l.name, l.text, l.lines, l.notes = 7.5, 6.5, 2, 1
		if n <= 9 {
			l.name, l.text, l.lines, l.notes = 10, 8, 2, 2
		}
		l.code = min(l.cellW-2*l.padding, l.cellH-2*l.padding-l.caption())
		if l.code > best.code {
			best = l
		}
	}
	spare := best.cellH - 2*best.padding - best.code - best.caption()
	best.notes += int(spare / (leading * pointMM * best.text))
	return best
}

// caption is the height that the text below a code may take.
func (l layout) caption() float64 {
	return l.skip + leading*pointMM*(float64(l.lines)*l.name+float64(l.ends+l.notes)*l.text)
}

// Readable is the sheet with as many labels on a page as asked for, or fewer
// where their modules would be finer than FinestModule. A code that is too large
// even for a page of its own gets one.
func (s Sheet) Readable() Sheet {
	widest := Label{}
	for _, l := range s.Labels {
		if l.Code != nil && (widest.Code == nil || l.Code.Size() > widest.Code.Size()) {
			widest = l
		}
	}
	n := s.perPage()
	for n > 1 && (Sheet{Labels: []Label{widest}, PerPage: n, Paper: s.Paper}).tooFine() {
		n--
	}
	s.PerPage = n
	return s
}

func (s Sheet) tooFine() bool {
	m := s.Module()
	return m > 0 && m < FinestModule
}

// Module is the side of the smallest module of the sheet in millimetres, to be
// compared with FinestModule. It is 0 for a sheet without codes.
func (s Sheet) Module() float64 {
	smallest := math.Inf(1)
	for _, l := range s.Labels {
		if l.Code != nil {
			smallest = min(smallest, s.layout().code/float64(l.Code.Size()+2*QuietZone))
		}
	}
	if math.IsInf(smallest, 1) {
		return 0
	}
	return smallest
}
