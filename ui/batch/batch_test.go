package batch_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/many"
	"signet/share/say"
	"signet/ui/batch"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// call is one run of the work.
type call struct {
	terms     share.Request
	path      string
	overwrite bool
	ctx       context.Context
	progress  *many.Progress
}

// rig is a batch screen whose work does what the test says.
type rig struct {
	*uitest.Driver
	calls  []call
	result many.Result
	err    error
	files  map[string]bool
}

func newRig(t *testing.T, terms share.Request) *rig {
	t.Helper()
	return newRigOf(t, terms, 0)
}

// newRigOf is one of so many links.
func newRigOf(t *testing.T, terms share.Request, total int) *rig {
	t.Helper()
	r := &rig{files: map[string]bool{}}
	run := func(ctx context.Context, terms share.Request, into batch.Into, p *many.Progress) (many.Result, error) {
		r.calls = append(r.calls, call{terms, into.Path, into.Overwrite, ctx, p})
		if r.files[into.Path] && !into.Overwrite {
			return many.Result{}, fmt.Errorf("write %s: %w", into.Path, fs.ErrExist)
		}
		if ctx.Err() != nil {
			return r.result, ctx.Err()
		}
		return r.result, r.err
	}
	r.Driver = uitest.New(t, func(env kit.Env) kit.Screen {
		return batch.New(env, terms, "3 objects and 1 folder", total, run, batch.Exits{})
	})
	r.result = many.Result{Whole: true, Tally: many.Tally{Links: 1204, Earliest: r.Clock.Now().Add(time.Hour), Latest: r.Clock.Now().Add(time.Hour)}, All: share.NewSecret("https://a\nhttps://b\n")}
	return r
}

func terms() share.Request {
	return share.Request{Operation: share.Download, Lifetime: share.For(time.Hour), Target: share.Target{Bucket: "acme", Key: "x"}}
}

// early is a kind of links that end earlier than asked for, of which there are two.
func early(reason share.Reason, detail string) *many.Kind {
	asked := time.Date(2026, 3, 4, 17, 0, 0, 0, time.UTC)
	l := share.Link{Terms: share.Terms{Asked: asked, Ends: asked.Add(-time.Minute), Reason: reason, Detail: detail}}
	return &many.Kind{Link: l, Links: 2}
}

// warning is a kind of links that have one, of which there is one.
func warning(text string) *many.Kind {
	l := share.Link{Request: share.Request{Target: share.Target{Bucket: "acme", Key: "a/../b"}}}
	return &many.Kind{Link: l, Warning: say.Remark{Code: "odd", Level: say.Warning, Text: text}, Links: 1}
}

func TestGoldens(t *testing.T) {
	for name, do := range map[string]func(*rig){
		"asking": func(*rig) {},
		"running": func(r *rig) {
			r.Hold = true
			r.Press("enter")
			r.Run(0)
			r.calls[0].progress.Done.Store(1203)
			r.calls[0].progress.Failed.Store(2)
			r.Tick(time.Second)
		},
		"done": func(r *rig) {
			r.result.Paper = many.Paper{Codes: 1204, Pages: 101}
			r.Press("enter")
		},
		"some failed": func(r *rig) {
			r.result.Failed, r.result.FirstErr = 3, errors.New("access denied \x1b[2J")
			r.Press("enter")
		},
		"unequal ends": func(r *rig) {
			r.result.Earliest = r.Clock.Now().Add(5 * time.Minute)
			r.result.Early = 3
			r.result.Kinds = []*many.Kind{
				early(share.ByGuard, "guard rail hr\x1b[2J (config.toml:5)"), early(share.ByLifecycle, ""), warning("no browser can open it\x1b[2J"),
			}
			r.Press("enter")
		},
		"nothing there": func(r *rig) { r.result = many.Result{}; r.Press("enter") },
		"exists":        func(r *rig) { r.files["links.csv"] = true; r.Press("enter") },
		"refused": func(r *rig) {
			r.result, r.err = many.Result{}, errors.New("file: no format known by that ending; use .csv")
			r.Press("enter")
		},
		"broke off": func(r *rig) { r.err = errors.New("connection lost"); r.Press("enter") },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, terms())
			do(r)
			name := strings.ReplaceAll(name, " ", "-")
			r.Goldens(name)
			uitest.Sizes(t, r.Screen)
			uitest.CheckKeys(t, r.Screen.Keys())
			if view, _ := r.Screen.View(80, 24); strings.Contains(view, "\x1b[2J") {
				t.Error("an error reaches the terminal as it is")
			}
		})
	}
}

