package compose

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/many"
)

// refresh is how old a plan gets: its end moves with the time.
const refresh = 10 * time.Second

// planning is the plan that the sentence is made of: what was asked for last,
// and what is shown meanwhile.
type planning struct {
	asked   int // sequence; the last asked wins
	at      time.Time
	cancel  context.CancelFunc // of the work under way
	pending bool

	shown   bool // plan is what the form says, or was up to a note
	plan    share.Plan
	all     []many.Planned // of many objects, by the guard rails that hold for them
	planned time.Time      // when plan was asked for
	modules int            // of the plan's code, a side; 0: it has none
	offered []offered      // the signers that can be chosen
	err     error
}

type plannedMsg struct {
	seq     int
	plan    share.Plan
	all     []many.Planned
	modules int
	offered []offered
	err     error
}

// ask begins a new question. What is shown stays only if keep says so.
func (p *planning) ask(ctx context.Context, now time.Time, keep bool) (_ context.Context, seq int) {
	p.stop()
	if !keep {
		p.shown, p.err = false, nil
	}
	p.asked++
	p.at, p.pending = now, true
	ctx, p.cancel = context.WithCancel(ctx)
	return ctx, p.asked
}

// stop gives up what was asked: there is nothing to plan.
func (p *planning) stop() {
	if p.cancel != nil {
		p.cancel()
	}
	p.cancel, p.pending = nil, false
}

func (p *planning) answer(msg plannedMsg) {
	if msg.seq != p.asked || !p.pending {
		return
	}
	p.stop()
	p.plan, p.all, p.modules, p.err, p.planned, p.shown = msg.plan, msg.all, msg.modules, msg.err, p.at, msg.err == nil
	p.offered = msg.offered
}

// fail shows what signing said in place of a plan.
func (p *planning) fail(err error, now time.Time) {
	p.stop()
	p.err, p.at, p.shown = err, now, false
}

// old reports that the plan should be made again.
func (p *planning) old(now time.Time) bool {
	return p.shown && !p.pending && now.Sub(p.planned) >= refresh
}

// replan asks for the terms of what the form says now.
func (s *Screen) replan(keep bool) tea.Cmd {
	request, problem := s.request()
	if problem {
		s.plan.stop()
		s.plan.shown, s.plan.err = false, nil
		return nil
	}
	if s.awaitsVersion(request) || s.survey.running {
		s.plan.stop()
		s.plan.shown, s.plan.err, s.plan.pending = false, nil, true
		return nil
	}
	ctx, seq := s.plan.ask(s.env.Ctx, s.env.Now(), keep)
	service, measure := s.service, s.exits.Gauge.Measure // what follows runs beside the loop
	if s.survey.all != nil {
		return s.planAll(ctx, seq, request)
	}
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		plan, err := service.Plan(ctx, request)
		msg := plannedMsg{seq: seq, plan: plan, err: err}
		if err == nil && measure != nil {
			msg.modules = measure(ctx, plan)
			msg.offered = s.weigh(ctx, plan, msg.modules)
		}
		return msg
	})
}

// awaitsVersion: the version is to be pinned, and the look that finds it is
// still under way.
func (s *Screen) awaitsVersion(r share.Request) bool {
	return !s.looked && s.form.On(fieldPin) && r.Operation.Info().Versioned && r.Target.VersionID == ""
}
