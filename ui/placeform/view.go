package placeform

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share/say"
	"signet/ui/kit"
)

// wide is from where the trial stands beside the form, and narrow what it takes there.
const (
	wide     = 100
	between  = 2
	leastRow = 3  // lines that the form keeps
	formMost = 84 // how wide the form gets: the trial stands closer then
)

// View draws the form and what the trial has found: beside it, or below it.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	if w >= wide {
		side := kit.SideWidth(w)
		room := min(w-side-between, formMost)
		left, cursor := s.form.View(room, h)
		found := s.found(kit.CardRoom(side), true)
		card := kit.Card(s.env.Theme, "the trial", found, side, min(len(found)+h-kit.CardRows(h), h))
		lines := kit.Beside(strings.Split(left, "\n"), card, room, between, h)
		return strings.Join(lines, "\n"), cursor
	}
	foot := append([]string{kit.Rule(s.env.Theme, "", w)}, s.found(w, false)...)
	foot = foot[:min(len(foot), max(h-leastRow, 0))]
	body, cursor := s.form.View(w, h-len(foot))
	lines := strings.Split(body, "\n")
	for len(lines) < h-len(foot) {
		lines = append(lines, "")
	}
	return strings.Join(append(lines, foot...), "\n"), cursor
}

// found are the steps of the trial, or what will be tried. Where there is little room
// what has gone well is one line.
func (s *Screen) found(w int, whole bool) []string {
	th := s.env.Theme
	switch {
	case s.err != nil:
		return append(wrapped("✗ "+kit.Clean(s.err.Error()), w, th.Bad.Render), wrapped(kit.Named(s.keys.save)+" tries it again.", w, th.Muted.Render)...)
	case s.doing == saving:
		return wrapped("saving it … This cannot be left: the keychain may be asking for a password elsewhere.", w, th.Muted.Render)
	case s.doing != "":
		return wrapped(s.doing+" it …", w, th.Muted.Render)
	case !s.tried && s.replacesKept():
		return wrapped("Keys that are kept now go once it is saved, if signet kept them for this place and no other one uses them.", w, th.Warn.Render)
	case !s.tried:
		return wrapped(kit.Named(s.keys.save)+" tries it step by step, and saves it if it works. Region and style are found by trying.", w, th.Muted.Render)
	}
	var out, well []string
	for _, step := range s.trial.Steps {
		if !whole && step.Outcome == s3browser.Passed {
			well = append(well, step.Name)
			continue
		}
		out = append(out, s.step(step, w)...)
	}
	if len(well) > 0 {
		out = append(wrapped("✓ "+strings.Join(well, ", "), w, th.Good.Render), out...)
	}
	if s.stuck() {
		out = append(out, wrapped("Not saved. "+kit.Named(s.keys.save)+" tries it again, "+kit.Named(s.keys.anyway)+" saves it all the same.", w, th.Warn.Render)...)
	}
	return out
}

// replacesKept reports a form whose saving puts others in the place of keys that are kept.
func (s *Screen) replacesKept() bool {
	if !s.was.Kept {
		return false
	}
	typed := s.form.Value(fieldID) != "" || s.form.Value(fieldSecret) != "" || s.form.Value(fieldToken) != ""
	return typed || Keys(s.form.Chosen(fieldKeys)) != Typed
}

// step is one step of the trial, with what to do about it.
func (s *Screen) step(step s3browser.Step, w int) []string {
	th := s.env.Theme
	render := th.Muted.Render
	switch step.Outcome {
	case s3browser.Passed:
		render = th.Good.Render
	case s3browser.Doubtful:
		render = th.Warn.Render
	case s3browser.Failed:
		render = th.Bad.Render
	case s3browser.Skipped:
		return wrapped(step.Outcome.Mark()+" "+step.Name, w, render)
	}
	return wrapped(step.Outcome.Mark()+" "+step.Name+": "+say.Line(kit.Clean(step.Text), kit.Clean(step.Hint)), w, render)
}

func wrapped(text string, w int, render func(...string) string) []string {
	var out []string
	for _, line := range kit.Wrap(text, w) {
		out = append(out, kit.Cut(render(line), w))
	}
	return out
}
