package objects

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"signet/share/many"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// What is shared is what is seen: what is chosen, else what the filter lets through,
// else what is under the cursor. There is no key for the whole bucket.

// of is rows of a folder that are going to be shared, and what is known of them
// beyond the listing. It may be read off the loop.
type of struct {
	rows    listing.Rows[row]
	heads   map[string]head
	objects bool // it is known that no folder is among them
}

func (v *level) these(rows listing.Rows[row]) of {
	return of{rows, maps.Clone(v.heads), v.load.folders+v.load.foreign == 0 && !v.list.Reloading() && rows.Listed()}
}

// selected is a selection of so many rows.
type selected struct {
	many.Selection
	n       int
	objects bool // no folder is among them, for certain
}

// selection is everything in some folders' rows. What is foreign is not among it.
func (s *Screen) selection(from ...of) selected {
	target := s.target
	at := s.target("")
	named := s.at.named()
	each := iter.Seq[many.Chosen](func(yield func(many.Chosen) bool) {
		for _, f := range from {
			for r := range f.rows.All() {
				t := at
				if t.Key = r.key; r.key == named {
					t = target(r.key)
				}
				if !r.foreign && !yield(many.Chosen{Target: t, Object: r.known(f.heads), Folder: r.folder}) {
					return
				}
			}
		}
	})
	out := selected{Selection: many.Selection{Each: each}, objects: true}
	for _, f := range from {
		out.n += f.rows.Len - f.rows.Fixed
		out.objects = out.objects && f.objects
	}
	out.What = out.named()
	for first := range each {
		out.First = first
		break
	}
	return out
}

// share opens the form for what is selected; one object is shared as such.
func (s *Screen) share(sel selected) kit.Step {
	switch one := sel.First; {
	case one.Target.Bucket == "": // nothing that could be shared
		return nil
	case sel.n == 1 && !one.Folder && s.exits.Compose != nil:
		return kit.Push{Make: s.exits.Compose(one.Target, one.Object)}
	case s.exits.NoMany != "":
		return kit.Notify{Kind: kit.Problem, Text: s.exits.NoMany}
	case s.exits.ComposeMany == nil:
		return nil
	}
	return kit.Push{Make: s.exits.ComposeMany(sel.Selection)}
}

// shareRow shares what is under the cursor: an object, or a whole folder.
func (s *Screen) shareRow(v *level) kit.Step {
	r, ok := v.selected()
	if !ok {
		return nil
	}
	chosen := many.Chosen{Target: s.target(r.key), Object: v.object(&r), Folder: r.folder}
	each := slices.Values([]many.Chosen{chosen})
	return s.share(selected{many.Selection{What: many.Words(each, short), First: chosen, Each: each}, 1, !r.folder})
}

// named are the rows as words: what kinds they are, if they are not too many to count.
func (sel selected) named() string {
	switch {
	case sel.n > countable && sel.objects:
		return say.Things(sel.n, "object")
	case sel.n > countable:
		return say.Count(sel.n) + " objects and folders"
	}
	return many.Words(sel.Each, short)
}

// countable is how many rows are counted by their kinds between two keys.
const countable = 10_000

// short is a folder's name in the words for what is shared.
func short(prefix string) string { return kit.CutLeft(kit.Clean(prefix), 40) }

// shareChosen shares what is chosen in this folder and in others of the bucket.
func (s *Screen) shareChosen() kit.Step {
	var from []of
	for _, v := range s.marked() {
		from = append(from, v.these(v.list.Chosen()))
	}
	return s.share(s.selection(from...))
}

// shareMany shares the choice, what the filter shows, or what is under the cursor.
func (s *Screen) shareMany(v *level) (kit.Step, tea.Cmd) {
	switch {
	case s.exits.ComposeMany == nil:
		return s.shareRow(v), nil
	case v.list.Ranging():
		v.list.EndRange(true)
		s.rangeToo = true
		return s.sharesRange(), nil
	case s.count() > 0:
		return s.shareChosen(), nil
	case v.list.FilterText() != "":
		return s.shareMatches(v)
	}
	return s.shareRow(v), nil
}

