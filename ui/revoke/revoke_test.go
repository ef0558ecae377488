package revoke

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// The states of the screen, each as a picture.
func TestPictures(t *testing.T) {
	several := func(d *uitest.Driver) { d.Press("tab", "tab", "enter", "down"); d.Type("14"); d.Press("enter") }
	for name, c := range map[string]struct {
		with func(*taker)
		then func(*uitest.Driver)
	}{
		"ways":     {},
		"wider":    {then: func(d *uitest.Driver) { d.Press("tab", "tab") }},
		"question": {then: func(d *uitest.Driver) { d.Press("enter") }},
		"refused": {
			with: func(k *taker) {
				k.step.Changes[0].Problem = errors.New("the place is read-only, and nothing is changed in it")
			},
			then: func(d *uitest.Driver) { d.Press("enter") },
		},
		"by-hand": {
			with: func(k *taker) {
				c := k.step.Changes[0]
				c.Problem = errors.New("nothing was done: signet only describes the way object, and somebody else goes it")
				c.Hand = takeback.Hand{Commands: [][]string{{"aws", "s3api", "delete-object", "--bucket", "acme-contracts", "--key", "2026/Q3 report, final.pdf"}}, Does: "delete, rename or replace the object"}
			},
			then: func(d *uitest.Driver) { d.Press("down", "enter") },
		},
		"mistyped": {then: func(d *uitest.Driver) {
			d.Press("enter")
			d.Type("sent to the wrong person")
			d.Press("enter")
			d.Type("rewoke")
			d.Press("enter")
		}},
		"proved": {with: proved, then: revoked},
		"several": {with: func(k *taker) {
			k.account = became("the link answered 206 before and 403 AccessDenied after", takeback.Proved, takeback.Proved)
			k.account.Outcomes = append(k.account.Outcomes, became("a link that writes is never tried", takeback.Believed, takeback.Unproved).Outcomes...)
			left := became("", takeback.Untouched, takeback.Untouched).Outcomes
			k.account.Outcomes = append(k.account.Outcomes, left...)
			k.account.Problems = []takeback.Problem{{Shares: []ledger.Entry{left[0].Entry, left[1].Entry}, Err: errors.New("the policy of acme-archive cannot be written: access denied"), Hand: k.step.Changes[0].Hand}}
			k.account.Notes = []string{"the policy is as it was before"}
		}, then: several},
	} {
		t.Run(name, func(t *testing.T) {
			k := one()
			if c.with != nil {
				c.with(k)
			}
			d := start(t, k)
			if c.then != nil {
				c.then(d)
			}
			d.Goldens(name)
			uitest.Sizes(t, d.Screen)
			uitest.CheckKeys(t, d.Screen.Keys())
		})
	}
}

func proved(k *taker) {
	k.account = became("the link answered 206 before and 403 AccessDenied after", takeback.Proved)
	k.account.Outcomes[0].Entry.ID = "0samzyhyqbkf2"
}

func revoked(d *uitest.Driver) {
	d.Press("enter")
	d.Type("sent to the wrong person")
	d.Press("enter")
	d.Type("revoke")
	d.Press("enter")
}

// Nothing is done before the word is there, and then what was typed as a reason is noted.
func TestNothingIsDoneUnconfirmed(t *testing.T) {
	k := one()
	proved(k)
	d := start(t, k)
	d.Press("enter", "enter", "enter")
	d.Type("Revoke it")
	d.Press("enter")
	if k.does != 0 || k.way != "policy" || !strings.Contains(d.View(80, 22), "type revoke here first") {
		t.Fatalf("it was done unconfirmed, by %q:\n%s", k.way, d.View(80, 22))
	}
	d.Press("esc")
	revoked(d)
	if k.does != 1 || k.reason != "sent to the wrong person" {
		t.Errorf("done %d times, for %q", k.does, k.reason)
	}
	if v := d.View(120, 38); !strings.Contains(v, "proved dead; the link answered 206 before and 403 AccessDenied after") {
		t.Errorf("the proof is not shown:\n%s", v)
	}
	d.Press("esc")
	pop, _ := d.Step().(kit.Pop)
	if changed, ok := pop.Then.(kit.Changed); !ok || changed.Kind != kit.Good || changed.Text != "0samzyhyqbkf2: revoked, and proved dead" {
		t.Errorf("the screen below hears %+v", pop)
	}
}

