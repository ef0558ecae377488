package request

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/publish"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// maker answers as a test wants, and remembers what it was asked for.
type maker struct {
	made []publish.Asking
	err  error
}

func (m *maker) make(_ context.Context, a publish.Asking) (share.Link, []string, error) {
	m.made = append(m.made, a)
	return share.Link{ID: "p1"}, nil, m.err
}

func start(t *testing.T, m *maker) (d *uitest.Driver, opened *string) {
	t.Helper()
	opened = new(string)
	return uitest.New(t, func(env kit.Env) kit.Screen {
		return New(env, m.make, Exits{Link: func(l share.Link) kit.Maker {
			*opened = l.ID
			return func(kit.Env) kit.Screen { return nil }
		}}, Input{Into: share.Target{Place: "work", Bucket: "acme", Key: "in/"}, Expiry: "8h", Page: "s3://acme/signet-pages/"})
	}), opened
}

// A list of things becomes a page; each thing that is typed offers one more.
func TestARequestIsTyped(t *testing.T) {
	m := &maker{}
	d, opened := start(t, m)
	d.Goldens("empty")
	d.Type("passport:image/*,application/pdf:10MB")
	d.Press("enter")
	d.Type("contract")
	d.Press("enter", "enter")
	d.Type("3d")
	d.Press("enter")
	d.Type("Ms Ito")
	d.Goldens("typed")
	d.Press("ctrl+s")
	if len(m.made) != 1 {
		t.Fatalf("made %d\n%s", len(m.made), d.View(80, 24))
	}
	a := m.made[0]
	if len(a.Items) != 2 || a.Items[0].Most != 10e6 || a.Items[1].Name != "contract" || a.Terms.Recipient != "Ms Ito" || a.Terms.Lifetime.Duration != 72*time.Hour || a.Terms.Target.Key != "in/" || a.Files != 0 {
		t.Errorf("%+v", a)
	}
	if _, ok := d.Step().(kit.Push); !ok || *opened != "p1" {
		t.Errorf("%T, opened %q", d.Step(), *opened)
	}
}

func TestWhatIsWrongIsSaidBesideItsField(t *testing.T) {
	m := &maker{err: errors.New("the rail says no")}
	d, _ := start(t, m)
	d.Type("passport:pictures")
	d.Press("ctrl+s")
	if v := d.View(100, 30); len(m.made) > 0 || !strings.Contains(v, "no content type") {
		t.Fatalf("made %v\n%s", m.made, v)
	}
	d.Press("ctrl+u", "ctrl+s") // nothing is asked for in particular
	if v := d.View(80, 24); len(m.made) != 1 || len(m.made[0].Items) > 0 || !strings.Contains(v, "the rail says no") {
		t.Errorf("made %v\n%s", m.made, v)
	}
}

// The folder and who signs are chosen where the page is made; whoever signs downloads alone
// is not offered. What is refused is said without the flags of the command line.
func TestFolderAndSignerAreChosen(t *testing.T) {
	m := &maker{err: &share.UsageError{Op: "--as-page", Problem: "pages are stored there", Hint: "name another folder"}}
	offers := []share.SignerOffer{{Name: "default", Kind: share.KindKey}, {Name: "front", Kind: share.KindCloudFront}, {Name: "revocable", Kind: share.KindMinIOKey}}
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		return New(env, m.make, Exits{}, Input{Into: share.Target{Bucket: "acme"}, Expiry: "8h", Page: "s3://acme/signet-pages/", Signers: offers})
	})
	d.Press("enter", "enter", "enter", "enter", "enter")
	d.Type("photos")
	d.Press("ctrl+s")
	if v := d.View(80, 24); len(m.made) > 0 || !strings.Contains(v, "end it in /") || strings.Contains(v, "front") {
		t.Fatalf("made %v\n%s", m.made, v)
	}
	d.Type("/")
	d.Press("enter", "right", "ctrl+s")
	v := d.View(80, 24)
	if len(m.made) != 1 || m.made[0].Terms.Target.Key != "photos/" || m.made[0].Terms.Signer != "revocable" {
		t.Fatalf("made %+v\n%s", m.made, v)
	}
	if strings.Contains(v, "--as-page") || !strings.Contains(v, "pages are stored there") || !strings.Contains(v, "name another folder") {
		t.Error(v)
	}
	d.Press("ctrl+s")
	if len(m.made) != 2 {
		t.Errorf("not tried again\n%s", d.View(80, 24))
	}
}

