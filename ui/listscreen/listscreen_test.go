package listscreen

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/uitest"
)

// shelf is where the names of the tests come from.
type shelf struct {
	names []string
	err   error
	ctxs  []context.Context
}

func (f *shelf) read(ctx context.Context) ([]string, error) {
	f.ctxs = append(f.ctxs, ctx)
	return f.names, f.err
}

func start(t testing.TB, f *shelf, change ...func(*Spec[string])) (*uitest.Driver, *Screen[string]) {
	t.Helper()
	d, s := startHeld(t, f, change...)
	d.Hold = false
	d.Settle()
	return d, s
}

func startHeld(t testing.TB, f *shelf, change ...func(*Spec[string])) (*uitest.Driver, *Screen[string]) {
	t.Helper()
	same := func(n *string) string { return *n }
	spec := Spec[string]{
		Rows: listing.Spec[string]{
			Columns: []listing.Column{{Title: "book"}}, Key: same, Text: same,
			Row: func(n *string) listing.Row { return listing.Row{Cells: []string{*n}} },
		},
		One: "book", Title: "books", Busy: "reading books", Load: f.read,
		Open:  func(string) kit.Step { return kit.Push{} },
		Enter: "open", Back: kit.Bind("esc", "back", "esc"), Reload: "reload",
		Loading: listing.Message{Title: "reading …"}, Empty: listing.Message{Title: "no books"},
	}
	for _, c := range change {
		c(&spec)
	}
	var s *Screen[string]
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen { s = New(env, spec); return s })
	return d, s
}

func three() *shelf { return &shelf{names: []string{"acme-finance", "acme-hr", "acme-legal"}} }

func TestReloadKeepsTheCursorAndFailsBesideTheRows(t *testing.T) {
	f := three()
	d, s := start(t, f)
	d.Press("down")
	f.names = append([]string{"aaa-new"}, f.names...)
	d.Press("r")
	if n, _ := s.list.Selected(); n != "acme-hr" || s.list.Total() != 4 {
		t.Errorf("on %s of %d", n, s.list.Total())
	}
	f.names, f.err = nil, errors.New("no route to host")
	d.Press("r")
	if v := d.View(80, 24); !strings.Contains(v, "not reloaded: no route to host") || s.list.Total() != 4 {
		t.Errorf("after a failed reload:\n%s", v)
	}
	uitest.Sizes(t, s)
	f.names = []string{"half"}
	d.Press("r")
	if v := d.View(80, 24); !strings.Contains(v, "half") || !strings.Contains(v, "no route") || strings.Contains(v, "not reloaded") {
		t.Errorf("after half of it:\n%s", v)
	}
}

func TestTheLastLoadWinsAndTheOthersAreCancelled(t *testing.T) {
	f := three()
	d, s := startHeld(t, f)
	late := d.Run(0)
	f.names = f.names[:1]
	d.Press("r")
	if f.ctxs[0].Err() == nil {
		t.Error("the reload left the request before it running")
	}
	d.Settle()
	d.Deliver(late...)
	if s.list.Total() != 1 {
		t.Errorf("%d rows", s.list.Total())
	}
	d.Press("r")
	d.Run(0)
	d.Leave()
	if f.ctxs[2].Err() == nil {
		t.Error("leaving left a request running")
	}
}

func TestFilter(t *testing.T) {
	d, s := start(t, three())
	d.Press("/")
	d.Type("HR")
	if s.list.Len() != 1 || d.Cursor(80, 24) == nil {
		t.Errorf("%d rows", s.list.Len())
	}
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d.Press("enter", "esc")
	if s.list.Len() != 3 || d.Step() != nil {
		t.Error("esc left the screen instead of the filter")
	}
	d.Press("/")
	d.Type("zzz")
	if v := d.View(80, 24); !strings.Contains(v, `no book here contains "zzz"`) {
		t.Error(v)
	}
	d.Press("enter", "enter")
	if d.Step() != nil {
		t.Error("opened a row that is not there")
	}
}

// The first screen has nothing behind it: esc ends the filter and no more.
func TestHome(t *testing.T) {
	d, s := start(t, three(), func(spec *Spec[string]) { spec.Home = true })
	d.Press("esc")
	if d.Step() != nil {
		t.Error("esc left the first screen")
	}
	uitest.CheckKeys(t, s.Keys())
	empty, _ := start(t, &shelf{}, func(spec *Spec[string]) { spec.Home = true })
	if v := empty.View(80, 24); !strings.Contains(v, "q  quit") || strings.Contains(v, "0 books") {
		t.Error(v)
	}
}

// A key of one screen alone is in the footer, beside what is shown instead of
// rows, and does what it says.
func TestMore(t *testing.T) {
	done := false
	d, s := start(t, &shelf{}, func(spec *Spec[string]) {
		spec.More = []Action{{Key: kit.Bind("d", "demo", "d"), Long: "try the demo", Do: func() kit.Step { done = true; return nil }}}
	})
	if v := d.View(80, 24); !strings.Contains(v, "d  try the demo") {
		t.Error(v)
	}
	uitest.CheckKeys(t, s.Keys())
	if d.Press("d"); !done {
		t.Error("d does nothing")
	}
}

func TestTenThousandRows(t *testing.T) {
	f := &shelf{}
	for i := range 10_000 {
		f.names = append(f.names, fmt.Sprintf("bucket-%05d", i))
	}
	d, s := start(t, f)
	d.Press("/")
	d.Type("999")
	if s.list.Len() != 19 {
		t.Errorf("%d rows", s.list.Len())
	}
}
