package objects

import (
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
)

// shownChosen is how many chosen rows the list of them holds.
const shownChosen = 10_000

// chosen is the list of what is chosen in the bucket. All of its rows are marked;
// those that no longer are when it is closed are chosen no longer.
type chosen struct {
	list   *listing.List[row]
	more   int // chosen, and not in the list
	keys   listing.KeyMap
	choose listing.ChooseKeys
	share  key.Binding
	keep   key.Binding
	back   key.Binding
}

// openChosen lists what is chosen now, in the order of the folders.
func (s *Screen) openChosen() {
	own := s.env.Keys
	c := &chosen{
		list: newList("", s.at.Table, s.env.Now), keys: listing.Keys(own), choose: listing.ChoiceKeys(own),
		share: own.Bind("share", "share these", "share-many"),
		keep:  own.Bind("open", "keep these", "chosen"),
		back:  own.Bind("back", "change nothing"),
	}
	kit.Does(&c.keys.Mark, "drop, or choose again")
	rows := make([]row, 0, min(s.count(), shownChosen))
	for _, v := range s.marked() {
		for r := range v.list.Chosen().All() {
			if len(rows) == shownChosen {
				break
			}
			rows = append(rows, r)
		}
	}
	c.list.Append(rows)
	c.list.Done()
	c.list.ChooseAll()
	c.more = s.count() - len(rows)
	s.chosen = c
}

func (s *Screen) pressChosen(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	c := s.chosen
	c.list.Keys = c.keys
	switch {
	case c.list.Press(msg), c.list.Choose(msg, c.choose):
	case key.Matches(msg, c.back) && c.list.Ranging():
		c.list.EndRange(false)
	case key.Matches(msg, c.back):
		s.chosen = nil
	case key.Matches(msg, c.keep):
		s.keepChosen()
	case key.Matches(msg, c.share):
		s.keepChosen()
		if s.count() > 0 {
			return s.shareChosen(), nil
		}
	}
	return nil, nil
}

// keepChosen drops what is no longer marked in the list.
func (s *Screen) keepChosen() {
	c := s.chosen
	s.chosen = nil
	gone := map[string]bool{}
	for r := range c.list.Shown().All() {
		gone[r.key] = true
	}
	for r := range c.list.Chosen().All() {
		delete(gone, r.key)
	}
	if len(gone) == 0 {
		return
	}
	for _, v := range s.marked() {
		if v.list.Drop(v.holds(gone)); v.list.MarkCount() == 0 {
			delete(s.kept, v.prefix)
		}
	}
}

// holds are those of the keys that can be rows of the folder.
func (v *level) holds(keys map[string]bool) map[string]bool {
	here := map[string]bool{}
	for key := range keys {
		if key == v.prefix || parent(key) == v.prefix {
			here[key] = true
		}
	}
	return here
}

func (s *Screen) viewChosen(w, h int) string {
	c, th := s.chosen, s.env.Theme
	n := c.list.MarkCount()
	all := c.list.Total() + c.more
	left := say.Count(n+c.more) + " of " + say.Count(all) + " stay chosen"
	foot := listing.Foot(th.Muted, left, c.list.Where(false), w)
	if h < 3 {
		return strings.Join([]string{c.list.View(w, h, th)}, "\n")
	}
	title := "chosen in s3://" + kit.Clean(s.at.Bucket)
	if c.more > 0 {
		title = "the first " + say.Count(c.list.Total()) + " of " + say.Count(all) + " " + title
	}
	return th.Title.Render(kit.Pad(title, w)) + "\n" + c.list.View(w, h-2, th) + "\n" + foot
}

// bindings are the keys of the list of what is chosen.
func (c *chosen) bindings(s *Screen) help.KeyMap {
	k := chosenKeys{keep: c.keep, share: c.share, back: c.back, mark: c.keys.Mark, list: c.keys, choose: c.choose}
	k.share.SetEnabled(s.exits.ComposeMany != nil && c.list.MarkCount()+c.more > 0)
	if c.list.Ranging() {
		kit.Does(&k.back, "end the range")
	}
	return k
}

type chosenKeys struct {
	keep, share, back, mark key.Binding
	list                    listing.KeyMap
	choose                  listing.ChooseKeys
}

// ShortHelp is the footer.
func (k chosenKeys) ShortHelp() []key.Binding {
	return []key.Binding{k.mark, k.keep, k.share, k.back, k.choose.Range}
}

// FullHelp is the help page.
func (k chosenKeys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.keep, k.share, k.back}, k.choose.Help(), k.list.Help()}
}
