package objects

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// show goes to an object of the bucket among its neighbours. It is where one is that
// counts, not how one came: the folders between here and there lie above it, as if they
// had been entered one after the other.
func (s *Screen) show(key string) tea.Cmd {
	s.awaits = nil
	v := s.top()
	prefix, _ := Folder(key)
	if v.prefix == prefix {
		work := s.narrow(v, "")
		return tea.Batch(work, s.work(v, v.list.Seek(names(key)...)))
	}
	s.quit(v)
	for at := v.prefix; strings.HasPrefix(prefix, at); {
		part, _, _ := strings.Cut(strings.TrimPrefix(prefix, at), "/")
		if at += part + "/"; at == prefix {
			break
		}
		s.between(at, prefix)
	}
	if known := s.kept[prefix]; known != nil {
		delete(s.kept, prefix)
		s.levels = append(s.levels, known)
		work := s.comeBack(known)
		return tea.Batch(work, s.narrow(known, ""), s.work(known, known.list.Seek(names(key)...)))
	}
	to := s.open(prefix)
	to.sought = key
	return s.begin(to)
}

// between opens a folder on the way to another one. It is listed when somebody comes up
// to it.
func (s *Screen) between(prefix, to string) {
	if known := s.kept[prefix]; known != nil {
		delete(s.kept, prefix)
		s.levels = append(s.levels, known)
		return
	}
	next, _, _ := strings.Cut(strings.TrimPrefix(to, prefix), "/")
	v := s.open(prefix)
	v.left = true
	v.list.Aim(prefix + next + "/")
}
