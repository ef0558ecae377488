package compose

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/many"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// eleven is a form for eleven objects, with rails for some of them.
func eleven(r *rig) {
	rails := share.Rails{Rules: share.Rules{
		{Name: "personnel", Bucket: "acme-contracts", Prefix: "hr/", MaxLife: 15 * time.Minute},
		{Name: "closed", Bucket: "acme-contracts", Prefix: "x/", NoBatches: true},
	}}
	r.service.Rails = rails
	r.in.Many, r.in.Most = "11 objects that match “invoice”", 100
	r.in.Survey = func(ctx context.Context, listed func(int)) (*many.Survey, error) {
		var all []many.Chosen
		for i, key := range strings.Fields("a/1 a/2 a/3 a/4 a/5 a/6 hr/1\x1b[2J hr/2 hr/3 x/1 z/last.pdf") {
			o := share.Object{Known: true, Size: int64(i) * 1000}
			if i == 3 {
				o.StorageClass = "GLACIER"
			}
			all = append(all, many.Chosen{Target: share.Target{Bucket: "acme-contracts", Key: key}, Object: o})
		}
		return many.Take(ctx, slices.Values(all), nil, rails, kit.Clean, listed)
	}
}

func TestManyAreSummedUpBeforeTheyAreSigned(t *testing.T) {
	r := newRig(t, eleven)
	r.Goldens("summary")
	uitest.Sizes(t, r.Screen)
	view := r.View(110, 40) // a card beside the form would break the sentences
	for _, want := range []string{
		"11 objects, 55 kB together · 1 archived", "1 of zero size", "first a/1 · last z/last.pdf",
		"10 links, one for each object: whoever has one can download its object", "3 of them end earlier than asked for, because guard rail personnel",
		"1 object will not be shared, the first s3://acme-contracts/x/1: refused: links are signed one by one here",
	} {
		if !strings.Contains(strings.Join(strings.Fields(view), " "), want) {
			t.Errorf("%q is missing:\n%s", want, view)
		}
	}
	if strings.Contains(view, "how many") {
		t.Error("the number of eleven links must be typed")
	}
	r.Press("ctrl+s")
	if _, ok := r.Step().(kit.Push); !ok || r.all == nil || r.all.Objects != 11 {
		t.Errorf("not handed over: %+v", r.all)
	}
}

func TestNothingIsSignedBeforeAllAreListed(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*rig)
		says   string
	}{
		"nothing there": {func(r *rig) {
			r.in.Survey = func(context.Context, func(int)) (*many.Survey, error) { return &many.Survey{}, nil }
		}, "not signed: there is no object to share"},
		"refused": {func(r *rig) {
			r.in.Survey = func(context.Context, func(int)) (*many.Survey, error) {
				return nil, errors.New("access denied \x1b[2J")
			}
		}, "not signed: what there is could not be listed"},
	} {
		r := newRig(t, eleven, c.change)
		r.Goldens("many-" + strings.ReplaceAll(name, " ", "-"))
		r.Press("ctrl+s")
		if n, ok := r.Step().(kit.Notify); !ok || !strings.HasPrefix(n.Text, c.says) || r.all != nil {
			t.Errorf("%s: %+v", name, n)
		}
		if strings.Contains(r.View(80, 24), "\x1b[2J") {
			t.Errorf("%s: an error reaches the terminal as it is", name)
		}
	}
	r := newRig(t, eleven)
	s := r.Screen.(*Screen) // as it is while the listing is under way
	s.survey.running, s.survey.all, s.survey.seen = true, nil, 12_345
	s.plan.shown, s.plan.all = false, nil
	r.Goldens("many-counting")
	view, _ := s.View(80, 24)
	step, _ := s.sign()
	if n, ok := step.(kit.Notify); !ok || !strings.Contains(n.Text, "counting, 12,345 objects so far; esc stops") || !strings.Contains(view, "Nothing is signed before all are listed.") {
		t.Errorf("%+v\n%s", step, view)
	}
}

func TestManyMustBeTyped(t *testing.T) {
	r := newRig(t, eleven, func(r *rig) { r.in.Most = 10 })
	r.Press("ctrl+s")
	r.Goldens("many-typed")
	if r.Step() != nil || !strings.Contains(r.View(80, 24), "type 11 here first: so many links are signed") {
		t.Errorf("signed:\n%s", r.View(80, 24))
	}
	r.Type("11")
	r.Press("ctrl+s")
	if _, ok := r.Step().(kit.Push); !ok || r.all == nil {
		t.Error("the number was typed, and nothing was signed")
	}
}
