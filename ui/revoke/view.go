package revoke

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/share/ledger"
	"signet/share/say"
	"signet/share/takeback"
	"signet/ui/failure"
	"signet/ui/kit"
)

// margin is the room at both sides.
const margin = 2

// View draws the stage that it is in.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	inner := max(min(w-2*margin, kit.CardMost), 1)
	head := s.head(inner, max(h/4, 3))
	if h < len(head)+4 { // what is asked comes first
		head = nil
	}
	body, cursor := s.body(inner, h-len(head))
	lines := append(head, body...)
	if cursor != nil {
		cursor.X, cursor.Y = min(cursor.X+margin, w-1), cursor.Y+len(head)
	}
	out := make([]string, 0, h)
	for _, l := range lines[:min(len(lines), h)] {
		out = append(out, kit.Cut(strings.Repeat(" ", margin)+l, w))
	}
	return strings.Join(out, "\n"), cursor
}

// head is what is taken back, in at most so many lines and a blank one.
func (s *Screen) head(w, most int) []string {
	r := rows{w: w}
	switch of := s.sight.of; {
	case of.ID == "":
		r.add(title, "", "take a link back")
	case s.sight.mend != nil:
		r.add(title, "", "the "+of.Spec.Operation.Info().Name+" link to "+of.Spec.Target.URI())
		r.add(muted, "", s.about())
	case s.by == One || len(s.sight.shares) == 0:
		r.add(title, "", "take back the "+of.Spec.Operation.Info().Name+" link to "+of.Spec.Target.URI())
		r.add(muted, "", s.about())
	default:
		r.add(title, "", "take back "+say.Things(len(s.sight.shares), "link")+": "+s.by.words(of))
		r.add(muted, "", s.some())
	}
	return s.drawn(append(r.all[:min(len(r.all), most)], row{plain, ""}), w)
}

// about is for whom a link is and until when.
func (s *Screen) about() string {
	of, now := s.sight.of, s.env.Now()
	text := "until " + say.Moment(of.Terms.Ends, now) + " · " + of.ID
	if of.Recipient != "" {
		text = "for " + of.Recipient + " · " + text
	}
	return text
}

// someShares is how many are named.
const someShares = 3

// some names the first of several.
func (s *Screen) some() string {
	var names []string
	for _, e := range s.sight.shares[:min(len(s.sight.shares), someShares)] {
		names = append(names, e.Spec.Target.URI())
	}
	text := strings.Join(names, ", ")
	if more := len(s.sight.shares) - someShares; more > 0 {
		text += " and " + say.Count(more) + " more"
	}
	return text
}

// name is one of several links: what it opens, for whom, and which share it is.
func (s *Screen) name(e ledger.Entry) string {
	text := e.Spec.Target.URI()
	if info := e.Spec.Operation.Info(); info.Writes {
		text = info.Name + " " + text
	}
	if e.Recipient != "" && s.by != Recipient {
		text += " · for " + e.Recipient
	}
	return text + " · " + e.ID
}

func (s *Screen) drawn(all []row, w int) (out []string) {
	for _, l := range all {
		out = append(out, l.look(s.env.Theme).Render(kit.Cut(l.text, w)))
	}
	return out
}

func (s *Screen) body(w, h int) ([]string, *tea.Cursor) {
	switch s.stage {
	case looking:
		return s.drawn([]row{{muted, "looking for the ways to end it …"}}, w), nil
	case preparing:
		return s.drawn([]row{{muted, "finding out what is to be done …"}}, w), nil
	case choosing:
		return s.choices(w, h), nil
	case asking:
		return s.question(w, h)
	case byHand, doing, done:
	}
	return s.pane.view(w, h, s.env.Theme, s.lines), nil
}

// choices are the choice of what is taken back, the ways, and what went wrong.
func (s *Screen) choices(w, h int) []string {
	top := rows{w: w}
	if s.err != nil {
		top.add(bad, "✗ ", failure.Line(s.err))
		top.blank()
	}
	out := s.drawn(top.all, w)
	if len(s.sight.scopes) > 1 {
		out = append(out, s.scopes(w)...)
		out = append(out, "")
	}
	out = out[:min(len(out), max(h-3, 0))]
	return append(out, s.ways(w, h-len(out))...)
}

