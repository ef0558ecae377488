package revoke

import (
	"slices"

	"signet/share/ledger"
	"signet/share/say"
	"signet/share/takeback"
	"signet/ui/failure"
	"signet/ui/kit"
)

// lines are what the pane shows, by the stage.
func (s *Screen) lines(w int) []row {
	r := &rows{w: w}
	switch s.stage {
	case asking, byHand:
		s.planned(r)
	case doing:
		s.soFar(r)
	case done:
		s.outcome(r)
	case looking, choosing, preparing:
	}
	return r.all
}

// planned is exactly what will be done, and what cannot be.
func (s *Screen) planned(r *rows) {
	if m := s.sight.mend; m != nil {
		r.add(title, "", m.Does)
		r.add(muted, "", m.Also)
		r.blank()
		s.difference(r, m.Lines)
		return
	}
	for _, g := range s.step.Shown() {
		heading := title
		if g.Way.ByName { // it destroys more than links
			heading = bad
		}
		r.add(heading, "", g.Way.Name+": "+g.Way.Does)
		if len(s.sight.shares) > 1 {
			r.add(muted, "", "for "+say.Things(len(g.Ends()), "link")+"; "+g.Also(asIs))
		} else {
			r.add(muted, "", g.Also(asIs))
		}
		r.blank()
		s.difference(r, g.Lines(0))
		r.blank()
	}
	for _, p := range takeback.Unfit(s.step.Not) {
		name := say.Things(len(p.Shares), "link")
		if len(p.Shares) == 1 {
			name = s.name(p.Shares[0])
		}
		r.add(warn, "! ", "not for "+name+": "+p.Err.Error())
	}
	s.hands(r)
}

// difference is what comes and what goes, to the letter.
func (s *Screen) difference(r *rows, lines []takeback.Line) {
	for _, l := range lines {
		switch l.Sign {
		case '+':
			r.exact(good, "+ ", l.Text)
		case '-':
			r.exact(bad, "- ", l.Text)
		case 0:
			r.add(plain, "", l.Text)
		default:
			r.add(plain, "  ", l.Text)
		}
	}
}

// hands is what cannot be done from here, why, and what does it by hand.
func (s *Screen) hands(r *rows) {
	some := false
	for _, l := range s.left() {
		why := l.why
		if n := len(l.shares); n > 0 && len(s.sight.shares) > 1 {
			why = say.Things(n, "link") + ": " + why
		}
		r.add(bad, "✗ ", why)
		lines := append(append([]string(nil), l.hand.Statements...), s.shell(l.hand.Commands)...)
		switch {
		case len(lines) > 0:
			if len(l.hand.Statements) > 0 {
				r.add(plain, "", "this, "+l.hand.Does+":")
			}
			r.blank()
			for _, line := range lines {
				r.exact(plain, "", line)
			}
			r.blank()
			some = true
		case l.hand.Does != "":
			r.add(plain, "  ", "whoever runs the server does that: "+l.hand.Does+".")
		}
		if l.hand.Does != "" {
			r.add(muted, "", "then: "+noted(l.shares))
		}
	}
	if some {
		r.blank()
		r.add(muted, "", kit.Named(s.keys.copy)+" copies what is to be done.")
	}
}

// soFar is how far it has come, and how the waiting is ended.
func (s *Screen) soFar(r *rows) {
	if len(s.news) == 0 {
		r.add(plain, "… ", "begun")
	}
	for _, n := range s.news {
		l, mark := plain, "… "
		if n.Done == n.All {
			l, mark = good, "✓ "
		}
		r.add(l, mark, say.Line(n.Doing+": "+say.Count(n.Done)+" of "+say.Count(n.All), n.Words))
	}
	r.blank()
	switch {
	case s.stopping:
		r.add(warn, "! ", "It is no longer waited for. What is being done is still done, and noted; what is not begun yet is not done.")
	case s.changing():
		r.add(muted, "", kit.Named(s.keys.stop)+" stops waiting for the proof. It undoes nothing, and what is not begun yet is not done.")
	default:
		r.add(muted, "", "Nothing is taken back yet: "+kit.Named(s.keys.stop)+" stops it, and leaves the links as they are.")
	}
}

// changing reports that the tries before are over, so that something may be done already.
func (s *Screen) changing() bool {
	return s.sight.mend != nil || slices.ContainsFunc(s.news, func(n takeback.News) bool { return n.Doing != "tried before" || n.Done == n.All })
}

// outcome is how it went.
func (s *Screen) outcome(r *rows) {
	a := s.account
	switch {
	case s.sight.mend != nil && s.err != nil:
		r.add(bad, "✗ ", failure.Line(s.err))
		return
	case s.sight.mend != nil:
		r.add(good, "✓ ", s.mended)
		return
	}
	if len(a.Outcomes) > 1 {
		r.add(title, "", a.Sum())
		r.blank()
	}
	for _, o := range a.Outcomes {
		l, mark := looks(o.State)
		if len(a.Outcomes) > 1 {
			r.add(l, mark, s.name(o.Entry))
			r.add(muted, "  ", say.Line(words(o.State), o.Words))
			continue
		}
		r.add(l, mark, say.Line(words(o.State), o.Words))
	}
	s.withThem(r)
	for _, n := range a.Notes {
		r.add(plain, "· ", n)
	}
	if len(a.Problems) > 0 {
		r.blank()
	}
	s.hands(r)
}

// withThem are the other links that have ended with them.
func (s *Screen) withThem(r *rows) {
	gone := map[string]bool{}
	for _, o := range s.account.Outcomes {
		gone[o.Entry.ID] = o.State.Revoked()
	}
	for _, c := range s.step.Changes {
		if len(c.Others) > 0 && slices.ContainsFunc(c.Ends, func(e ledger.Entry) bool { return gone[e.ID] }) {
			r.add(warn, "! ", "it "+c.Also(asIs))
		}
	}
}

// words say what has become of a link.
func words(s takeback.State) string {
	switch s {
	case takeback.Proved:
		return "revoked, and proved dead"
	case takeback.Believed:
		return "revoked; done, not proved"
	case takeback.Unproved:
		return "done, not proved: the log keeps it as open"
	case takeback.LivesOn:
		return "not revoked: it lives on"
	case takeback.Unknown:
		return "whether anything was done is not known"
	case takeback.Untouched:
	}
	return "not revoked: nothing was done"
}

func looks(s takeback.State) (l look, mark string) {
	switch s {
	case takeback.Proved:
		return good, "✓ "
	case takeback.Believed, takeback.Unproved:
		return warn, "! "
	case takeback.LivesOn, takeback.Unknown, takeback.Untouched:
	}
	return bad, "✗ "
}

// asIs leaves names to whoever adds the line that they stand in, which cleans it.
func asIs(name string) string { return name }
