package handoff

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share/handoff"
	"signet/share/qr"
	"signet/share/say"
	"signet/ui/kit"
)

// gap is the room between the words and the code, and wordsLeast what the words need.
const (
	gap        = 2
	wordsLeast = 36
	wordsMost  = 84
)

// View draws the form, or the code with what has to be known beside it.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	if s.stage != serving {
		return s.question(w, h)
	}
	plan := s.plan(w, h)
	if !plan.Fits() {
		return strings.Join(s.words(w, h, plan), "\n"), nil
	}
	room := min(w-plan.Cols-gap, wordsMost)
	code := strings.Split(s.code.View(plan.Cols, h), "\n")
	left := s.words(room, h, plan)
	for i := range left {
		left[i] = kit.Level(left[i])
	}
	return strings.Join(kit.Beside(left, code, room, gap, h), "\n"), nil
}

// plan is how the code stands beside the words.
func (s *Screen) plan(w, h int) qr.Plan {
	if s.code == nil {
		return qr.Plan{}
	}
	return s.code.Plan(max(w-wordsLeast-gap, 0), h)
}

// question is the form, and below it what it leads to.
func (s *Screen) question(w, h int) (string, *tea.Cursor) {
	foot := lines{w: w, most: h}
	th := s.env.Theme
	foot.add(th.Title.Render, "hand off "+kit.Clean(handoff.What(s.of.Request)))
	head := foot.all[:min(len(foot.all), 1)]
	foot = lines{w: w, most: h}
	switch {
	case s.err != nil:
		foot.add(th.Bad.Render, "✗ "+kit.Clean(s.err.Error()))
	case s.stage == opening:
		foot.add(th.Muted.Render, "looking at the object, and opening the port …")
	default:
		foot.add(th.Muted.Render, "A page with one button is served on that address, behind a code that fits this screen. Presses are noted in the share log, and one that could not be says so.")
	}
	s.wayThere(&foot)
	rows := append([]string{kit.Rule(th, "", w)}, foot.all...)
	rows = rows[:min(len(rows), max(h-len(head)-3, 0))]
	body, cursor := s.form.View(w, max(h-len(head)-len(rows), 0))
	if s.stage == opening {
		cursor = nil
	}
	if cursor != nil {
		cursor.Y += len(head)
	}
	if body == "" {
		return strings.Join(head, "\n"), nil
	}
	all := append(head, strings.Split(body, "\n")...)
	for len(all) < h-len(rows) {
		all = append(all, "")
	}
	return strings.Join(append(all, rows...), "\n"), cursor
}

// wayThere says how a phone gets to an address that only this machine reaches.
func (s *Screen) wayThere(to *lines) {
	if s.form.Chosen(fieldWay) == 0 || !s.way().Within() {
		return
	}
	n, _ := strconv.ParseUint(s.form.Value(fieldPort), 10, 16)
	th := s.env.Theme
	line := s.deps.Opener.Tunnel(uint16(n))
	if line == "" {
		to.add(th.Warn.Render, "Only this machine reaches that address.")
		return
	}
	to.add(th.Text.Render, "Over ssh a phone gets here through your laptop. Run on it:")
	to.add(th.Accent.Render, kit.Clean(line))
	to.add(th.Text.Render, "and write above what the phone opens: the laptop by its address.")
}

// lines are rows of words.
type lines struct {
	w, most int
	all     []string
}

func (l *lines) add(render func(...string) string, text string) {
	for _, row := range kit.Prose(text, max(l.w, 1)) {
		if len(l.all) < l.most {
			l.all = append(l.all, kit.Cut(render(row), l.w))
		}
	}
}

func (l *lines) blank() {
	if n := len(l.all); n > 0 && n < l.most && l.all[n-1] != "" {
		l.all = append(l.all, "")
	}
}