// scopes are the choices of what is taken back, behind the key that goes on to the next,
// the chosen one in brackets.
func (s *Screen) scopes(w int) []string {
	th := s.env.Theme
	var parts []string
	for _, by := range s.sight.scopes {
		words := kit.Clean(by.words(s.sight.of))
		if by == s.by {
			parts = append(parts, th.Title.Render("["+words+"]"))
			continue
		}
		parts = append(parts, th.Muted.Render(words))
	}
	text := th.Accent.Render(kit.Named(s.keys.scope)) + "  " + strings.Join(parts, "  ")
	return kit.Wrap(text, w)
}

// ways are as many of them as there is room for, the chosen one among them.
func (s *Screen) ways(w, h int) (out []string) {
	first, last := 0, 0
	for i, way := range s.sight.ways {
		if i == s.at {
			first = len(out)
		}
		out = append(out, s.oneWay(way, i == s.at, w)...)
		if i == s.at {
			last = len(out) - 1
		}
	}
	if len(out) <= h || h <= 0 {
		return out[:min(len(out), max(h, 0))]
	}
	all := len(out)
	s.from = min(max(min(s.from, first-1), last-h+2, 0), max(first-1, 0), all-h) // of a way that is higher than the room, its beginning; a line above and below says what is there
	out = slices.Clone(out[s.from : s.from+h])
	if s.from > 0 && s.from < first {
		out[0] = s.env.Theme.Muted.Render("↑ " + say.Things(s.from+1, "more line"))
	}
	if more := all - s.from - h; more > 0 && h-1 > first-s.from {
		out[h-1] = s.env.Theme.Muted.Render("↓ " + say.Things(more+1, "more line"))
	}
	return out
}

// wayName is the room for the name of a way.
const wayName = 10

func (s *Screen) oneWay(way way, chosen bool, w int) []string {
	th, r := s.env.Theme, rows{w: w - 2 - wayName}
	if n := len(s.sight.shares); !way.fits() {
		r.add(muted, "", "not for "+map[bool]string{true: "this link", false: "these links"}[n == 1]+": "+way.Not[0].Why.Error())
	} else {
		r.add(plain, "", way.Does)
		if m := len(way.For); m < n {
			r.add(muted, "", "for "+say.Count(m)+" of these "+say.Things(n, "link"))
		}
		if !way.each && !way.undo {
			r.add(muted, "", way.Also(asIs))
		}
		if way.Unheard {
			r.add(muted, "", takeback.NotHeard)
		}
		if !way.Here {
			r.add(muted, "", "signet does not go this way itself: "+kit.Named(s.keys.enter)+" shows how it is gone")
		}
	}
	if way.fits() {
		r.blank()
	}
	var out []string
	name := "  " + kit.Pad(kit.Clean(way.Name), wayName)
	for i, l := range r.all {
		switch {
		case i == 0 && chosen:
			l.text = th.Cursor.Render(kit.Pad("›"+name[1:]+l.text, w))
		case i == 0:
			l.text = l.look(th).Render(name + l.text)
		default:
			l.text = l.look(th).Render(strings.Repeat(" ", wayName+2) + l.text)
		}
		out = append(out, kit.Cut(l.text, w))
	}
	return out
}

// question is what will be done, and below it the fields that confirm it.
func (s *Screen) question(w, h int) ([]string, *tea.Cursor) {
	th := s.env.Theme
	const fields = 3 // both, and what is wrong with one of them
	room := max(h-fields-1, 0)
	out := s.pane.view(w, room, th, s.lines)
	for len(out) < min(room, len(s.pane.all)) {
		out = append(out, "")
	}
	if h > fields {
		out = append(out, kit.Rule(th, "nothing is done yet", w))
	}
	form, cursor := s.form.View(w, min(h-len(out), fields))
	if cursor != nil {
		cursor.Y += len(out)
	}
	return append(out, strings.Split(form, "\n")...), cursor
}
