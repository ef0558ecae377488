package placeremove

import (
	"context"
	"errors"
	"strings"
	"testing"

	"signet/ui/kit"
	"signet/ui/uitest"
)

// settings is what a removal does to them.
type settings struct {
	removed, told int
	left          string
	err           error
}

func start(t *testing.T, s *settings) *uitest.Driver {
	t.Helper()
	return uitest.New(t, func(env kit.Env) kit.Screen {
		return New(env, Removal{
			Name: "nas\x1b[31m", Goes: []string{"its entry in /home/ada/.config/signet/config.toml, with the comment right above it", "its keys in the system's keychain, under the name nas"},
			Stays: []string{"links that were signed with it work until they end, and stand in the share log"},
		}, func(context.Context) (string, error) {
			s.removed++
			return s.left, s.err
		}, func() { s.told++ })
	})
}

func TestWhatGoesIsNamedAndAsked(t *testing.T) {
	s := &settings{}
	d := start(t, s)
	d.Goldens("question")
	uitest.Sizes(t, d.Screen)
	d.Press("y")
	pop, ok := d.Step().(kit.Pop)
	if changed, is := pop.Then.(kit.Changed); !ok || !is || changed.Kind != kit.Good || !strings.HasSuffix(changed.Text, "is removed") || s.removed != 1 || s.told != 1 {
		t.Errorf("%+v %+v", s, pop)
	}
}

// Any key but the one that is named keeps the place.
func TestAnyOtherKeyKeepsIt(t *testing.T) {
	for _, name := range []string{"esc", "enter", "n", "q", "D", "space", "x"} {
		s := &settings{}
		d := start(t, s)
		d.Press(name)
		if pop, ok := d.Step().(kit.Pop); !ok || pop.Then != nil || s.removed != 0 {
			t.Errorf("%s: %+v %+v", name, s, d.Step())
		}
	}
}

func TestWhatCouldNotBeDoneIsSaid(t *testing.T) {
	s := &settings{err: errors.New("default_place names it; change default_place first")}
	d := start(t, s)
	d.Press("y")
	if v := d.View(80, 24); d.Step() != nil || s.told != 0 || !strings.Contains(v, "Nothing was removed: default_place names it") {
		t.Errorf("%+v\n%s", d.Step(), v)
	}
	d.Goldens("refused")
	d.Press("y")
	if _, ok := d.Step().(kit.Pop); !ok || s.removed != 1 {
		t.Error("a second y tries again")
	}
	s = &settings{left: "the keys of before are still kept: the keychain does not answer"}
	d = start(t, s)
	d.Press("y")
	if pop, ok := d.Step().(kit.Pop); !ok || pop.Then.(kit.Changed).Kind != kit.Problem || s.told != 1 {
		t.Errorf("%+v", d.Step())
	}
}
