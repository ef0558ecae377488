package objects

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
)

// sortKeys are the answers to "sort by ...".
type sortKeys struct{ name, size, date, class, first, turn, next, done key.Binding }

func newSortKeys(own kit.Keys) sortKeys {
	return sortKeys{
		name:  kit.Bind("n", "name", "n"),
		size:  kit.Bind("s", "size", "s"),
		date:  kit.Bind("d", "date", "d"),
		class: kit.Bind("c", "class", "c"),
		first: kit.Bind("f", "folders first", "f"),
		turn:  kit.Bind("r", "turn round", "r"),
		next:  own.Bind("sort", "the next one"),
		done:  kit.Bind("esc", "leave it so", "esc", "enter", "q"),
	}
}

// ShortHelp is the footer while it is asked: the line above it names the answers.
func (k sortKeys) ShortHelp() []key.Binding { return []key.Binding{k.done, k.next} }

// FullHelp is the help page.
func (k sortKeys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.done, k.name, k.size, k.date, k.class, k.first, k.turn, k.next}}
}

// sortBy takes an answer. The keys of the orders and of the direction answer it; the
// next one can be asked for again and again.
func (s *Screen) sortBy(msg tea.Msg) (kit.Step, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	k, by := newSortKeys(s.env.Keys), s.by
	s.sorts = key.Matches(press, k.next)
	switch {
	case key.Matches(press, k.next):
		by = by.towards((by.By + 1) % len(orders()))
	case key.Matches(press, k.first):
		by.First = !by.First
	case key.Matches(press, k.turn):
		by.Down = !by.Down
	case key.Matches(press, k.done):
	default:
		known := false
		for i, order := range []key.Binding{k.name, k.size, k.date, k.class} {
			if key.Matches(press, order) {
				by, known = by.towards(i), true
			}
		}
		if s.sorts = !known; !known {
			return kit.Notify{Kind: kit.Info, Text: "no order has that key; " + kit.Named(k.done) + " leaves it so"}, nil
		}
	}
	s.by = by
	return nil, s.work(s.top(), s.top().list.Sort(by.Sorting()))
}

// sorting is how the rows are sorted, with words for it.
type sorting listing.Sorting

// Sorting is what the list makes of it.
func (by sorting) Sorting() listing.Sorting { return listing.Sorting(by) }

// towards sorts by an order, the greatest and the newest first; by the one that it is
// sorted by already, the other way round.
func (by sorting) towards(order int) sorting {
	down := orders()[order].Column == titleSize || orders()[order].Column == titleDate
	if order == by.By {
		down = !by.Down
	}
	by.By, by.Down = order, down
	return by
}

// said is the order in words; empty for the one in which S3 lists.
func (by sorting) said() string {
	text := ""
	if by.By != 0 || by.Down {
		text = "by " + orders()[by.By].Column + by.Sorting().Arrow()
	}
	switch {
	case !by.First:
	case text == "":
		text = "folders first"
	default:
		text += ", folders first"
	}
	return text
}

// asked is the line in which it is asked.
func (by sorting) asked(k sortKeys) string {
	text := "sort by"
	for i, order := range []key.Binding{k.name, k.size, k.date, k.class} {
		text += "  " + kit.Named(order) + " " + order.Help().Desc
		if i == by.By {
			text += by.Sorting().Arrow()
		}
	}
	first := kit.Named(k.first) + " " + k.first.Help().Desc
	if by.First {
		first = kit.Named(k.first) + " folders mixed"
	}
	return text + "  " + first + "  " + kit.Named(k.turn) + " " + k.turn.Help().Desc
}

// sorted says how far the rows in sight are in their order: over what has been loaded.
func (s *Screen) sorted(v *level) string {
	said := s.by.said()
	if said == "" {
		return ""
	}
	loaded := v.list.Total()
	switch behind := v.list.Unsorted(); {
	case behind > 0:
		return "sorting " + said + ", " + say.Count(behind) + " to go"
	case v.load.done && !v.list.Reloading():
		return said
	}
	return said + " of the " + say.Count(loaded) + " loaded so far"
}
