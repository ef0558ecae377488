package objects

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// keys is the one source of what can be pressed, what it is called, and whether
// it does anything now.
type keys struct {
	list   listing.KeyMap
	choose listing.ChooseKeys

	enter, in, back, up, share, below   key.Binding
	filter, sort, upload, jump, uri     key.Binding // jump is the root's
	retry, reload, stop, renew, details key.Binding
	plus, minus, chosen                 key.Binding

	onward  onward
	outward outward
}

func newKeys(own kit.Keys) keys {
	k := keys{
		list:    listing.Keys(own),
		choose:  listing.ChoiceKeys(own),
		plus:    own.Bind("choose-like", "choose by pattern"),
		minus:   own.Bind("drop-like", "drop by pattern"),
		chosen:  own.Bind("chosen", "show the chosen"),
		enter:   own.Bind("open", "open"),
		in:      own.Bind("in", "open the folder or object"),
		back:    own.Bind("back", "back"),
		up:      own.Bind("above", "up to the folder above"),
		share:   own.Bind("share", "share"),
		below:   own.Bind("share-many", "share many"),
		filter:  own.Bind("filter", "filter"),
		sort:    own.Bind("sort", "sort"),
		upload:  own.Bind("upload", "link for an upload"),
		jump:    own.Bind("goto", "go to"),
		uri:     own.Bind("copy", "copy the s3:// address"),
		retry:   own.Bind("reload", "reload"),
		reload:  own.Bind("reload-all", "reload from the beginning"),
		stop:    own.Bind("stop", "stop loading"),
		details: own.Bind("details", "details"),
		renew:   own.Bind("renew", "renew the session"),
		onward:  newOnward(own),
		outward: newOutward(own),
	}
	kit.Does(&k.list.Mark, "choose")
	return k
}

// bindings are the keys as they are at this moment: help, and what is enabled.
func (s *Screen) bindings() keys {
	k, v := s.keys, s.top()
	r, some := v.selected()
	rows := some && v.sought == "" // in sight
	marks := s.count()
	onObject := some && !r.folder
	switch {
	case marks > 0:
		does := "share " + say.Count(marks) + " chosen"
		if kit.Does(&k.share, does); onObject {
			kit.Does(&k.enter, does)
			kit.Does(&k.in, does)
		}
		kit.Does(&k.back, "drop the choice")
	case onObject:
		kit.Does(&k.enter, "share")
	}
	kit.Does(&k.below, s.manyDoes(v))
	k.details.SetEnabled(rows && (!s.wide || s.details.On || s.details.Over()))
	if v.sought != "" {
		kit.Does(&k.back, v.backDoes())
	}
	if v.list.FilterText() != "" {
		kit.Does(&k.back, "show all")
	}
	kit.Does(&k.retry, v.again())
	ours := some && !r.foreign
	if v.list.Ranging() {
		kit.Does(&k.back, "end the range")
		kit.Does(&k.list.Mark, "choose the range")
		kit.Does(&k.choose.Range, "choose the range")
	}
	if s.inDetails(v) {
		kit.Does(&k.back, "to the list")
		kit.Does(&k.details, "to the list")
		k.list = s.details.Keys(k.list)
	}
	k.enter.SetEnabled(ours || marks > 0)
	k.in.SetEnabled(ours)
	k.share.SetEnabled(ours || marks > 0)
	batches := s.exits.ComposeMany != nil
	k.below.SetEnabled(rows && (batches || s.exits.NoMany != ""))
	k.choose.SetEnabled(rows && batches)
	k.plus.SetEnabled(rows && batches)
	k.minus.SetEnabled(rows && batches && v.list.MarkCount() > 0)
	k.chosen.SetEnabled(marks > 0)
	k.choose.None.SetEnabled(marks > 0)
	k.uri.SetEnabled(some)
	k.list.Mark.SetEnabled(rows && (ours || v.list.Ranging()) && batches)
	k.filter.SetEnabled(v.list.Total() > 0 || v.load.running)
	k.sort.SetEnabled(v.list.Total() > 0)
	k.upload.SetEnabled(s.exits.ComposeUpload != nil)
	k.stop.SetEnabled(v.load.running)
	k.onward.enable(s.exits.Onward, &r, some)
	k.outward.enable(s.exits.Outward, &r, some)
	k.renew.SetEnabled(s.exits.Renew != nil && failure.Expired(v.load.err))
	return k
}

// ShortHelp is the footer: what is needed most, most needed first.
func (k keys) ShortHelp() []key.Binding {
	if k.chosen.Enabled() { // what is done with the choice comes first
		all := []key.Binding{k.below, k.chosen, k.back, k.list.Mark, k.filter, k.details, k.onward.preview, k.upload, k.retry, k.stop, k.renew}
		if k.enter.Help().Desc != k.below.Help().Desc {
			all = append([]key.Binding{k.enter}, all...)
		}
		return all
	}
	return []key.Binding{k.enter, k.back, k.filter, k.list.Mark, k.details, k.onward.preview, k.below, k.chosen, k.upload, k.retry, k.stop, k.renew}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{
		{k.enter, k.in, k.back, k.up, k.filter, k.sort, k.details},
		{k.share, k.below, k.upload, k.uri, k.retry, k.reload, k.stop, k.renew},
		append(k.choose.Help(), k.plus, k.minus, k.chosen),
		append(k.onward.help(), k.outward.help()...),
		k.list.Help(),
	}
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap {
	switch {
	case s.dialog != nil:
		return s.dialog.prompt.Keys()
	case s.find.On():
		return s.find.Keys()
	case s.chosen != nil:
		return s.chosen.bindings(s)
	case s.sorts:
		return newSortKeys(s.env.Keys)
	}
	return s.bindings()
}
