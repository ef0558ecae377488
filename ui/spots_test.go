package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/ui/uitest"
)

// spot is a screen in one of its states, and the keys that lead there.
type spot struct {
	name string
	keys []string // a word of several letters that is no key is typed
	from func(*Parts)
}

// spots are all screens in the states that have keys of their own.
func spots() []spot {
	places := func(p *Parts) { p.At.Bucket, p.At.Place = "", "" }
	none := func(p *Parts) { places(p); p.Places = func(context.Context) ([]Place, error) { return nil, nil } }
	form := []string{"down", "enter", "1"}
	at := func(keys ...string) []string { return append([]string{"down"}, keys...) }
	sign := at("enter", "1", "ctrl+s")
	pasted := "https://acme.s3.eu-west-3.amazonaws.com/a.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20260304%2Feu-west-3%2Fs3%2Faws4_request&X-Amz-Date=20260304T120000Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=" + strings.Repeat("0", 64)
	return []spot{
		{"places", []string{"down"}, places},
		{"places, first", nil, places},
		{"places, none", nil, none},
		{"place form", []string{"n"}, places},
		{"place form, next", []string{"n", "down"}, places},
		{"place form, at AWS", []string{"n", "down", "right"}, places},
		{"buckets", []string{"enter", "down"}, places},
		{"buckets, first", []string{"enter"}, places},
		{"buckets, details", []string{"enter", "down", "tab"}, places},
		{"objects, a folder", nil, nil},
		{"objects, an object", at(), nil},
		{"objects, in a folder", []string{"enter", "down"}, nil},
		{"objects, chosen", at("space"), nil},
		{"objects, a range", at("v", "down"), nil},
		{"objects, narrowed", []string{"/", "report", "enter"}, nil},
		{"objects, narrowing", []string{"/", "c"}, nil},
		{"objects, narrowing below", []string{"/", "c", "pgdown"}, nil},
		{"objects, details", at("tab"), nil},
		{"objects, sorting", []string{","}, nil},
		{"objects, copy as", at("Y"), nil},
		{"objects, the chosen", at("space", "space", "C"), nil},
		{"objects, a pattern", []string{"+"}, nil},
		{"objects, go to", []string{"ctrl+o"}, nil},
		{"objects, an upload", []string{"u"}, nil},
		{"versions", at("V", "down"), nil},
		{"versions, first", at("V"), nil},
		{"versions, details", at("V", "tab"), nil},
		{"preview, text", []string{"G", "up", "p", "pgdown"}, nil},
		{"preview, table", at("down", "p", "right", "pgdown"), nil},
		{"preview, picture", at("down", "down", "p"), nil},
		{"preview, picture shown", at("down", "down", "p", "enter"), nil},
		{"download", at("w"), nil},
		{"find, question", []string{"F"}, nil},
		{"find", []string{"F", "pdf", "enter", "down"}, nil},
		{"size", []string{"#"}, nil},
		{"compose", form, nil},
		{"compose, longer", append(slices.Clone(form), "3"), nil},
		{"compose, upload", []string{"down", "enter", "right"}, nil},
		{"compose, lifetime", append(slices.Clone(form), "7"), nil},
		{"compose, recipient", append(slices.Clone(form), "down", "down"), nil},
		{"compose, many", []string{"down", "space", "space", "S", "1"}, nil},
		{"link", sign, nil},
		{"link, hand over", append(slices.Clone(sign), "f"), nil},
		{"link, hand over below", append(slices.Clone(sign), "f", "down"), nil},
		{"link, save text", append(slices.Clone(sign), "f", "w"), nil},
		{"hand-off, the form", append(slices.Clone(sign), "o"), nil},
		{"hand-off, an address", append(slices.Clone(sign), "o", "right"), nil},
		{"hand-off, its presses", append(slices.Clone(sign), "o", "right", "down", "down"), nil},
		{"hand-off", append(slices.Clone(sign), "o", "right", "ctrl+s"), nil},
		{"code", append(slices.Clone(sign), "Q"), nil},
		{"code, export", append(slices.Clone(sign), "Q", "e"), nil},
		{"batch", []string{"down", "space", "space", "S", "1", "ctrl+s", "down"}, nil},
		{"batch, first", []string{"down", "space", "space", "S", "1", "ctrl+s"}, nil},
		{"batch, file", []string{"down", "space", "space", "S", "1", "ctrl+s", "w"}, nil},
		{"history", []string{"H", "down"}, nil},
		{"history, first", []string{"H"}, nil},
		{"history, over", []string{"H", "G"}, nil},
		{"history, over in detail", []string{"H", "G", "tab"}, nil},
		{"history, details", []string{"H", "tab"}, nil},
		{"history, narrowing", []string{"H", "/"}, nil},
		{"take back", []string{"H", "X"}, nil},
		{"take back, its batch", []string{"H", "down", "X"}, nil},
		{"take back, described", []string{"H", "X", "down"}, nil},
		{"take back, by hand", []string{"H", "X", "down", "enter"}, nil},
		{"take back, the question", []string{"H", "X", "enter"}, nil},
		{"take back, the confirmation", []string{"H", "X", "enter", "down"}, nil},
		{"ask for files", []string{"U"}, nil},
		{"ask for files, two", []string{"U", "passport", "down"}, nil},
		{"what has arrived", []string{"U", "ctrl+s", "H", "L"}, nil},
		{"inspect", []string{"i"}, nil},
		{"inspect, typing", []string{"i", "https://acme"}, nil},
		{"inspect, a link", []string{"i", pasted}, nil},
		{"inspect, a link below", []string{"i", pasted, "down"}, nil},
	}
}

// at opens a spot. The log is the world's.
func (w *world) at(t *testing.T, s spot) *rig {
	t.Helper()
	t.Chdir(t.TempDir()) // where files of codes are saved
	r := open(t, func(p *Parts) {
		w.parts(p)
		if s.from != nil {
			s.from(p)
		}
	})
	if strings.HasPrefix(s.name, "inspect") { // so that there is something below
		r.send(tea.WindowSizeMsg{Width: 80, Height: 12})
	}
	for _, k := range s.keys {
		if _, err := uitest.Key(k); err != nil {
			if len(k) > 20 {
				r.send(tea.PasteMsg{Content: k})
			} else {
				r.types(k)
			}
			continue
		}
		r.press(k)
	}
	r.out, w.done, w.reads = nil, nil, 0
	return r
}
