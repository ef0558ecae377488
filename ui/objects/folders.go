package objects

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// onFolder reports that the cursor is on a folder that can be opened.
func (v *level) onFolder() bool {
	r, ok := v.selected()
	return ok && r.folder && !r.foreign
}

// enter goes into a folder or shares an object.
func (s *Screen) enter(v *level) (kit.Step, tea.Cmd) {
	r, ok := v.selected()
	switch {
	case !ok:
		return nil, nil
	case r.folder:
		s.quit(v)
		if known := s.kept[r.key]; known != nil {
			delete(s.kept, r.key)
			s.levels = append(s.levels, known)
			return nil, s.comeBack(known)
		}
		return nil, s.begin(s.open(r.key))
	}
	return s.shareRow(v), nil
}

// quit ends what is done for a folder while another one stands above it.
func (s *Screen) quit(v *level) {
	v.left = v.load.running
	v.stop()
	s.unask(v)
}

// back undoes one thing: the search for an object, what is waited for, a range, the
// filter, the choice, the folder. The choice is dropped only after it was said.
func (s *Screen) back(v *level, warned string) (kit.Step, tea.Cmd) {
	switch {
	case v.sought != "" && v.list.Len() > 0:
		v.forget()
		return nil, nil
	case s.awaits != nil:
		s.awaits = nil
		return nil, nil
	case v.list.Ranging():
		v.list.EndRange(false)
		return nil, nil
	case v.list.FilterText() != "":
		return nil, s.narrow(v, "")
	case s.count() > 0 && warned != drops:
		return s.warn(drops, kit.Named(s.keys.back)+" again drops what is chosen, "+s.countWords()+"; "+kit.Named(s.keys.up)+" goes up and keeps it"), nil
	case s.count() > 0:
		s.chooseNone()
		return nil, nil
	}
	return s.up(v, warned)
}

// up goes to the folder above, with the cursor on the one that is left, or from
// the bucket itself out of the screen. What is chosen in a folder stays so.
func (s *Screen) up(v *level, warned string) (kit.Step, tea.Cmd) {
	switch {
	case v.prefix == "" && s.count() > 0 && warned != leaves:
		return s.warn(leaves, "the same key again leaves the bucket and drops what is chosen in it, "+s.countWords()), nil
	case v.prefix == "":
		return kit.Pop{}, nil
	}
	running := v.load.running
	v.stop()
	s.unask(v)
	s.unlook()
	s.awaits = nil
	if v.list.EndRange(false); v.list.MarkCount() > 0 {
		v.left, v.load.out = running, 0 // answers do not reach it there
		s.kept[v.prefix] = v
	}
	s.levels = s.levels[:len(s.levels)-1]
	if len(s.levels) > 0 {
		return nil, s.comeUp(s.top(), v.prefix)
	}
	above := s.kept[parent(v.prefix)]
	if above != nil {
		delete(s.kept, above.prefix)
		s.levels = append(s.levels, above)
		return nil, s.comeUp(above, v.prefix)
	}
	above = s.open(parent(v.prefix))
	above.list.Aim(v.prefix)
	return nil, s.begin(above)
}

// comeUp comes back to a folder with the cursor on the one that was left, and shows all
// beside it: the filter had its use when that one was found.
func (s *Screen) comeUp(v *level, from string) tea.Cmd {
	filtered := v.list.FilterText() != ""
	work := s.narrow(v, "")
	if r, ok := v.list.Selected(); filtered && (!ok || r.key != from) { // it was found ahead
		v.list.Aim(from)
	}
	return tea.Batch(work, s.comeBack(v))
}

// comeBack sorts a folder that was left as the others are by now, and goes on with its
// listing if it was left before the end.
func (s *Screen) comeBack(v *level) tea.Cmd {
	work := s.work(v, v.list.Sort(s.by.Sorting()))
	if !v.left {
		return work
	}
	v.left = false
	return tea.Batch(work, s.proceed(v), s.ask(v))
}

// parent is the folder that a folder lies in.
func parent(prefix string) string {
	return prefix[:strings.LastIndexByte(strings.TrimSuffix(prefix, "/"), '/')+1]
}
