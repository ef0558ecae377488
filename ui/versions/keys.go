package versions

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// keys is the one source of what can be pressed, what it is called, and whether it
// does anything now.
type keys struct {
	list listing.KeyMap

	share, preview, download, id      key.Binding
	back, filter, details             key.Binding
	retry, reload, stop, renew, above key.Binding
}

func newKeys(own kit.Keys) keys {
	k := keys{
		list:     listing.Keys(own),
		share:    own.Bind("open", "share this version", "share", "in"),
		preview:  own.Bind("preview", "preview"),
		download: own.Bind("write", "download"),
		back:     own.Bind("back", "back"),
		above:    own.Bind("above", "back to the objects"),
		filter:   own.Bind("filter", "filter"),
		details:  own.Bind("details", "details"),
		id:       own.Bind("copy", "copy the version's id"),
		retry:    own.Bind("reload", "reload"),
		reload:   own.Bind("reload-all", "reload from the beginning"),
		stop:     own.Bind("stop", "stop loading"),
		renew:    own.Bind("renew", "renew the session"),
	}
	k.list.Mark.SetEnabled(false)
	return k
}

// bindings are the keys as they are at this moment.
func (s *Screen) bindings() keys {
	k := s.keys
	r, some := s.list.Selected()
	if s.list.FilterText() != "" {
		kit.Does(&k.back, "show all")
	}
	if s.inDetails() {
		kit.Does(&k.back, "to the list")
		kit.Does(&k.details, "to the list")
		k.list = s.details.Keys(k.list)
	}
	if some && r.deleted {
		kit.Does(&k.share, "why it cannot be shared")
	}
	kit.Does(&k.retry, s.again())
	k.share.SetEnabled(some && !r.foreign && s.exits.Compose != nil)
	k.preview.SetEnabled(some && r.content() && s.exits.Preview != nil)
	k.download.SetEnabled(some && r.content() && s.exits.Download != nil)
	k.details.SetEnabled(some && (!s.wide || s.details.On || s.details.Over()))
	k.id.SetEnabled(some)
	k.filter.SetEnabled(s.list.Total() > 0 || s.load.running)
	k.stop.SetEnabled(s.load.running)
	k.renew.SetEnabled(s.exits.Renew != nil && failure.Expired(s.load.err))
	return k
}

// again is what r does.
func (s *Screen) again() string {
	switch {
	case s.load.err != nil && s.list.Total() == 0:
		return "try again"
	case s.load.partial():
		return "load on"
	}
	return "reload"
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.share, k.back, k.preview, k.download, k.filter, k.details, k.id, k.retry, k.stop, k.renew}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{
		{k.share, k.preview, k.download, k.back, k.above, k.filter, k.details, k.id},
		{k.retry, k.reload, k.stop, k.renew},
		k.list.Help(),
	}
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap {
	if s.find.On() {
		return s.find.Keys()
	}
	return s.bindings()
}
