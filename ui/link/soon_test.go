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
