package objects

import (
	"strings"
	"testing"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

func at(key string) Location {
	where := here
	where.Prefix, where.Select = key[:strings.LastIndexByte(key, '/')+1], key
	return where
}

// Whoever names an object that is not there is told so, and shares no other one
// by mistake.
func TestAnObjectThatIsMissing(t *testing.T) {
	b := documents()
	d, s, o := start(t, b, at("contracts/read.txt"))
	d.Goldens("missing")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	for _, key := range []string{"enter", "s", "l"} {
		o.target, o.object = share.Target{}, share.Object{}
		d.Press(key)
		if _, ok := d.Step().(kit.Push); !ok || o.target.Key != "contracts/read.txt" || o.object.Known {
			t.Errorf("%s shares %+v, %+v", key, o.target, o.object)
		}
	}
	d.Press("space", "S", "tab", "y")
	if c, ok := d.Step().(kit.Copy); !ok || c.Text.Reveal() != "s3://acme-legal/contracts/read.txt" || s.top().list.MarkCount() > 0 || len(o.chosen) > 0 {
		t.Errorf("keys act on a row that is not in sight: %+v, %+v", c, o.chosen)
	}
	d.Press("u", "enter")
	if o.upload.Key != "contracts/read.txt" {
		t.Errorf("u uploads to %q", o.upload.Key)
	}
	b.entries = newBucket("contracts/a.txt", "contracts/read.txt").entries
	d.Press("r")
	if s.on() != "read.txt" || !strings.Contains(d.View(80, 22), "› ") || s.top().sought != "" {
		t.Errorf("uploaded meanwhile, and loaded again:\n%s", d.View(80, 22))
	}
}

// Moving, filtering and esc show the folder instead.
func TestAnObjectThatIsMissingIsForgotten(t *testing.T) {
	for _, key := range []string{"esc", "down", "G", "/"} {
		d, s, o := start(t, documents(), at("contracts/read.txt"))
		d.Press(key)
		if v := d.View(80, 22); d.Step() != nil || !strings.Contains(v, "readme.txt") || strings.Contains(v, "there is no object") {
			t.Errorf("%s:\n%s", key, v)
		}
		d.Press("esc", "G", "enter")
		if s.Title() == "acme-legal/contracts/" && o.target.Key != "contracts/readme.txt" {
			t.Errorf("%s, then enter shares %q", key, o.target.Key)
		}
	}
}

// Rights to one object are enough to share it.
func TestAnObjectWhoseFolderMayNotBeListed(t *testing.T) {
	b := newBucket()
	b.fail[0] = refused()
	d, s, o := start(t, b, at("minutes/2026-03.pdf"))
	d.Goldens("denied-named")
	uitest.Sizes(t, s)
	d.Press("down", "enter")
	if _, ok := d.Step().(kit.Push); !ok || o.target.Key != "minutes/2026-03.pdf" || o.object.Known {
		t.Errorf("enter shares %+v, %+v", o.target, o.object)
	}
}

func TestAnObjectIsLookedForWhileTheListingLasts(t *testing.T) {
	b := newBucket(numbered(3500)...)
	d, s, o := startHeld(t, b, at("logs/001700.json"))
	d.Deliver(d.Run(0)...)
	if v := d.View(80, 22); !strings.Contains(v, "looking for s3://acme-legal/logs/001700.json …") || strings.Contains(v, "000000") || !strings.Contains(v, "1,000 so far…") {
		t.Errorf("after one page:\n%s", v)
	}
	if d.Press("enter"); o.target.Key != "logs/001700.json" {
		t.Errorf("enter shares %q", o.target.Key)
	}
	d.Press("x")
	if v := d.View(80, 22); !strings.Contains(v, "is not among the first 1,000 names here") || !strings.Contains(v, "r  load on") {
		t.Errorf("stopped:\n%s", v)
	}
	d.Press("r")
	d.Settle()
	if s.on() != "001700.json" || s.top().sought != "" {
		t.Errorf("at the end on %s:\n%s", s.on(), d.View(80, 22))
	}
}

// The keys come in their order: what they have gone past is not there.
func TestAMissingObjectNeedsNoWholeListing(t *testing.T) {
	d, _, _ := startHeld(t, newBucket(numbered(3500)...), at("logs/000500.txt"))
	d.Deliver(d.Run(0)...)
	if v := d.View(80, 22); !strings.Contains(v, "there is no object s3://acme-legal/logs/000500.txt") {
		t.Errorf("after one page:\n%s", v)
	}
}

func TestAFolderNamedWithoutItsSlash(t *testing.T) {
	d, s, _ := start(t, documents(), at("photos"))
	if s.on() != "photos/" || strings.Contains(d.View(80, 22), "there is no object") {
		t.Errorf("on %s:\n%s", s.on(), d.View(80, 22))
	}
}

func TestASearchThatFailsHalfWay(t *testing.T) {
	b := newBucket(numbered(2500)...)
	b.fail[1] = refused()
	d, s, _ := start(t, b, at("logs/001700.json"))
	if v := d.View(80, 22); !strings.Contains(v, "access denied") || !strings.Contains(v, "r  load on") || !strings.Contains(v, "esc  show the folder") {
		t.Errorf("half way:\n%s", v)
	}
	d.Press("r")
	if s.on() != "001700.json" {
		t.Errorf("then on %s", s.on())
	}
}
