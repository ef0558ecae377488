package compose

import (
	"net/url"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/finding"
	"signet/share/many"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
)

// leastForm is how many lines the form keeps when the words below are long.
const leastForm = 3

// View draws the object, the form and, always in sight, the sentence that says
// what the link will be.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	if w >= kit.SideFrom {
		return s.wide(w, h)
	}
	head := s.head(w)
	if h < 2*len(head)+leastForm { // too small for more than the form
		head = nil
	}
	foot := s.foot(w)
	foot = foot[:min(len(foot), max(h-len(head)-leastForm, 0))]
	room := h - len(head) - len(foot)
	body, cursor := s.form.View(w, room)
	lines := append(head, strings.Split(body, "\n")...)
	for len(lines) < h-len(foot) {
		lines = append(lines, "")
	}
	if cursor != nil {
		cursor.Y += len(head)
	}
	return strings.Join(append(lines, foot...), "\n"), cursor
}

// formMost is how wide the form gets: the card stands closer then.
const formMost = 84

// wide draws the form, and beside it the card.
func (s *Screen) wide(w, h int) (string, *tea.Cursor) {
	const between = 2
	side := cardWidth(w)
	left := min(w-side-between, formMost)
	head := s.head(left)
	if h < len(head)+leastForm {
		head = nil
	}
	body, cursor := s.form.View(left, h-len(head))
	if cursor != nil {
		cursor.Y += len(head)
	}
	lines := append(head, strings.Split(body, "\n")...)
	return strings.Join(kit.Beside(lines, s.card(side, h), left, between, h), "\n"), cursor
}

// head is the object and what is known of it.
func (s *Screen) head(w int) []string {
	t, th := s.in.Request.Target, s.env.Theme
	if s.in.Many != "" {
		return s.manyHead(w)
	}
	return []string{th.Title.Render(kit.CutLeft(kit.Clean(t.URI()), w)), th.Muted.Render(kit.Cut(s.known(), w)), ""}
}

func (s *Screen) known() string {
	o := s.facts.Object
	if s.form.On(fieldPrefix) { // no object in particular
		o = share.Object{}
	}
	var parts []string
	if o.Known {
		parts = append(parts, say.Bytes(o.Size))
	}
	for _, p := range []string{o.ContentType, o.StorageClass} {
		if p != "" {
			parts = append(parts, kit.Clean(p))
		}
	}
	if o.Versioned && o.VersionID != "" {
		parts = append(parts, "version "+kit.Cut(kit.Clean(o.VersionID), 12))
	}
	switch {
	case !s.looked:
		parts = append(parts, "looking at the object …")
	case len(parts) == 0 && s.uploads():
		return "for an upload; nothing has to be there yet"
	case len(parts) == 0:
		return "nothing is known of the object"
	}
	return strings.Join(parts, " · ")
}

// foot is the sentence, the warnings, and what stands in the way.
func (s *Screen) foot(w int) []string {
	f := &foot{w: w, lines: []string{kit.Rule(s.env.Theme, "", w)}}
	s.judge(f)
	return f.lines
}

// judge says what the link will be, or what stands in the way, and what is to be said
// against it.
func (s *Screen) judge(f *foot) {
	th := s.env.Theme
	if s.form.Complains() {
		f.add("Not yet: see the field marked ✗.", th.Warn.Render)
	}
	switch p := &s.plan; {
	case s.survey.err != nil:
		sentence, more := failure.Explain(s.survey.err)
		f.add("✗ nothing can be signed: "+kit.Clean(say.Line(sentence, more)), th.Bad.Render)
	case s.survey.running:
		f.add("Nothing is signed before all are listed.", th.Muted.Render)
	case p.err != nil:
		s.obstacle(f)
	case p.shown:
		s.sentence(f)
	case p.pending:
		f.add("…", th.Muted.Render)
	case s.form.Complains():
	default: // nothing to plan, and no complaint: the expiry is still empty
		f.add("Say until when: 90m, 2d, until fri 17:00.", th.Text.Render)
	}
	if s.nothing() {
		f.add("Not yet: nothing is there. "+kit.Named(s.keys.anyway)+" signs it all the same.", th.Warn.Render)
	}
	if s.lookErr != nil {
		sentence, more := failure.Explain(s.lookErr)
		f.add("! could not look at the object: "+kit.Clean(say.Line(sentence, more)), th.Warn.Render)
	}
	for _, found := range s.findings() {
		if found.Level == say.Bad || found.Level == say.Warning {
			text, style := th.Remark(found)
			f.add(text, style.Render)
		}
	}
}

// findings are what the look found, in the light of what the form asks for, which
// need not be complete for that, and of the link's true end where that is known.
func (s *Screen) findings() []say.Remark {
	if s.facts.Judge == nil {
		return s.facts.Findings
	}
	r := s.in.Request
	if s.plan.shown {
		r = s.plan.plan.Request
		r.Lifetime = share.Lifetime{Until: s.plan.plan.Terms.Ends}
	}
	r.Operation, r.Target.VersionID = s.operation(), s.version()
	r.Options.KeyPrefix = s.uploads() && s.form.On(fieldPrefix)
	return s.facts.Judge(r)
}

// nothing reports that a look found nothing that could be downloaded.
func (s *Screen) nothing() bool {
	return slices.ContainsFunc(s.findings(), func(f say.Remark) bool {
		return f.Level == say.Bad && (f.Code == "missing" || f.Code == "delete-marker")
	})
}

// sentence is what the link will be, and what is to be said against it.
func (s *Screen) sentence(f *foot) {
	th, p := s.env.Theme, &s.plan
	text, style := share.Sentence(p.plan, p.planned, kit.Clean), th.Text
	if p.all != nil {
		text = many.Sentence(p.all, p.planned, kit.Clean)
	}
	if p.pending {
		style = th.Muted
	}
	if p.plan.Request.Operation.Info().Destroys {
		f.lines = append(f.lines, th.Endangers(text, f.w, style)...)
	} else {
		f.add(text, style.Render)
	}
	s.refused(f)
	for _, warning := range p.plan.Warnings {
		f.add("! "+kit.Clean(warning.String()), th.Warn.Render)
	}
	if u, err := url.Parse(p.plan.Endpoint.URL); err == nil {
		if found, ok := finding.Letters(u.Host); ok {
			f.add("! "+kit.Clean(found.String()), th.Warn.Render)
		}
	}
	if t := p.plan.Terms; t.Reason == share.ByCredential && t.Shortened() {
		out := "Take the shorter end, or sign with a place that has a long-lived key."
		if s.canRenew() {
			out = kit.Named(s.keys.renew) + " renews the session first. Or take the shorter end, or sign with a place that has a long-lived key."
		}
		f.add(out, th.Muted.Render)
	}
}

// obstacle is why nothing can be signed.
func (s *Screen) obstacle(f *foot) {
	th := s.env.Theme
	f.add("✗ "+kit.Clean(failure.Line(s.plan.err)), th.Bad.Render)
	if s.canRenew() {
		f.add(kit.Named(s.keys.renew)+" renews the session.", th.Muted.Render)
	}
}

// foot collects wrapped lines.
type foot struct {
	w     int
	lines []string
}

func (f *foot) add(text string, render func(...string) string) {
	for _, line := range kit.Prose(text, f.w) {
		f.lines = append(f.lines, kit.Cut(render(line), f.w))
	}
}
