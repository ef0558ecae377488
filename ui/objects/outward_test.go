package objects

import (
	"context"
	"errors"
	"strings"
	"testing"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

func outwardExits(page string, err error, opened *[]string) Outward {
	return Outward{
		Forms: func(_ context.Context, t share.Target) []Form {
			return []Form{{"s3:// address", t.URI()}, {"key", t.Key}, {"https URL", "https://acme-legal.s3.amazonaws.com/" + t.Key}}
		},
		Page: func(context.Context, share.Target) string { return page },
		Open: func(_ context.Context, p string) error { *opened = append(*opened, p); return err },
	}
}

func startOutward(t *testing.T, to Outward) *uitest.Driver {
	t.Helper()
	return uitest.New(t, func(env kit.Env) kit.Screen {
		s := New(env, newBucket("one.pdf", "two\x1b[31m.pdf"), here, Exits{Outward: to})
		s.rest = 0
		return s
	})
}

// Y opens a menu of what the object is called elsewhere, and what is chosen is copied
// by the screen below.
func TestCopyAs(t *testing.T) {
	d := startOutward(t, outwardExits("", nil, &[]string{}))
	d.Press("down", "Y")
	push, ok := d.Step().(kit.Push)
	if !ok {
		t.Fatal("Y opens nothing")
	}
	m := uitest.New(t, push.Make)
	m.Goldens("copyas")
	uitest.Sizes(t, m.Screen)
	uitest.CheckKeys(t, m.Screen.Keys())
	m.Press("down", "down", "down", "enter")
	pop, ok := m.Step().(kit.Pop)
	if !ok {
		t.Fatal("enter chooses nothing")
	}
	d.Send(pop.Then)
	if c, ok := d.Step().(kit.Copy); !ok || c.What != "https URL" || !strings.HasPrefix(c.Text.Reveal(), "https://acme-legal.s3.amazonaws.com/two") {
		t.Errorf("copied %+v", c)
	}
	m.Press("esc")
	if pop, ok := m.Step().(kit.Pop); !ok || pop.Then != nil {
		t.Error("esc copies")
	}
}

// O gives the console's page to the browser; where there is none it says what to do
// and copies the address.
func TestOpenInTheBrowser(t *testing.T) {
	const page = "https://console.aws.amazon.com/s3/object/acme-legal?prefix=one.pdf"
	var opened []string
	d := startOutward(t, outwardExits(page, nil, &opened))
	d.Press("O")
	if n, ok := d.Step().(kit.Notify); !ok || n.Kind != kit.Good || len(opened) != 1 || opened[0] != page {
		t.Errorf("opened %q, %+v", opened, n)
	}
	d = startOutward(t, outwardExits(page, errors.New("this session is over ssh, open it on your own machine"), &opened))
	d.Press("O")
	if c, ok := d.Step().(kit.Copy); !ok || c.Text.Reveal() != page || !strings.Contains(c.What, "over ssh") {
		t.Errorf("%+v", c)
	}
	opened = nil
	d = startOutward(t, outwardExits("", nil, &opened))
	d.Press("O")
	if n, ok := d.Step().(kit.Notify); !ok || n.Kind != kit.Problem || len(opened) != 0 {
		t.Errorf("%+v, opened %q", n, opened)
	}
}