// words are what has to be known, the most important first.
func (s *Screen) words(w, h int, plan qr.Plan) []string {
	l, th, t := &lines{w: w, most: h}, s.env.Theme, s.room.Terms()
	l.add(th.Title.Render, kit.Clean(handoff.What(t.Request)))
	look := th.Secret
	if s.state.Why != handoff.Running {
		look = th.Over
	}
	for _, row := range kit.Chop(s.room.URL().Reveal(), max(w, 1)) {
		if len(l.all) < l.most {
			l.all = append(l.all, look.Render(row))
		}
	}
	s.standing(l)
	l.blank()
	if s.state.Why == handoff.Running {
		s.promises(l, plan)
	}
	s.happened(l)
	return l.all
}

// standing is how much is left, and what is wrong.
func (s *Screen) standing(l *lines) {
	th, t, now := s.env.Theme, s.room.Terms(), s.env.Now().Truncate(time.Second)
	if s.state.Why != handoff.Running {
		l.add(th.Over.Render, handoff.Over(s.state)+".")
		l.add(th.Muted.Render, kit.Named(s.keys.again)+" hands it off anew.")
		return
	}
	l.add(th.State(s.env.Link(time.Time{}, t.Ends)).Render, "ends in "+say.Span(t.Ends.Sub(now))+", "+say.Moment(t.Ends, now))
	left := handoff.Remaining(s.state.Left, t.Uses)
	if s.state.Left == 0 {
		left = "all presses are taken; it stays until the last is delivered"
	}
	if s.state.Looked > 0 {
		left += ", the page was opened " + say.Things(s.state.Looked, "time")
	}
	l.add(th.Text.Render, left)
	if s.kept {
		l.add(th.Good.Render, "It goes on without this screen.")
	}
	if s.state.Trouble != "" {
		l.add(th.Bad.Render, "! "+kit.Clean(s.state.Trouble))
	}
	if s.state.Problem != "" {
		l.add(th.Bad.Render, "! "+kit.CleanOnce(handoff.Failure(s.state)))
	}
}

// promises are what a press gives, and what others can do.
func (s *Screen) promises(l *lines, plan qr.Plan) {
	th, t := s.env.Theme, s.room.Terms()
	l.add(th.Text.Render, handoff.Gives(t))
	for _, text := range handoff.Cautions(t) {
		l.add(th.Warn.Render, kit.Clean(text))
	}
	if t.Fingerprint != "" {
		l.add(th.Text.Render, "SHA-256 "+t.Fingerprint)
	}
	switch {
	case plan.Fits() && plan.Seams:
		l.add(th.Muted.Render, "The code is drawn without colours: where the font leaves gaps between its rows, no phone reads it. The address can be typed.")
	case plan.Fits() || s.code.Code() == nil && s.code.Err() == nil:
	default:
		l.add(th.Muted.Render, "No QR code beside it: "+s.code.Plan(max(l.w-wordsLeast-gap, 0), l.most).Problem()+". "+kit.Named(s.keys.full)+" shows it on the whole screen, and the address can be typed.")
	}
}

// happened is who pressed, the last first, and who guesses.
func (s *Screen) happened(l *lines) {
	th := s.env.Theme
	if s.state.Wrong > 0 {
		l.add(th.Warn.Render, "! "+handoff.Guesses(s.state))
	}
	if len(s.state.Presses) == 0 {
		return
	}
	l.blank()
	for i := len(s.state.Presses) - 1; i >= 0 && len(l.all) < l.most; i-- {
		if left := l.most - len(l.all); left == 1 && i > 0 {
			l.add(th.Muted.Render, "… and "+say.Count(i+1)+" before")
			return
		}
		p := s.state.Presses[i]
		row := say.TimeOfDay(p.At) + " " + p.From.String()
		if text := handoff.Became(p); text != "" {
			row += " " + text
		}
		if p.Agent != "" {
			row += " · " + p.Agent
		}
		l.all = append(l.all, th.Text.Render(kit.Cut(kit.Clean(row), l.w)))
		if p.Unlogged != "" {
			l.add(th.Warn.Render, "! "+kit.CleanOnce(p.Unlogged))
		}
	}
}
