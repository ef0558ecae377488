package compose

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/many"
	"signet/share/say"
	"signet/ui/kit"
)

// survey is the listing of many objects, which ends before anything is signed.
type survey struct {
	running bool
	listed  *atomic.Int64
	seen    int64 // listed, as of the last tick
	all     *many.Survey
	err     error
}

type surveyedMsg struct {
	all *many.Survey
	err error
}

// surveyCmd lists all that was chosen. Leaving the form ends it.
func (s *Screen) surveyCmd() tea.Cmd {
	run := s.in.Survey
	if run == nil {
		return nil
	}
	listed := s.survey.listed
	s.survey.running = true
	return s.env.Do(func(ctx context.Context) tea.Msg {
		all, err := run(ctx, func(n int) { listed.Store(int64(n)) })
		return surveyedMsg{all, err}
	})
}

func (s *Screen) surveyed(msg surveyedMsg) tea.Cmd {
	s.survey.running, s.survey.all, s.survey.err = false, msg.all, msg.err
	s.visibility()
	if msg.err != nil {
		s.plan.stop()
		return nil
	}
	return s.replan(false)
}

// planAll plans a link for the first object under each set of guard rails.
func (s *Screen) planAll(ctx context.Context, seq int, terms share.Request) tea.Cmd {
	service, kinds, measure := s.service, s.survey.all.Railed, s.exits.Gauge.Measure
	plan := func(ctx context.Context, f many.Found, pins bool) (share.Plan, error) {
		r := terms
		r.Target, r.Object, r.Batch = f.Target, f.Object, true
		if pins {
			r.Target.VersionID = terms.Target.VersionID
		}
		return service.Plan(ctx, r)
	}
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		msg := plannedMsg{seq: seq}
		good := false
		for _, k := range kinds {
			p := many.Planned{Railed: k}
			if p.Plan, p.Err = plan(ctx, k.First, k.Pins); p.Err == nil && !good {
				msg.plan, good = p.Plan, true
			}
			msg.all = append(msg.all, p)
		}
		if sum := many.Add(msg.all); good && measure != nil {
			if p, err := plan(ctx, sum.Longest, false); err == nil {
				msg.modules = measure(ctx, p)
			}
		}
		if !good && len(msg.all) > 0 {
			msg.err = msg.all[0].Err
		}
		return msg
	})
}

// mustCount reports that there are so many that their number must be typed.
func (s *Screen) mustCount() bool { return s.survey.all != nil && s.survey.all.Objects > s.in.Most }

// miscounted reports that the number is not there, and says so under its field.
func (s *Screen) miscounted() bool {
	if !s.mustCount() {
		return false
	}
	n := s.survey.all.Objects
	typed := strings.NewReplacer(",", "", ".", "", " ", "", "'", "").Replace(s.form.Value(fieldCount))
	if typed == fmt.Sprint(n) {
		return s.complain(fieldCount, nil)
	}
	return s.complain(fieldCount, fmt.Errorf("type %s here first: so many links are signed", say.Count(n)))
}

// unlisted says why nothing is signed yet; nil: it can be.
func (s *Screen) unlisted() kit.Step {
	switch v := &s.survey; {
	case s.in.Survey == nil:
		return nil
	case v.running:
		return kit.Notify{Kind: kit.Info, Text: "not signed yet: " + v.soFar() + "; " + kit.Named(s.keys.back) + " stops"}
	case v.err != nil:
		return kit.Notify{Kind: kit.Problem, Text: "not signed: what there is could not be listed; see below"}
	case v.all.Objects == 0:
		return kit.Notify{Kind: kit.Problem, Text: "not signed: there is no object to share"}
	}
	return nil
}

// manyDoes is what the key that signs does: a few links are signed at once, for more
// of them a file is asked for first.
func (s *Screen) manyDoes() string {
	if all := s.survey.all; all != nil && all.Objects > 0 && all.Objects <= many.Few {
		return "sign " + say.Things(all.Objects, "link")
	}
	return "go on"
}

func (v *survey) soFar() string { return "counting, " + say.Things(v.seen, "object") + " so far" }

// manyHead is what is shared: how many, how large together, and the first and the
// last of them.
func (s *Screen) manyHead(w int) []string {
	th, v := s.env.Theme, &s.survey
	lines := []string{th.Title.Render(kit.Cut("s3://"+kit.Clean(s.in.Request.Target.Bucket)+": "+s.in.Many, w))}
	add := func(text string, render func(...string) string) {
		lines = append(lines, render(kit.Cut(text, w)))
	}
	switch {
	case v.running:
		add(v.soFar()+"; "+kit.Named(s.keys.back)+" stops", th.Muted.Render)
	case v.err != nil, v.all == nil:
	case v.all.Objects == 0:
		add("no object is there", th.Warn.Render)
	default:
		for _, l := range kit.Wrap(v.all.Words(), w) {
			add(l, th.Muted.Render)
		}
		first := "first " + kit.CutLeft(kit.Clean(v.all.First.Key), max((w-16)/2, 1))
		if v.all.Objects > 1 {
			first += " · last " + kit.CutLeft(kit.Clean(v.all.Last.Key), max((w-16)/2, 1))
		}
		add(first, th.Muted.Render)
	}
	return append(lines, "")
}

// refused says of what there will be no link, and what nobody has judged yet.
func (s *Screen) refused(f *foot) {
	th := s.env.Theme
	for _, text := range many.Refused(s.plan.all, kit.Clean) {
		f.add("✗ "+text+".", th.Bad.Render)
	}
	if s.survey.all != nil && s.survey.all.Beyond > 0 {
		f.add("! "+say.Things(s.survey.all.Beyond, "object")+" under other guard rails yet: they are judged when they are signed.", th.Warn.Render)
	}
}
