package batch

import (
	"slices"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/share"
	"signet/share/handover"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

type keyMap struct {
	copy, stop, back, leave, open, codes, hand, write key.Binding
	page, instead, store                              key.Binding // instead: of a file, while its name is typed
	list                                              listing.KeyMap
}

func newKeys(own kit.Keys) keyMap {
	return keyMap{
		copy:  own.Bind("copy", "copy all links"),
		stop:  own.Bind("stop", "stop", "back"),
		back:  own.Bind("back", "back", "open"),
		leave: own.Bind("back", "back"),
		open:  own.Bind("open", "show the link", "in"),
		codes: own.Bind("code", "the QR codes"),
		hand:  own.Bind("hand-over", "copy one mail for all"),
		write: own.Bind("write", "write a file"),
		page:  own.Bind("one-link", "one link for all"),
		store: own.Bind("open", "store the page"),

		instead: kit.Untyped(own.Bind("one-link", "one link instead")),
	}
}

// ShortHelp is the footer.
func (k keyMap) ShortHelp() []key.Binding {
	return []key.Binding{k.copy, k.open, k.page, k.hand, k.codes, k.write, k.stop, k.back}
}

// FullHelp is the help page.
func (k keyMap) FullHelp() [][]key.Binding {
	if k.list.Up.Help().Key == "" { // there is no list
		return [][]key.Binding{k.ShortHelp()}
	}
	return [][]key.Binding{k.ShortHelp(), k.list.Help()}
}

// Keys is the screen's help.
func (s *Screen) Keys() help.KeyMap {
	switch {
	case s.paging != nil:
		return s.pageKeys()
	case s.asking() && s.offersPage() && !s.shown():
		return instead{s.ask.Keys(), s.keys.instead}
	case s.asking():
		return s.ask.Keys()
	}
	return s.keysNow()
}

// instead is the question for a file, with the way past it.
type instead struct {
	help.KeyMap
	page key.Binding
}

// ShortHelp is the footer.
func (k instead) ShortHelp() []key.Binding {
	all := k.KeyMap.ShortHelp()
	return slices.Insert(slices.Clone(all), min(1, len(all)), k.page)
}

// FullHelp is the help page.
func (k instead) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }

// pageKeys answer the question of the page.
type pageKeys struct{ store, back key.Binding }

func (s *Screen) pageKeys() pageKeys {
	k := pageKeys{s.keys.store, prompt.Keys().Cancel}
	k.store.SetEnabled(s.paging.ready())
	k.back.SetEnabled(!s.paging.storing)
	return k
}

// ShortHelp is the footer.
func (k pageKeys) ShortHelp() []key.Binding { return []key.Binding{k.store, k.back} }

// FullHelp is the help page.
func (k pageKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }

// keysNow are the keys that do something at this moment.
func (s *Screen) keysNow() keyMap {
	k := s.keys
	few := s.shown() && len(s.result.Kept) > 0
	k.copy.SetEnabled(few || !s.result.All.Empty())
	k.stop.SetEnabled(s.stop != nil && !s.stopping)
	k.back.SetEnabled(s.stop == nil)
	signed := false
	if few {
		r, ok := s.list.Selected()
		signed = ok && r.left.Err == nil
	}
	k.open.SetEnabled(signed && s.exits.Link != nil)
	k.codes.SetEnabled(few && s.exits.Codes != nil && slices.ContainsFunc(s.result.Kept, func(l share.Link) bool { return handover.Codes(l) == nil }))
	k.hand.SetEnabled(few)
	k.write.SetEnabled(few && s.exits.Write != nil)
	k.page.SetEnabled(few && s.offersPage())
	if s.list != nil {
		k.list, k.back = s.list.Keys, k.leave
	}
	if s.result.Page != nil {
		k.back = k.leave
		k.open.SetEnabled(true)
	}
	return k
}
