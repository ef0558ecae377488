package link_test

import (
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/link"
	"signet/ui/uitest"
)

// What counts as soon is a setting, and the end has its colour.
func TestTheEndHasTheColourOfItsState(t *testing.T) {
	th := kit.NewTheme(true)
	for _, c := range []struct {
		soon, later time.Duration
		want        func(...string) string
	}{
		{0, 0, th.Open.Render}, // a new link of an hour, the usual one
		{0, 45 * time.Minute, th.Soon.Render},
		{20 * time.Minute, 30 * time.Minute, th.Open.Render},
		{20 * time.Minute, 40 * time.Minute, th.Soon.Render},
	} {
		d := uitest.New(t, func(env kit.Env) kit.Screen {
			env.Soon = c.soon
			return link.New(env, signed(share.Download, 384), link.Deps{})
		})
		d.Tick(c.later)
		view, _ := d.Screen.View(80, 24)
		first, _, _ := strings.Cut(view, "\n")
		if want := c.want(uitest.Plain(first)); first != want {
			t.Errorf("soon is %s, after %s: %q, want %q", c.soon, c.later, first, want)
		}
	}
}

// What opens nothing yet, or no more, is not handed off; and a press of the link to a page
// is no page of its own.
func TestHandedOffWhileOpen(t *testing.T) {
	for name, c := range map[string]struct {
		starts, ends time.Duration
		want         bool
	}{"open": {-time.Minute, time.Hour, true}, "later": {time.Minute, time.Hour, false}, "ended": {-time.Hour, -time.Minute, false}} {
		l, led := signed(share.Download, 384), []share.Request{}
		l.Request.Page, l.Request.PageSum = share.PageListing, "00"
		d := uitest.New(t, func(env kit.Env) kit.Screen {
			l.Terms.Starts, l.Terms.Ends = env.Now().Add(c.starts), env.Now().Add(c.ends)
			return link.New(env, l, link.Deps{HandOff: func(of share.Link, r share.Request) kit.Maker {
				if of.ID != l.ID || !of.Terms.Ends.Equal(l.Terms.Ends) {
					t.Errorf("by the terms of %+v", of)
				}
				led = append(led, r)
				return nil
			}})
		})
		d.Press("o")
		if (len(led) == 1) != c.want || c.want && (led[0].Page != "" || led[0].PageSum != "") {
			t.Errorf("%s: %+v", name, led)
		}
	}
}

// A code that has no room on its own screen leads to the hand-off, if there is one.
func TestACodeWithoutRoomNamesTheHandOff(t *testing.T) {
	for want, lead := range map[bool]func(share.Link, share.Request) kit.Maker{true: func(share.Link, share.Request) kit.Maker { return nil }, false: nil} {
		r := newRig(t, signed(share.Download, 384), withCaps(80, 24), func(r *rig) { r.deps.HandOff = lead })
		r.Press("Q")
		push, ok := r.Step().(kit.Push)
		if !ok {
			t.Fatal("Q pushes nothing")
		}
		full := uitest.New(t, push.Make)
		if got := strings.Join(strings.Fields(full.View(80, 24)), " "); strings.Contains(got, "go back and press o: the code of a hand-off fits.") != want {
			t.Errorf("a hand-off is there: %t\n%s", want, got)
		}
	}
}

// Where the link has ended, the sentence names the key that shares anew as it is.
func TestSentencesFollowOwnKeys(t *testing.T) {
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		env.Keys = kit.NewKeys(map[string][]string{"new": {"f7"}})
		return link.New(env, signed(share.Download, 384), link.Deps{Compose: func(share.Request) kit.Maker { return nil }})
	})
	d.Tick(2 * time.Hour)
	if got := d.View(80, 24); !strings.Contains(got, "f7 shares it anew") {
		t.Errorf("\n%s", got)
	}
}