// shareMatches shares all that the filter lets through, once the listing is
// complete: until then nobody knows what that is.
func (s *Screen) shareMatches(v *level) (kit.Step, tea.Cmd) {
	if s.awaits = v; v.load.partial() && v.load.err == nil {
		return nil, tea.Batch(s.proceed(v), s.ask(v))
	}
	return s.awaited(), nil
}

// overtaken gives up what is waited for once something is chosen: with a choice, the
// choice is shared. It says so beside what the step says.
func (s *Screen) overtaken(step kit.Step) kit.Step {
	if s.awaits == nil || s.count() == 0 && !s.awaits.list.Ranging() {
		return step
	}
	s.awaits = nil
	text := "what matches is not shared any more, since you choose; " + kit.Named(s.keys.below) + " shares the choice"
	switch n, ok := step.(kit.Notify); {
	case ok:
		n.Text = say.Line(n.Text, text)
		return n
	case step != nil:
		return step
	}
	return kit.Notify{Kind: kit.Info, Text: text}
}

// awaited opens the form for what was waited for, or says why that will not be.
func (s *Screen) awaited() kit.Step {
	v := s.awaits
	switch {
	case v == nil || v.load.running || v.list.Filtering() || v.list.Reloading() && v.load.err == nil && !v.load.paused:
		return nil
	case v.load.err != nil:
		s.awaits = nil
		sentence, _ := failure.Explain(v.load.err)
		return kit.Notify{Kind: kit.Problem, Text: "nothing was shared: the listing is not complete, so it is not known what matches: " + kit.Clean(sentence)}
	case !v.load.done:
		s.awaits = nil
		return kit.Notify{Kind: kit.Info, Text: "nothing was shared yet: the listing rests at " + say.Count(v.list.Loaded()) + "; " + kit.Named(s.keys.below) + " reads on, and shares what matches at its end"}
	}
	s.awaits = nil
	sel := s.selection(v.these(v.list.Shown()))
	sel.What += " that match “" + kit.Cut(kit.Clean(v.list.FilterText()), 20) + "”"
	return s.share(sel)
}

// waiting says what is waited for, and how it is stopped.
func (s *Screen) waiting(v *level) string {
	return say.Count(v.list.Len()) + " match so far; the form opens at the end of the listing (" + say.Count(v.list.Loaded()) + " so far) · " +
		kit.Named(s.keys.stop) + " stops"
}

// manyDoes is what S would share, in the words of the help.
func (s *Screen) manyDoes(v *level) string {
	n := v.list.Len()
	switch {
	case v.list.Ranging():
		return "share the range"
	case s.count() > 0:
		return "share " + say.Count(s.count()) + " chosen"
	case v.list.FilterText() != "" && v.load.done && v.load.foreign == 0 && !v.list.Filtering():
		return "share the " + say.Count(n) + " shown"
	case v.list.FilterText() != "":
		return "share all that match"
	case v.onFolder():
		return "share the folder"
	}
	return "share"
}

// marked are the folders in which something is chosen, in the order of their names.
func (s *Screen) marked() []*level {
	var all []*level
	for _, v := range s.levels {
		if v.list.MarkCount() > 0 {
			all = append(all, v)
		}
	}
	all = slices.AppendSeq(all, maps.Values(s.kept))
	slices.SortFunc(all, func(a, b *level) int { return cmp.Compare(a.prefix, b.prefix) })
	return all
}

// count is how many rows are chosen, in this folder and in others of the bucket.
func (s *Screen) count() int {
	n := 0
	for _, v := range s.levels {
		n += v.list.MarkCount()
	}
	for _, v := range s.kept {
		n += v.list.MarkCount()
	}
	return n
}

// countWords says so: "12 chosen", "12 chosen in 3 folders".
func (s *Screen) countWords() string {
	text := say.Count(s.count()) + " chosen"
	if n := len(s.marked()); n > 1 {
		text += " in " + say.Things(n, "folder")
	}
	return text
}

func (s *Screen) chooseNone() {
	for _, v := range s.levels {
		v.list.ClearMarks()
	}
	clear(s.kept)
}
