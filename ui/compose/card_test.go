package compose

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/ui/kit"
)

// card is the card as one line of words.
func (r *rig) card() string {
	var words []string
	for line := range strings.SplitSeq(r.View(120, 40), "\n") {
		if _, inside, ok := strings.Cut(line, "│"); ok {
			words = append(words, strings.Fields(strings.TrimSuffix(strings.TrimRight(inside, " "), "│"))...)
		}
	}
	return strings.Join(words, " ")
}

// The card says what the lines below the form say on a narrow screen, and more; it
// changes as one types.
func TestTheCardSaysWhatTheHolderGets(t *testing.T) {
	r := newRig(t)
	for _, step := range []struct {
		key  string
		says []string
	}{
		{"", []string{"Anyone with this link can download", "(1 h)", "asked for today 16:04 UTC ● ends it", "at most", "QR code 65 modules", "cost One use"}},
		{"4", []string{"(1 day)", "Thu 5 Mar 15:04 UTC ● ends it"}},
		{"6", []string{"(7 days)", "QR code"}},
	} {
		if step.key != "" {
			r.Press(step.key)
		}
		got := r.card()
		for _, want := range step.says {
			if !strings.Contains(got, want) {
				t.Errorf("after %q the card lacks %q:\n%s", step.key, want, r.View(120, 40))
			}
		}
		if !strings.Contains(got, r.foot()) {
			t.Errorf("the card says\n%s\nand the narrow screen\n%s", got, r.foot())
		}
	}
	r.fill("filename", "another name.pdf")
	if got := r.card(); !strings.Contains(got, "! 129 modules") {
		t.Errorf("a longer link does not make the code larger:\n%s", got)
	}
}

// What cuts a link short is marked, by words, by its place on the line and in colour.
func TestTheCardSaysWhatCutsTheEnd(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.signer.id = share.Identity{Temporary: true, Expires: r.clock.Now().Add(15 * time.Minute), Source: "SSO session"}
	})
	r.Press("3")
	view := r.View(120, 40)
	for _, want := range []string{"asked for  today 23:04 UTC", "session    today 15:19 UTC ● cuts it short", "●╌╌", "╌✗"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q on\n%s", want, view)
		}
	}
}

// In a low window the sentence and the warnings stay; the rest goes.
func TestALowCardKeepsWhatMatters(t *testing.T) {
	r := newRig(t)
	view := r.View(120, 9)
	if !strings.Contains(view, "Anyone with this") || !strings.Contains(view, "not pinned") || strings.Contains(view, "asked for") {
		t.Errorf("got\n%s", view)
	}
}

func TestTimeline(t *testing.T) {
	th := kit.NewTheme(true)
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	at := func(ends, asked time.Duration) share.Terms {
		return share.Terms{Starts: now, Ends: now.Add(ends), Asked: now.Add(asked)}
	}
	for _, c := range []struct {
		terms share.Terms
		want  string
	}{
		{at(time.Hour, time.Hour), "━━━━━━━━━━━━━●───────────────────────────"},
		{at(time.Hour, 8*time.Hour), "━━━━━━━━━━━━━●╌╌╌╌╌╌✗────────────────────"},
		{at(168*time.Hour, 168*time.Hour), "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●"},
		{at(time.Second, time.Second), "●────────────────────────────────────────"},
		{at(100*time.Hour, 300*time.Hour), "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●╌╌╌╌✗"},
	} {
		got := timeline(c.terms, c.terms.Ends, now, 0, 41, &th)
		if ansi.Strip(got[0]) != c.want || ansi.StringWidth(got[1]) > 41 {
			t.Errorf("%v of %v:\n%s\n%s", c.terms.Ends, c.terms.Asked, ansi.Strip(got[0]), ansi.Strip(got[1]))
		}
	}
	for soon, style := range map[time.Duration]func(...string) string{2 * time.Hour: th.Soon.Render, 0: th.Open.Render} {
		if got := timeline(at(time.Hour, time.Hour), now.Add(time.Hour), now, soon, 41, &th)[0]; !strings.HasPrefix(got, style("━━━━━━━━━━━━━●")) {
			t.Errorf("soon is %s: %q", soon, got)
		}
	}
	if timeline(at(time.Hour, time.Hour), now.Add(time.Hour), now, 0, 20, &th) != nil {
		t.Error("a line without room for its scale")
	}
}

// What measures is not asked while drawing, and once for each plan.
func TestTheCodeIsMeasuredOncePerPlan(t *testing.T) {
	measured := 0
	r := newRig(t, func(r *rig) {
		r.exits.Gauge.Measure = func(context.Context, share.Plan) int { measured++; return 65 }
	})
	plans := len(r.service.planned)
	r.View(120, 40)
	r.View(120, 40)
	if measured != plans {
		t.Errorf("measured %d times for %d plans", measured, plans)
	}
}
