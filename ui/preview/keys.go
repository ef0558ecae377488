package preview

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/share/qr"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// keys is the one source of what can be pressed, what it is called, and whether it
// does anything now.
type keys struct {
	list listing.KeyMap

	more, way, left, right              key.Binding
	share, download, uri, reload, renew key.Binding
	back                                key.Binding
}

func newKeys(own kit.Keys) keys {
	k := keys{
		list:     listing.Keys(own),
		more:     own.Bind("open", "read on"),
		way:      own.Bind("style", "another way to show it"),
		left:     own.Bind("above", "columns to the left"),
		right:    own.Bind("in", "columns to the right"),
		share:    own.Bind("share", "share"),
		download: own.Bind("write", "download"),
		uri:      own.Bind("copy", "copy the s3:// address"),
		reload:   own.Bind("reload", "read anew"),
		renew:    own.Bind("renew", "renew the session"),
		back:     own.Bind("back", "back"),
	}
	k.list.Mark.SetEnabled(false)
	return k
}

// bindings are the keys as they are at this moment.
func (s *Screen) bindings() keys {
	k := s.keys
	v := s.view()
	k.more.SetEnabled(s.mayReadOn())
	if s.page.picture != "" {
		kit.Does(&k.more, "show the picture")
		k.more.SetEnabled(s.showable())
	}
	k.way.SetEnabled(len(s.page.views) > 1)
	if len(s.page.views) > 1 {
		kit.Does(&k.way, "as "+s.page.views[(s.at+1)%len(s.page.views)].name)
	}
	k.left.SetEnabled(v.table != nil && s.column > 0)
	k.right.SetEnabled(v.table != nil && v.table.wide(s.column, s.width))
	k.share.SetEnabled(s.exits.Share != nil)
	k.download.SetEnabled(s.exits.Download != nil)
	k.renew.SetEnabled(s.exits.Renew != nil && failure.Expired(s.err))
	return k
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.back, k.more, k.way, k.right, k.left, k.share, k.download, k.renew}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{
		{k.more, k.way, k.left, k.right, k.reload, k.back},
		{k.share, k.download, k.uri, k.renew},
		k.list.Help(),
	}
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap {
	if s.img != nil {
		k := pictureKeys{s.keys.back, s.keys.way}
		w, h := s.caps.Screen()
		k.way.SetEnabled(s.caps.Terminal(w, h).Pictures() != qr.None) // otherwise there are letters alone
		return k
	}
	return s.bindings()
}

// pictureKeys are those of the picture.
type pictureKeys struct{ back, way key.Binding }

// ShortHelp makes pictureKeys a help.KeyMap.
func (k pictureKeys) ShortHelp() []key.Binding { return []key.Binding{k.back, k.way} }

// FullHelp makes pictureKeys a help.KeyMap.
func (k pictureKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }
