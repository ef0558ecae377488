package objects

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"signet/share/many"
	"signet/ui/kit"
	"signet/ui/uitest"
)

func keysOf(chosen []many.Chosen) string {
	var keys []string
	for _, c := range chosen {
		keys = append(keys, c.Target.Key)
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

// A filter that shows 11 of 5,000 shares 11, not the bucket.
func TestWhatIsSharedIsWhatIsSeen(t *testing.T) {
	var keys []string
	for i := range 5_000 {
		name := fmt.Sprintf("scan-%05d.tif", i)
		if i%450 == 7 && i < 4_950 {
			name = fmt.Sprintf("invoice-%05d.pdf", i)
		}
		keys = append(keys, name)
	}
	d, _, o := start(t, newBucket(keys...), here)
	d.Press("/")
	d.Type("invoice")
	d.Press("enter", "S")
	if _, ok := d.Step().(kit.Push); !ok || len(o.chosen) != 11 || o.what != "11 objects that match “invoice”" {
		t.Fatalf("%d are shared: %s", len(o.chosen), o.what)
	}
	for _, c := range o.chosen {
		if c.Folder || !strings.HasPrefix(c.Target.Key, "invoice") {
			t.Errorf("shared %+v", c)
		}
	}
}

// While the listing loads, what matches is not known: signing waits for its end.
func TestAFilterIsSharedWhenTheListingIsComplete(t *testing.T) {
	var keys []string
	for i := range 2_500 {
		keys = append(keys, fmt.Sprintf("%05d.pdf", i))
	}
	for name, end := range map[string]func(*uitest.Driver, *Screen, *out){
		"to the end": func(d *uitest.Driver, s *Screen, o *out) {
			for range 10 {
				next(d)
			}
			if _, ok := d.Step().(kit.Push); !ok || len(o.chosen) != 25 || s.awaits != nil {
				t.Errorf("%d are shared, %+v", len(o.chosen), d.Step())
			}
		},
		"stopped": func(d *uitest.Driver, s *Screen, o *out) {
			d.Press("x")
			if n, ok := d.Step().(kit.Notify); !ok || len(o.chosen) != 0 || !strings.Contains(n.Text, "nothing was shared yet: the listing rests at ") {
				t.Errorf("%d are shared, %+v", len(o.chosen), d.Step())
			}
		},
		"taken back": func(d *uitest.Driver, s *Screen, o *out) {
			d.Press("esc")
			for range 10 {
				next(d)
			}
			if len(o.chosen) != 0 || s.awaits != nil || s.top().list.FilterText() == "" {
				t.Errorf("%d are shared, filter %q", len(o.chosen), s.top().list.FilterText())
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, s, o := startHeld(t, newBucket(keys...), here)
			next(d)
			d.Press("/")
			d.Type("00.pdf")
			d.Press("enter", "S")
			if v := d.View(80, 24); d.Step() != nil || s.awaits == nil || !strings.Contains(v, "match so far; the form opens at the end of the listing") {
				t.Fatalf("%+v\n%s", d.Step(), v)
			}
			end(d, s, o)
		})
	}
}

func TestChoosing(t *testing.T) {
	for keys, want := range map[string]string{
		"g a S":                      "a\x1b[31mred\u202egnp.exe archive.tar contracts/ photos/ report Q3.pdf 日本語の文書.pdf",
		"g space * S":                "archive.tar contracts/ photos/ report Q3.pdf 日本語の文書.pdf",
		"g down v down down v S":     "archive.tar contracts/ photos/",
		"g down v down down space S": "archive.tar contracts/ photos/",
		"g shift+down shift+down S":  "a\x1b[31mred\u202egnp.exe archive.tar contracts/",
		"a A g space down space S":   "a\x1b[31mred\u202egnp.exe contracts/",
	} {
		d, s, o := start(t, documents(), here)
		d.Press(strings.Fields(keys)...)
		if _, ok := d.Step().(kit.Push); !ok || keysOf(o.chosen) != want {
			t.Errorf("%s: %q, %+v", keys, keysOf(o.chosen), d.Step())
		}
		uitest.CheckKeys(t, s.Keys())
	}
}

func TestARangeIsGivenUp(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.Press("g", "v", "down", "down")
	if v := d.View(80, 24); strings.Count(v, "✓") != 3 || !strings.Contains(v, "a range of 3: move, then v chooses it") {
		t.Errorf("the range:\n%s", v)
	}
	d.Press("esc")
	if s.count() != 0 || strings.Contains(d.View(80, 24), "✓") {
		t.Error("esc chose it")
	}
}

func TestChoosingByPattern(t *testing.T) {
	d, s, o := start(t, documents(), here)
	d.Press("+", "ctrl+u")
	uitest.CheckKeys(t, s.Keys())
	d.Type("*.PDF")
	d.Press("enter")
	if n, ok := d.Step().(kit.Notify); !ok || n.Text != "2 more chosen" {
		t.Errorf("said %+v", d.Step())
	}
	d.Press("-", "ctrl+u")
	d.Type("report*")
	d.Press("enter", "S")
	if o.target.Key != "日本語の文書.pdf" {
		t.Errorf("left: %q", o.target.Key)
	}
}

// What is chosen in one folder is still chosen in the next, and shared with it.
func TestTheChoiceSurvivesFolders(t *testing.T) {
	d, s, o := start(t, documents(), here)
	s.to(d, "contracts/")
	d.Press("enter", "G", "space") // contracts/readme.txt
	d.Press("h")
	s.to(d, "photos/")
	d.Press("enter", "space", "h")
	s.to(d, "report Q3.pdf")
	d.Press("space")
	if v := d.View(80, 24); !strings.Contains(v, "3 chosen in 3 folders") {
		t.Errorf("not said:\n%s", v)
	}
	s.to(d, "contracts/")
	d.Press("enter")
	if v := d.View(80, 24); strings.Count(v, "✓") != 1 {
		t.Errorf("the mark is gone:\n%s", v)
	}
	d.Press("C")
	d.Goldens("chosen")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d.Press("G", "space", "enter", "S")
	if want := "contracts/readme.txt report Q3.pdf"; keysOf(o.chosen) != want || s.count() != 2 {
		t.Errorf("shared %q, %d stay", keysOf(o.chosen), s.count())
	}
	d.Press("C", "a", "A", "esc") // changes nothing
	if s.count() != 2 {
		t.Errorf("%d are chosen", s.count())
	}
}

// Nothing that is chosen goes with a key that means something else.
func TestLeavingWithAChoiceIsSaid(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.Press("g", "space", "h")
	if n, ok := d.Step().(kit.Notify); !ok || !strings.Contains(n.Text, "again leaves the bucket") {
		t.Errorf("h: %+v", d.Step())
	}
	d.Press("down", "h")
	if _, ok := d.Step().(kit.Notify); !ok {
		t.Error("another key between was no answer")
	}
	d.Press("h")
	if _, ok := d.Step().(kit.Pop); !ok || s.count() != 1 {
		t.Errorf("h again: %+v", d.Step())
	}
}

func TestAPlaceWithoutBatches(t *testing.T) {
	o, s := &out{}, (*Screen)(nil)
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		exits := o.exits()
		exits.ComposeMany, exits.NoMany = nil, "the place work allows no batches"
		s = New(env, documents(), here, exits)
		return s
	})
	s.to(d, "contracts/")
	d.Press("space", "a", "S")
	if n, ok := d.Step().(kit.Notify); !ok || n.Text != "the place work allows no batches" || s.count() != 0 {
		t.Errorf("%+v", d.Step())
	}
}

