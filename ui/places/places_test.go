package places

import (
	"context"
	"errors"
	"strings"
	"testing"

	"signet/ui/kit"
	"signet/ui/listscreen"
	"signet/ui/uitest"
)

type files struct {
	places []Place
	err    error
	ctxs   []context.Context
}

func (f *files) Places(ctx context.Context) ([]Place, error) {
	f.ctxs = append(f.ctxs, ctx)
	return f.places, f.err
}

func some() *files {
	return &files{places: []Place{
		{Name: "work", Kind: "SSO", Where: "eu-central-1", State: "session over"},
		{Name: "audit", Kind: "role", Where: "us-east-1", State: "read only"},
		{Name: "cellar", Kind: "endpoint", Where: "https://minio.example:9000", Starts: "acme-legal/contracts/", Own: true, Facts: []Fact{
			{Written, []string{"/home/ada/.config/signet/config.toml, line 3"}},
			{Address, []string{"https://minio.example:9000"}},
			{Region, []string{"eu-1"}},
			{Style, []string{"in the path"}},
			{Keys, []string{"keychain cellar"}},
			{Begins, []string{"s3://acme-legal/contracts/"}},
			{Forbids, []string{"several links at once"}},
			{Tried, []string{"2026-03-04 14:00", "it worked"}},
		}},
		{Name: "", Label: "standard credentials", Kind: "keys", Where: "eu-west-1"},
		{Name: "evil\x1b[31m\u202e", Kind: "keys\r"},
	}}
}

type out struct {
	opened *Place
	demo   bool
	did    string // with a place: "edit cellar"
}

func start(t testing.TB, f *files, notice string) (*uitest.Driver, *listscreen.Screen[Place], *out) {
	t.Helper()
	d, s, o := startHeld(t, f, notice)
	d.Hold = false
	d.Settle()
	return d, s, o
}

func startHeld(t testing.TB, f *files, notice string) (*uitest.Driver, *listscreen.Screen[Place], *out) {
	t.Helper()
	o := &out{}
	var s *listscreen.Screen[Place]
	mk := func(kit.Env) kit.Screen { return nil }
	options := Options{
		Setup:  Setup{File: "/home/ada/.config/signet/config.toml", Lines: []string{"[[place]]", `name = "cellar"`, `endpoint = "https://minio.example:9000"`}},
		Notice: func(w int) (string, bool) { return kit.Cut(notice, w), true },
	}
	exits := Exits{
		Open: func(p Place) kit.Maker { o.opened = &p; return mk },
		Demo: func() kit.Maker { o.demo = true; return mk },
		New:  func() kit.Maker { o.did = "new"; return mk },
		Edit: func(p Place) kit.Maker { o.did = "edit " + p.Name; return mk }, Remove: func(p Place) kit.Maker { o.did = "remove " + p.Name; return mk },
	}
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen { s = New(env, f, options, exits); return s })
	return d, s, o
}

func TestPlacesAreShownAndOpened(t *testing.T) {
	d, s, o := startHeld(t, some(), "")
	if v := d.View(80, 24); !strings.Contains(v, "looking for places") || s.Busy() == "" {
		t.Errorf("while loading:\n%s", v)
	}
	d.Press("enter")
	if d.Step() != nil {
		t.Error("opened a place that is not there")
	}
	d.Hold = false
	d.Settle()
	d.Goldens("places")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d.Press("down", "down", "down", "enter")
	if _, ok := d.Step().(kit.Push); !ok || o.opened == nil || o.opened.Name != "" || o.opened.Kind != "keys" {
		t.Errorf("opened %+v", o.opened)
	}
}

func TestNoPlaceShowsHowToAddOneAndOffersTheDemo(t *testing.T) {
	d, s, o := start(t, &files{}, "")
	v := d.View(80, 24)
	d.Goldens("none")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	for _, want := range []string{"config.toml", "[[place]]", `endpoint = "https://minio.example:9000"`, "d  try the demo"} {
		if !strings.Contains(v, want) {
			t.Errorf("%q is missing from\n%s", want, v)
		}
	}
	d.Press("d")
	if _, ok := d.Step().(kit.Push); !ok || !o.demo {
		t.Error("no demo")
	}
}

func TestNoticeIsShown(t *testing.T) {
	d, _, _ := start(t, some(), "2 links end within 30 minutes")
	if v := d.View(80, 24); !strings.Contains(v, "2 links end within 30 minutes") {
		t.Error(v)
	}
	d.Press("/")
	d.Type("work")
	d.Press("enter")
	if v := d.View(80, 24); !strings.Contains(v, "filter work") {
		t.Errorf("what is filtered by is hidden:\n%s", v)
	}
	quiet, _, _ := start(t, some(), "")
	if v := quiet.View(80, 24); !strings.Contains(v, "5 places") {
		t.Error(v)
	}
}

