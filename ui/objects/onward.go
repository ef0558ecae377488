package objects

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/ui/kit"
)

// Onward are the ways from a row to what is in it: the content of an object, and all
// that lies below a folder. Those that are nil are not offered.
type Onward struct {
	// Preview shows the beginning of an object's content.
	Preview func(share.Target, share.Object) kit.Maker
	// Download saves an object into a file.
	Download func(share.Target, share.Object) kit.Maker
	// HandOff hands an object to whoever is in the room.
	HandOff func(share.Target, share.Object) kit.Maker
	// Find looks for keys below a prefix, and Tally counts and adds up all that is
	// there. The key of the target is the prefix.
	Find, Tally func(share.Target) kit.Maker
	// Ask asks somebody for files, which go below a prefix.
	Ask func(share.Target) kit.Maker
	// Versions lists the versions of an object, or of all below a folder.
	Versions func(t share.Target, folder bool) kit.Maker
}

// onward are their keys.
type onward struct{ preview, download, handOff, find, tally, ask, versions key.Binding }

func newOnward(own kit.Keys) onward {
	return onward{
		preview:  own.Bind("preview", "preview"),
		download: own.Bind("write", "download"),
		handOff:  own.Bind("hand-off", "hand off"),
		find:     own.Bind("find-below", "find below"),
		tally:    own.Bind("size", "count and size below"),
		ask:      own.Bind("ask", "ask for files"),
		versions: own.Bind("versions", "versions"),
	}
}

// enable enables what can be done from a row, if there is one.
func (k *onward) enable(to Onward, r *row, some bool) {
	object := some && !r.folder && !r.foreign
	k.preview.SetEnabled(object && to.Preview != nil)
	k.download.SetEnabled(object && to.Download != nil)
	k.handOff.SetEnabled(object && to.HandOff != nil)
	k.find.SetEnabled(to.Find != nil)
	k.versions.SetEnabled(some && !r.foreign && to.Versions != nil)
	k.ask.SetEnabled(to.Ask != nil)
	k.tally.SetEnabled(to.Tally != nil && !(some && r.foreign))
}

// help is their part of the help page.
func (k onward) help() []key.Binding {
	return []key.Binding{k.preview, k.download, k.handOff, k.find, k.tally, k.ask, k.versions}
}

// on opens what a key asks for; nil: the key is none of these.
func (s *Screen) onward(msg tea.KeyPressMsg, k onward, v *level) kit.Step {
	r, _ := v.selected()
	to := s.exits.Onward
	switch {
	case key.Matches(msg, k.preview):
		return kit.Push{Make: to.Preview(s.target(r.key), v.object(&r))}
	case key.Matches(msg, k.download):
		return kit.Push{Make: to.Download(s.target(r.key), v.object(&r))}
	case key.Matches(msg, k.handOff):
		return kit.Push{Make: to.HandOff(s.target(r.key), v.object(&r))}
	case key.Matches(msg, k.versions):
		return kit.Push{Make: to.Versions(s.target(r.key), r.folder)}
	case key.Matches(msg, k.find):
		return kit.Push{Make: to.Find(s.target(v.prefix))}
	case key.Matches(msg, k.ask):
		return kit.Push{Make: to.Ask(s.target(v.prefix))}
	case key.Matches(msg, k.tally) && r.folder:
		return kit.Push{Make: to.Tally(s.target(r.key))}
	case key.Matches(msg, k.tally):
		return kit.Push{Make: to.Tally(s.target(v.prefix))}
	}
	return nil
}