// to puts the cursor on a row.
func (s *Screen) to(d *uitest.Driver, name string) {
	for d.Press("g"); s.on() != name; {
		was := s.on()
		if d.Press("down"); s.on() == was {
			panic("no row " + name)
		}
	}
}

// next runs one command, if there is any.
func next(d *uitest.Driver) {
	if d.Pending() > 0 {
		d.Deliver(d.Run(0)...)
	}
}

// A range says how long it is, beside what was chosen before it; and with something
// chosen the footer says what can be done with it.
func TestARangeIsCounted(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.Press("G", "space", "g", "v", "down")
	if v := d.View(80, 24); !strings.Contains(v, "a range of 2: move, then v chooses it · 1 chosen before") {
		t.Errorf("the range:\n%s", v)
	}
	d.Press("v")
	if v := d.View(80, 24); strings.Contains(v, "before") || !strings.Contains(v, "3 chosen") {
		t.Errorf("the choice:\n%s", v)
	}
	var first []string
	for _, k := range s.bindings().ShortHelp()[:3] {
		first = append(first, k.Help().Key+" "+k.Help().Desc)
	}
	if got := strings.Join(first, "  "); got != "S share 3 chosen  C show the chosen  esc drop the choice" && !strings.HasPrefix(got, "enter open  S share 3 chosen  C show the chosen") {
		t.Errorf("the footer: %s", got)
	}
}

// Where there are no folders none are spoken of, however many objects there are.
func TestManyObjectsAreNotCalledFolders(t *testing.T) {
	d, _, o := start(t, newBucket(numbered(countable+1)...), Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Press("a", "S")
	if o.what != "10,001 objects" {
		t.Errorf("shared %q", o.what)
	}
}