// Several are confirmed by their number, and the word does not do.
func TestSeveralAreConfirmedByTheirNumber(t *testing.T) {
	k := one()
	d := start(t, k)
	d.Press("tab", "tab", "enter", "down")
	d.Type("revoke")
	d.Press("enter")
	if k.does != 0 || k.chosen != (takeback.Selection{Recipient: "Ms Ito\x1b[2J"}) {
		t.Fatalf("the word took fourteen links back, or others: %+v", k.chosen)
	}
	for range len("revoke") {
		d.Press("backspace")
	}
	d.Type("14")
	d.Press("enter")
	if k.does != 1 {
		t.Errorf("the number was typed, and nothing was done:\n%s", d.View(80, 22))
	}
}

// What is taken back is widened key by key, and comes back to the one link.
func TestTheChoiceOfWhatIsTakenBack(t *testing.T) {
	k := one()
	d := start(t, k)
	for _, want := range []takeback.Selection{{Batch: "g1"}, {Recipient: k.entry.Recipient}, {Key: "AKIAIOSFODNN7EXAMPLE"}} {
		d.Press("tab")
		if k.chosen != want {
			t.Errorf("it takes back %+v, not %+v", k.chosen, want)
		}
	}
	d.Press("tab")
	if v := d.View(80, 22); !strings.Contains(v, "[this link]") || !strings.Contains(v, "take back the download link") {
		t.Errorf("the one link is not there again:\n%s", v)
	}
}

// esc ends the waiting, and says that what is done stays done.
func TestWaitingIsStopped(t *testing.T) {
	k := one()
	k.waits, k.tells = true, []takeback.News{{Doing: "changed", Done: 1, All: 1}, {Doing: "tried after", All: 1, Words: "the link still answers 206"}}
	d := start(t, k)
	d.Press("enter", "down")
	d.Type("revoke")
	d.Hold = true
	d.Press("enter")
	answer := make(chan []tea.Msg)
	go func() { answer <- d.Run(0) }()
	for s := d.Screen.(*Screen); len(s.news) < 2; { // it is told beside the loop
		d.Tick(0)
	}
	if v := d.View(80, 22); !strings.Contains(v, "the link still answers 206") || !strings.Contains(v, "esc stops waiting") {
		t.Errorf("the waiting is not shown:\n%s", v)
	}
	d.Goldens("waiting")
	if d.Screen.(*Screen).Unsaved() == "" {
		t.Error("leaving now loses the proof, and nobody says so")
	}
	d.Press("esc")
	if v := d.View(80, 22); d.Step() != nil || !strings.Contains(v, "no longer waited for") {
		t.Errorf("esc left:\n%s", v)
	}
	if late := <-answer; len(late) != 1 || k.does != 1 {
		t.Errorf("%d answers, done %d times", len(late), k.does)
	}
}

// What is done elsewhere is copied, and what does not fit is not gone.
func TestCommandsAreCopied(t *testing.T) {
	k := one()
	d := start(t, k)
	d.Press("down", "y")
	if copied, ok := d.Step().(kit.Copy); !ok || !strings.HasPrefix(copied.Text.Reveal(), "aws s3api delete-object --bucket acme-contracts") {
		t.Errorf("y did %+v", copied)
	}
	d.Press("G", "enter")
	if k.way != "" || d.Screen.(*Screen).stage != choosing {
		t.Errorf("a way that does not fit was gone: %q", k.way)
	}
	k.step.Changes[0].Problem = errors.New("access denied")
	d.Press("up", "enter", "y")
	if copied, ok := d.Step().(kit.Copy); !ok || copied.Text.Reveal() != k.step.Changes[0].Hand.Statements[0]+"\n" {
		t.Errorf("y did %+v", copied)
	}
}

func TestWhatFailsIsSaid(t *testing.T) {
	k := one()
	d := start(t, k)
	k.err = errors.New("the policy of acme-contracts cannot be read: access denied")
	d.Press("enter")
	if v := d.View(80, 22); !strings.Contains(v, "cannot be read: access denied") || !strings.Contains(v, "› policy") {
		t.Errorf("the ways are gone:\n%s", v)
	}
	d.Press("r")
	if v := d.View(80, 22); k.offered != 1 || !strings.Contains(v, "access denied") {
		t.Errorf("looked %d times:\n%s", k.offered, v)
	}
	d.Press("esc")
	if pop, ok := d.Step().(kit.Pop); !ok || pop.Then != nil {
		t.Errorf("esc after nothing was done: %+v", pop)
	}
}