// An end that no signer gives is known only when the link is made.
func TestAnEndThatIsTooLateIsSaidBesideItsField(t *testing.T) {
	m := &maker{err: fmt.Errorf("share the page: %w", &share.UsageError{Op: "expiry", Problem: "99y is too long", Hint: "write --signer NAME", Form: "choose another end"})}
	d, _ := start(t, m)
	d.Press("ctrl+s")
	s := d.Screen.(*Screen)
	if v := d.View(80, 24); s.err != nil || s.form.Focus() != fieldEnds || !strings.Contains(v, "choose another end") || strings.Contains(v, "--signer") {
		t.Errorf("%v on %s\n%s", s.err, s.form.Focus(), v)
	}
	m.err = nil
	if d.Press("ctrl+s"); len(m.made) != 2 {
		t.Error("the complaint keeps the page from being made")
	}
}

func TestKeysAndSizes(t *testing.T) {
	var s *Screen
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		s = New(env, (&maker{}).make, Exits{}, Input{Into: share.Target{Bucket: "acme"}})
		return s
	})
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d.Type("contract")
	if most := 80 - len("leave and lose ?  y leave  any other key stays"); len(s.Unsaved()) > most {
		t.Errorf("%q is cut off at 80 columns", s.Unsaved())
	}
	if d.Press("esc"); d.Step() != (kit.Pop{}) {
		t.Errorf("esc: %T", d.Step())
	}
}

// status is a request of which a part has arrived.
func status(now time.Time) publish.Status {
	page := ledger.Entry{State: ledger.StateOpen}
	page.ID, page.Page, page.Recipient = "0scss888q87k0", share.PageRequest, "Ms \x1b[31mIto"
	page.Terms = share.Terms{Starts: now.Add(-time.Hour), Ends: now.Add(50 * time.Hour)}
	files := []publish.Arrival{{Key: "in/passport-x/abc-\x1bimage.jpg", Size: 2_100_000, At: now.Add(-30 * time.Minute)}, {Key: "in/passport-x/def-image.jpg", Size: 900_000, At: now.Add(-20 * time.Minute)}}
	return publish.Status{Page: page, Rows: []publish.Row{
		{Name: "passport", Folder: share.Target{Key: "in/passport-x/"}, Arrived: files, Size: 3_000_000},
		{Name: "contract", Types: []string{"application/pdf"}, Most: 10e6},
		{Name: "photos", Err: errors.New("access denied listing s3://acme")},
	}}
}

func TestWhatHasArrived(t *testing.T) {
	var s *Arrived
	asked, fails := 0, false
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		s = NewArrived(env, func(_ context.Context, id string) (publish.Status, error) {
			if asked++; fails {
				return publish.Status{}, errors.New("no such entry")
			}
			return status(env.Now()), nil
		}, "0scss888q87k0")
		return s
	})
	v := d.View(80, 24)
	for _, want := range []string{"request page 0scss888q87k0 for Ms", "open for 2 days 2 h", "✓ passport: 2 files, 3 MB", "def-image.jpg", "contract: missing", "not known: access denied"} {
		if !strings.Contains(v, want) {
			t.Errorf("no %q in\n%s", want, v)
		}
	}
	d.Goldens("arrived")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d.Press("y")
	if c, ok := d.Step().(kit.Copy); !ok || !strings.Contains(c.Text.Reveal(), "Still missing: contract") {
		t.Errorf("%T", d.Step())
	}
	fails = true
	d.Press("r")
	if v := d.View(80, 24); asked != 2 || !strings.Contains(v, "no such entry") {
		t.Errorf("asked %d\n%s", asked, v)
	}
}
