package placeform

import (
	"context"
	"errors"
	"strings"
	"testing"

	"signet/s3browser"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// keeper is a server and settings that answer as a test wants.
type keeper struct {
	trial  s3browser.Trial
	err    error
	tried  []Draft
	saved  []Draft
	refuse error
	left   string
}

func (k *keeper) Try(_ context.Context, d Draft) (s3browser.Trial, error) {
	k.tried = append(k.tried, d)
	return k.trial, k.err
}

func (k *keeper) Save(_ context.Context, d Draft, _ s3browser.Trial) (string, error) {
	k.saved = append(k.saved, d)
	return k.left, k.refuse
}

func well() s3browser.Trial {
	return s3browser.Trial{Region: "eu-1", Steps: []s3browser.Step{{Name: "connection", Outcome: s3browser.Passed, Text: "it answers"}}}
}

func wrong() s3browser.Trial {
	return s3browser.Trial{Steps: []s3browser.Step{
		{Name: "connection", Outcome: s3browser.Passed, Text: "it answers"},
		{Name: "signature", Outcome: s3browser.Failed, Text: "the signature does not match", Hint: "check the secret key of the place"},
		{Name: "buckets"},
	}}
}

func start(t *testing.T, k *keeper) (d *uitest.Driver, opened *string) {
	t.Helper()
	opened = new(string)
	return uitest.New(t, func(env kit.Env) kit.Screen {
		return New(env, k, Exits{Open: func(name string) kit.Maker {
			*opened = name
			return func(kit.Env) kit.Screen { return nil }
		}})
	}), opened
}

// typed fills the form as somebody with a server and a pair of keys does.
func typed(d *uitest.Driver) {
	d.Type("nas")
	d.Press("enter", "down")
	d.Type("http://nas.lan:9000")
	d.Press("enter", "down")
	d.Type("AKIAEXAMPLE")
	d.Press("enter")
	d.Type("wJalrSECRET")
}

func TestAPlaceFromNothing(t *testing.T) {
	k := &keeper{trial: well()}
	d, opened := start(t, k)
	typed(d)
	if v := d.View(80, 24); strings.Contains(v, "wJalrSECRET") || !strings.Contains(v, "•••") {
		t.Errorf("the secret is shown:\n%s", v)
	}
	d.Press("ctrl+s")
	want := Draft{Name: "nas", Endpoint: "http://nas.lan:9000", Typed: s3browser.Keys{AccessKeyID: "AKIAEXAMPLE", SecretKey: "wJalrSECRET"}}
	if len(k.saved) != 1 || k.saved[0] != want {
		t.Fatalf("saved %+v", k.saved)
	}
	if pop, ok := d.Step().(kit.Pop); !ok || *opened != "nas" {
		t.Errorf("%T, opened %q", pop, *opened)
	}
}

func TestWhatDoesNotWorkIsNotSaved(t *testing.T) {
	k := &keeper{trial: wrong()}
	d, _ := start(t, k)
	d.Press("ctrl+s")
	if v := d.View(80, 24); len(k.tried) != 0 || !strings.Contains(v, "give it a name") {
		t.Fatalf("tried %v\n%s", k.tried, v)
	}
	typed(d)
	d.Press("ctrl+s")
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		v := d.View(size[0], size[1])
		for _, want := range []string{"✓ connection", "✗ signature", "Not saved. ctrl+s tries it again, ctrl+x"} {
			if !strings.Contains(v, want) {
				t.Errorf("no %q at %v:\n%s", want, size, v)
			}
		}
	}
	if len(k.saved) != 0 {
		t.Fatalf("saved %v", k.saved)
	}
	d.Press("ctrl+x")
	if len(k.saved) != 1 {
		t.Error("ctrl+x does not save it all the same")
	}
}

func TestWhatIsWrongWithTheDraftIsSaid(t *testing.T) {
	k := &keeper{err: errors.New("there are two places named nas")}
	d, _ := start(t, k)
	typed(d)
	d.Press("ctrl+s")
	if v := d.View(80, 24); !strings.Contains(v, "there are two places named nas") || len(k.saved) != 0 {
		t.Errorf("%v\n%s", k.saved, v)
	}
	k.err, k.trial, k.refuse = nil, well(), errors.New("the keychain does not answer")
	d.Press("ctrl+s")
	if v := d.View(80, 24); !strings.Contains(v, "the keychain does not answer") || d.Step() != nil {
		t.Errorf("%T\n%s", d.Step(), v)
	}
}