func TestTheTermsReachTheWork(t *testing.T) {
	want := terms()
	want.Note = "audit"
	r := newRig(t, want)
	for range 20 {
		r.Press("backspace")
	}
	r.Press("enter")
	if len(r.calls) != 0 || !strings.Contains(r.View(80, 24), "a name is needed") {
		t.Errorf("ran without a file:\n%s", r.View(80, 24))
	}
	r.Type("q")
	r.Paste("ueue.md\n")
	r.Press("enter")
	if len(r.calls) != 1 || r.calls[0].path != "queue.md" || r.calls[0].overwrite || r.calls[0].terms.Note != "audit" {
		t.Fatalf("ran %+v", r.calls)
	}
}

func TestStopping(t *testing.T) {
	r := newRig(t, terms())
	r.Hold = true
	r.Press("enter")
	if r.Screen.Capturing() || r.Screen.(*batch.Screen).Busy() != "signing" {
		t.Error("the question is still open")
	}
	r.Press("enter", "y", "s")
	r.Paste("x")
	for _, step := range r.Steps {
		if _, only := step.(kit.Notify); !only || r.Pending() != 1 {
			t.Errorf("a key did something: %v, %d commands", step, r.Pending())
		}
	}
	r.Press("esc")
	if n, ok := r.Step().(kit.Notify); !ok || !strings.Contains(n.Text, "stopping") {
		t.Error("esc does not stop")
	}
	r.result = many.Result{Whole: true, Tally: many.Tally{Links: 7, Earliest: r.Clock.Now(), Latest: r.Clock.Now()}}
	r.Settle()
	if !errors.Is(r.calls[0].ctx.Err(), context.Canceled) {
		t.Error("the work was not told")
	}
	if view := r.View(80, 24); !strings.Contains(view, "! stopped") || !strings.Contains(view, "✓ 7 links written to links.csv") {
		t.Errorf("got\n%s", view)
	}
	r.Press("esc")
	if _, ok := r.Step().(kit.Pop); !ok {
		t.Error("esc does not go back afterwards")
	}
}

func TestLeavingCancels(t *testing.T) {
	r := newRig(t, terms())
	r.Hold = true
	r.Press("enter")
	r.Leave()
	r.Run(0)
	if r.calls[0].ctx.Err() == nil {
		t.Error("the work goes on without the screen")
	}
}

func TestAnExistingFileIsReplacedOnlyWhenAskedTwice(t *testing.T) {
	r := newRig(t, terms())
	r.files["links.csv"] = true
	r.Press("enter")
	if !r.Screen.Capturing() || !strings.Contains(r.View(80, 24), "enter again replaces it") {
		t.Fatalf("got\n%s", r.View(80, 24))
	}
	r.Press("enter")
	if len(r.calls) != 2 || !r.calls[1].overwrite {
		t.Fatalf("ran %+v", r.calls)
	}
	r = newRig(t, terms())
	r.files["links.csv"], r.files["links.csv2"] = true, true
	r.Press("enter", "2", "enter")
	if r.calls[1].overwrite {
		t.Error("another file was replaced at once")
	}
	r.Press("esc")
	if step, ok := r.Step().(kit.Pop); !ok || step.Then != nil {
		t.Error("esc does not go back to the form")
	}
}