// A share that was revoked is opened again on the same screen, and one that was begun and
// never recorded is cleaned up; both are confirmed by typing.
func TestWhatIsNotOpenIsMended(t *testing.T) {
	for name, c := range map[string]struct {
		is   func(*taker)
		keys func(*uitest.Driver)
	}{
		"undo": {func(k *taker) {
			k.entry.State = ledger.StateRevoked
			k.mend = Mend{Does: "open the link again", Lines: k.step.Changes[0].Lines[:2], Also: "no other link of the log opens again", Word: "undo"}
		}, func(d *uitest.Driver) { d.Type("by mistake"); d.Press("enter"); d.Type("undo") }},
		"begun": {func(k *taker) {
			k.entry.State, k.entry.Spec.Mandate.Kind = ledger.StateStarting, share.KindMinIOKey
			k.mend = Mend{Does: "signet was stopped while it made the key of this link, and nobody has the link; the server has the key; going on deletes it, and notes that", Word: "revoke", Silent: true}
		}, func(d *uitest.Driver) { d.Type("revoke") }},
	} {
		t.Run(name, func(t *testing.T) {
			k := one()
			c.is(k)
			did, why := 0, ""
			k.mend.Do = func(_ context.Context, reason string) (string, error) {
				did, why = did+1, reason
				return "it is open again; proved: the link answers 206", nil
			}
			d := start(t, k)
			d.Goldens(name)
			uitest.Sizes(t, d.Screen)
			d.Press("down", "enter")
			if did != 0 {
				t.Fatal("it was done unconfirmed")
			}
			d.Press("shift+tab")
			c.keys(d)
			d.Press("enter")
			if v := d.View(80, 22); did != 1 || !strings.Contains(v, "✓ it is open again; proved: the link answers 206") || name == "undo" && why != "by mistake" {
				t.Errorf("done %d times, for %q:\n%s", did, why, v)
			}
			d.Press("esc")
			if pop, ok := d.Step().(kit.Pop); !ok || !strings.Contains(pop.Then.(kit.Changed).Text, "open again") {
				t.Errorf("the screen below hears %+v", pop)
			}
		})
	}
}

// Of several links, each ends by the finest way that there is for it, and once.
func TestEachByTheFinest(t *testing.T) {
	entries := make([]ledger.Entry, 3)
	for i := range entries {
		entries[i].ID = string(rune('a' + i))
	}
	offer := func(name string, named bool, of ...ledger.Entry) takeback.Offer {
		return takeback.Offer{Way: takeback.Way{Name: name, Here: true, ByName: named}, For: of}
	}
	names := func(offers ...takeback.Offer) (out []string) {
		for _, w := range waysOf(offers, 3) {
			out = append(out, w.Name)
			if w.each && (len(w.For) != 3 || w.how() != "") {
				t.Errorf("%s is for %d, by the way %q", w.Name, len(w.For), w.how())
			}
		}
		return out
	}
	for _, c := range []struct{ got, want []string }{
		{names(offer("signer", false, entries[0]), offer("policy", false, entries...), offer("object", true, entries...)), []string{"finest", "signer", "policy", "object"}},
		{names(offer("signer", false, entries...), offer("policy", false, entries...)), []string{"signer", "policy"}},
		{names(offer("signer", false), offer("policy", false, entries...)), []string{"policy", "signer"}},
		{names(offer("policy", false, entries[0]), offer("object", true, entries...)), []string{"policy", "object"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("the ways are %v, not %v", c.got, c.want)
		}
	}
}

// A reason that was typed is there again for whoever looks at the ways once more.
func TestAReasonIsKept(t *testing.T) {
	d := start(t, one())
	d.Press("enter")
	d.Type("sent to the wrong person")
	d.Press("esc")
	s := d.Screen.(*Screen)
	if s.stage != choosing || s.Unsaved() == "" {
		t.Errorf("stage %d, and leaving would lose the reason without a word", s.stage)
	}
	if d.Press("enter"); s.form.Value(fieldReason) != "sent to the wrong person" || s.Unsaved() == "" {
		t.Errorf("the reason is %q", s.form.Value(fieldReason))
	}
}