func TestAnySize(t *testing.T) {
	d, _ := start(t, &keeper{trial: wrong()})
	typed(d)
	d.Press("ctrl+s")
	for w := range 130 {
		for _, h := range []int{0, 1, 2, 3, 5, 10, 24, 40} {
			d.View(w, h)
		}
	}
}

// edited is the form of a place that is there, with keys in the keychain.
func edited(t *testing.T, k *keeper) (d *uitest.Driver, changed *int) {
	t.Helper()
	changed = new(int)
	was := Draft{Was: "nas", Name: "nas", Endpoint: "http://nas.lan:9000", Region: "eu-1", Bucket: "s3://archive/2026/", PathStyle: true, ReadOnly: true, Kept: true}
	return uitest.New(t, func(env kit.Env) kit.Screen {
		return Edit(env, k, Exits{Changed: func() { *changed++ }}, was)
	}), changed
}

// A place that is changed opens as it is; its secrets are not shown, and stay unless
// others are typed.
func TestAPlaceIsChanged(t *testing.T) {
	k := &keeper{trial: well()}
	d, changed := edited(t, k)
	d.Goldens("edit")
	if v := d.View(80, 24); !strings.Contains(v, "kept, and not shown") {
		t.Error(v)
	}
	d.Press("ctrl+s")
	want := Draft{Was: "nas", Name: "nas", Endpoint: "http://nas.lan:9000", Region: "eu-1", Bucket: "s3://archive/2026/", PathStyle: true, ReadOnly: true, Kept: true}
	if len(k.saved) != 1 || k.saved[0] != want || *changed != 1 {
		t.Fatalf("saved %+v", k.saved)
	}
	if pop, ok := d.Step().(kit.Pop); !ok || pop.Then != (kit.Changed{Kind: kit.Good, Text: "nas is changed"}) {
		t.Errorf("%+v", d.Step())
	}

	k.saved, k.left = nil, "the keys of before are still kept"
	d, _ = edited(t, k)
	d.Type("2")
	d.Press("down", "down", "down", "down")
	d.Type("AKIANEW")
	d.Press("ctrl+s")
	if v := d.View(80, 24); len(k.saved) != 0 || !strings.Contains(v, "the secret key is missing") {
		t.Errorf("half a pair of keys is saved: %+v\n%s", k.saved, v)
	}
	d.Type("SECRET")
	d.Press("ctrl+s")
	if len(k.saved) != 1 || k.saved[0].Kept || k.saved[0].Typed.SecretKey != "SECRET" || k.saved[0].Name != "nas2" || k.saved[0].Was != "nas" {
		t.Fatalf("saved %+v", k.saved)
	}
	if pop := d.Step().(kit.Pop); pop.Then.(kit.Changed).Kind != kit.Problem {
		t.Errorf("%+v", pop)
	}
}

// What is being saved is not left, and it is not said that it is not saved.
func TestSavingIsNotLeft(t *testing.T) {
	var s *Screen
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		s = New(env, &keeper{trial: well()}, Exits{})
		return s
	})
	typed(d)
	s.doing, s.draft.Name = saving, "nas"
	d.Press("esc")
	_, said := d.Step().(kit.Notify)
	if v := d.View(80, 24); !said || !strings.Contains(v, "This cannot be left") || strings.Contains(s.Unsaved(), "not saved yet") {
		t.Errorf("%+v %s\n%s", d.Step(), s.Unsaved(), v)
	}
	s.doing = trying
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Errorf("a trial cannot be left: %+v", d.Step())
	}
}

// That keys which are kept go is said before they do, and only if they do.
func TestItIsSaidThatKeptKeysGo(t *testing.T) {
	const says = "Keys that are kept now go"
	d, _ := edited(t, &keeper{})
	if v := d.View(80, 24); strings.Contains(v, says) {
		t.Error(v)
	}
	d.Press("down", "down", "down", "right")
	if v := d.View(80, 24); !strings.Contains(v, says) {
		t.Error(v)
	}
}

