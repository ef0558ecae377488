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
}

func (k *keeper) Try(_ context.Context, d Draft) (s3browser.Trial, error) {
	k.tried = append(k.tried, d)
	return k.trial, k.err
}

func (k *keeper) Save(_ context.Context, d Draft, _ s3browser.Trial) error {
	k.saved = append(k.saved, d)
	return k.refuse
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
		for _, want := range []string{"✓ connection", "✗ signature", "Not saved. ctrl+x saves it all"} {
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