func TestWhatCannotBeWrittenIsAskedAgain(t *testing.T) {
	r := newRig(t, terms())
	good := r.result
	r.result, r.err = many.Result{}, errors.New("no format known by that ending")
	r.Press("enter")
	if view := r.View(80, 24); !r.Screen.Capturing() || !strings.Contains(view, "✗ no format known by that ending") {
		t.Fatalf("got\n%s", view)
	}
	r.result, r.err = good, nil
	r.Press("enter")
	if view := r.View(80, 24); !strings.Contains(view, "✓ 1,204 links written") || strings.Contains(view, "no format") {
		t.Errorf("got\n%s", view)
	}
}

func TestCopying(t *testing.T) {
	r := newRig(t, terms())
	r.Press("enter", "y")
	if c, ok := r.Step().(kit.Copy); !ok || c.Text.Reveal() != "https://a\nhttps://b\n" || c.What != "1,204 links" {
		t.Errorf("copied %+v", c)
	}
	if strings.Contains(r.View(80, 24), "https://a") {
		t.Error("the links are on the screen")
	}
	many := newRig(t, terms())
	many.result.All = share.Secret{}
	many.Press("enter", "y")
	if many.Step() != nil {
		t.Error("copied what is not there")
	}
	many.Press("enter")
	if step, ok := many.Step().(kit.Pop); !ok || step.Then != (kit.Done{}) {
		t.Error("enter does not go back past the form")
	}
}

// The screen has room for a few warnings; that there are more is said.
func TestManyWarnings(t *testing.T) {
	r := newRig(t, terms())
	for _, text := range []string{"a", "b", "c", "d", "e", "f"} {
		r.result.Kinds = append(r.result.Kinds, warning(text))
	}
	r.Press("enter")
	if got := r.View(80, 24); !strings.Contains(got, ": d.\n! and more: 2 warnings") || strings.Contains(got, ": e.") {
		t.Errorf("got\n%s", got)
	}
}

// What is said of the ends is true of every link, not of the last one.
func TestEndsInWords(t *testing.T) {
	guard := []*many.Kind{early(share.ByGuard, "guard rail g")}
	for want, change := range map[string]func(*many.Result){
		"All of them end today 16:04 UTC. They": func(*many.Result) {},
		"All of them end today 16:04 UTC, earlier than asked for, because guard rail g allows no more. They": func(r *many.Result) {
			r.Early, r.Kinds = r.Links, guard
		},
		"They end between today 16:04 UTC and today 18:04 UTC: 1 of them ends earlier than asked for, because guard rail g allows no more.": func(r *many.Result) {
			r.Latest, r.Early, r.Kinds = r.Latest.Add(2*time.Hour), 1, guard
		},
		"They end between today 16:04 UTC and today 18:04 UTC: each of them ends earlier than asked for. They": func(r *many.Result) {
			r.Latest, r.Early, r.Kinds = r.Latest.Add(2*time.Hour), r.Links, []*many.Kind{guard[0], guard[0], guard[0]}
		},
	} {
		r := newRig(t, terms())
		change(&r.result)
		r.Press("enter")
		if got := r.View(200, 24); !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant %s", got, want)
		}
	}
}

func TestTermsInWords(t *testing.T) {
	until := terms()
	until.Operation, until.Lifetime = share.Metadata, share.Lifetime{Until: time.Date(2026, 3, 6, 17, 0, 0, 0, time.UTC)}
	if got := newRig(t, until).View(80, 24); !strings.Contains(got, "A link to read the metadata of each of them, until Fri 6 Mar 2026 17:00:00 UTC.") {
		t.Errorf("got\n%s", got)
	}
	if got := newRig(t, terms()).View(80, 24); !strings.Contains(got, "A link to download each of them, for 1 h.") {
		t.Errorf("got\n%s", got)
	}
}