// As a question on the way it says why, is left with esc, and does not come back.
func TestAPlaceIsChosen(t *testing.T) {
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		return New(env, some(), Options{Choose: "the place x is gone: choose another"}, Exits{Open: func(Place) kit.Maker { return nil }})
	})
	if v := d.View(80, 24); !strings.Contains(v, "the place x is gone: choose another") || d.Screen.Title() != "choose a place" {
		t.Errorf("%s\n%s", d.Screen.Title(), v)
	}
	uitest.CheckKeys(t, d.Screen.Keys())
	d.Press("enter")
	if _, ok := d.Step().(kit.Replace); !ok {
		t.Error("the question stays under its answer")
	}
	d.Press("/")
	d.Type("w")
	d.Press("enter", "esc")
	if d.Step() != nil {
		t.Error("esc left although there was a filter to empty")
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Error("esc does not leave")
	}
}

func TestUnreadableFilesAreExplainedBesideWhatCouldBeRead(t *testing.T) {
	f := &files{err: errors.New("read ~/.aws/config: permission denied")}
	d, s, _ := start(t, f, "")
	if v := d.View(80, 24); !strings.Contains(v, "permission denied") || !strings.Contains(v, "r  try again") || !strings.Contains(v, "demo") {
		t.Errorf("a failed start:\n%s", v)
	}
	uitest.Sizes(t, s)
	f.places = some().places
	d.Press("r")
	if v := d.View(80, 24); !strings.Contains(v, "cellar") || !strings.Contains(v, "permission denied") {
		t.Errorf("half of it:\n%s", v)
	}
}

func TestFilterFindsNameKindAndAddress(t *testing.T) {
	d, s, _ := start(t, some(), "")
	for text, want := range map[string]string{"sso": "1 of 1", "minio": "1 of 1", "STANDARD": "1 of 1", "zzz": `no place here contains "zzz"`} {
		d.Press("/")
		d.Type(text)
		if v := d.View(80, 24); !strings.Contains(v, want) {
			t.Errorf("%s:\n%s", text, v)
		}
		uitest.Sizes(t, s)
		uitest.CheckKeys(t, s.Keys())
		d.Press("esc")
	}
	d.Press("/")
	d.Paste("audit")
	d.Press("enter", "esc")
	if v := d.View(80, 24); !strings.Contains(v, " of 5") {
		t.Errorf("esc did not show all:\n%s", v)
	}
}

// A place of the settings is changed and removed from here; a profile is neither, and the
// keys say so.
func TestOnlyPlacesOfTheSettingsAreChanged(t *testing.T) {
	d, s, o := start(t, some(), "")
	d.Press("E", "D")
	if v := help(s); o.did != "" || strings.Contains(v, "change") {
		t.Errorf("%q: a profile is none of the settings\n%s", o.did, v)
	}
	d.Press("down", "down", "E")
	if _, ok := d.Step().(kit.Push); !ok || o.did != "edit cellar" || !strings.Contains(help(s), "change") {
		t.Errorf("%q", o.did)
	}
	if d.Press("D"); o.did != "remove cellar" {
		t.Errorf("%q", o.did)
	}
	d.View(120, 40)
	d.Goldens("card")
	d.View(80, 24)
	d.Press("tab")
	d.Goldens("details")
	uitest.Sizes(t, s)
}

// After a place was changed or removed the list is read anew, or is left for another.
func TestTheListFollowsAChange(t *testing.T) {
	f := some()
	d, _, _ := start(t, f, "")
	f.places = f.places[:2]
	d.Send(kit.Changed{Kind: kit.Good, Text: "cellar is removed"})
	if n, ok := d.Step().(kit.Notify); !ok || n.Text != "cellar is removed" || strings.Contains(d.View(80, 24), "cellar") {
		t.Errorf("%+v\n%s", d.Step(), d.View(80, 24))
	}
	home := func(kit.Env) kit.Screen { return nil }
	d = uitest.New(t, func(env kit.Env) kit.Screen {
		return New(env, f, Options{Switch: true}, Exits{Open: func(Place) kit.Maker { return home }, Changed: func() kit.Maker { return home }})
	})
	d.Send(kit.Changed{})
	if _, ok := d.Step().(kit.Start); !ok {
		t.Errorf("%+v", d.Step())
	}
}

func help(s *listscreen.Screen[Place]) string {
	var all []string
	for _, b := range s.Keys().ShortHelp() {
		if b.Enabled() {
			all = append(all, b.Help().Key+" "+b.Help().Desc)
		}
	}
	return strings.Join(all, " ")
}

// Somebody without a place is first told of the key that makes one, as the settings have
// it; where places cannot be made it is not named.
func TestTheFirstSentenceNamesTheKeyThatAddsAPlace(t *testing.T) {
	for key, want := range map[string]string{"n": "Press n to add a place", "f9": "Press f9 to add a place"} {
		d := uitest.New(t, func(env kit.Env) kit.Screen {
			env.Keys = kit.NewKeys(map[string][]string{"new": {key}})
			return New(env, &files{}, Options{}, Exits{New: func() kit.Maker { return nil }})
		})
		lines := strings.Split(strings.TrimSpace(d.View(80, 24)), "\n")
		if !strings.HasPrefix(strings.TrimSpace(lines[1]), want) {
			t.Errorf("want %q first:\n%s", want, strings.Join(lines, "\n"))
		}
	}
	d := uitest.New(t, func(env kit.Env) kit.Screen { return New(env, &files{}, Options{}, Exits{}) })
	if v := d.View(80, 24); strings.Contains(v, "to add a place") {
		t.Error(v)
	}
}