// Keys that are kept cannot be moved unseen: they are not read.
func TestKeptKeysAreNotMoved(t *testing.T) {
	k := &keeper{trial: well()}
	d, _ := edited(t, k)
	for range 7 {
		d.Press("down")
	}
	d.Press("right", "ctrl+s")
	if v := d.View(80, 24); len(k.tried) != 0 || !strings.Contains(v, "type them anew") {
		t.Errorf("%+v\n%s", k.tried, v)
	}
}

// What a trial has found wrong puts the focus on the field that mends it.
func TestTheFocusGoesWhereItIsMended(t *testing.T) {
	for _, c := range []struct {
		part  s3browser.Part
		keys  Keys
		field string
	}{
		{s3browser.OfEndpoint, Typed, fieldEndpoint},
		{s3browser.OfKey, Typed, fieldID},
		{s3browser.OfSecret, Typed, fieldSecret},
		{s3browser.OfToken, Typed, fieldToken},
		{s3browser.OfRegion, Typed, fieldRegion},
		{s3browser.OfBucket, Typed, fieldBucket},
		{s3browser.OfSecret, File, fieldFile},
		{s3browser.OfKey, Program, fieldProgram},
		{s3browser.OfSource, Profile, fieldProfile},
		{s3browser.OfKey, Environment, fieldKeys},
	} {
		k := &keeper{trial: s3browser.Trial{Steps: []s3browser.Step{{Name: "x", Outcome: s3browser.Failed, Text: "wrong", About: c.part}}}}
		var s *Screen
		d := uitest.New(t, func(env kit.Env) kit.Screen {
			s = Edit(env, k, Exits{}, Draft{Was: "a", Name: "a", Endpoint: "http://e", Keys: c.keys, Source: "x", Kept: c.keys == Typed})
			return s
		})
		d.Press("ctrl+s")
		if s.form.Focus() != c.field {
			t.Errorf("%v with %v: the focus is on %s, not on %s", c.part, c.keys, s.form.Focus(), c.field)
		}
	}
	k := &keeper{trial: s3browser.Trial{Steps: []s3browser.Step{{Name: "clock", Outcome: s3browser.Failed, Text: "wrong"}}}}
	d, _ := edited(t, k)
	d.Press("down", "ctrl+s")
	if f := d.Screen.(*Screen).form.Focus(); f != fieldAt {
		t.Errorf("what no field mends moves the focus to %s", f)
	}
}

func TestAsDrawn(t *testing.T) {
	k := &keeper{trial: wrong()}
	d, _ := start(t, k)
	d.Goldens("empty")
	typed(d)
	d.Press("ctrl+s")
	d.Goldens("failed")
	uitest.CheckKeys(t, d.Screen.Keys())
	k.trial = well()
}

// What has failed is tried again by the key that the screen names, whatever has failed.
func TestTryingAgain(t *testing.T) {
	for name, k := range map[string]*keeper{"a trial": {trial: wrong()}, "no trial": {err: errors.New("the file is gone")}, "saving": {trial: well(), refuse: errors.New("the disk is full")}} {
		d, _ := start(t, k)
		typed(d)
		if v := d.View(80, 40); strings.Contains(v, "again") {
			t.Errorf("%s: again, before anything was tried:\n%s", name, v)
		}
		d.Press("ctrl+s")
		if v := d.View(80, 40); !strings.Contains(v, "ctrl+s tries it again") {
			t.Errorf("%s: no way on:\n%s", name, v)
		}
		d.Press("ctrl+s")
		if len(k.tried) != 2 {
			t.Errorf("%s: tried %d times", name, len(k.tried))
		}
	}
}

// While a place is tried or saved, keys say so.
func TestKeysWhileAPlaceIsTried(t *testing.T) {
	k := &keeper{trial: well()}
	d, _ := start(t, k)
	typed(d)
	d.Hold = true
	for _, want := range []string{"trying the place; esc leaves it", "the place is being saved, which cannot be left"} {
		d.Press("ctrl+s") // tries it, and later is one that does nothing
		d.Press("x")
		if n, ok := d.Step().(kit.Notify); !ok || n.Text != want {
			t.Errorf("%+v, not %s", d.Step(), want)
		}
		d.Deliver(d.Run(0)...)
	}
}
