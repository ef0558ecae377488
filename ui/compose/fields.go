package compose

import (
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
	"signet/ui/form"
	"signet/ui/kit"
)

// The fields of the form.
const (
	fieldOp      = "op"
	fieldExpiry  = "expiry"
	fieldTyped   = "typed"
	fieldTo      = "to"
	fieldNote    = "note"
	fieldPin     = "pin"
	fieldPrefix  = "key-prefix" // of the options, which are called by their id, the one that moves the link
	fieldStarts  = "starts"
	fieldMore    = "more"
	fieldCount   = "count"
	fieldSigner  = "signer"
	fieldFrom    = "from"
	fieldBelow   = "below"
	fieldConfirm = "confirm"
)

// confirmWord must be typed before a link that deletes is signed.
const confirmWord = "delete"

// presets are the expiries one key away; the last choice is typed.
func presets() []string { return []string{"15m", "1h", "8h", "1d", "3d", say.Compact(say.Longest)} }

func newForm(theme *kit.Theme, ops []share.OperationInfo, in Input, now time.Time) *form.Model {
	names := make([]string, len(ops))
	chosen, danger := 0, ""
	for i, o := range ops {
		names[i] = o.Name
		if o.Destroys {
			danger = o.Name
		}
		if o.Op == in.Request.Operation {
			chosen = i
		}
	}
	fields := []form.Field{
		{ID: fieldOp, Label: "allow", Kind: form.Choice, Options: names, Danger: danger},
		{ID: fieldConfirm, Label: "confirm", Kind: form.Text, Hint: "type " + confirmWord + ": whoever has the link can delete the object"},
		{ID: fieldExpiry, Label: "for", Kind: form.Choice, Options: append(presets(), "other")},
		{ID: fieldTyped, Label: "  or until", Kind: form.Text, Hint: "90m, 2d, until fri 17:00, 2026-12-24 17:00"},
	}
	fields = append(fields, []form.Field{
		{ID: fieldCount, Label: "how many", Kind: form.Text, Hint: "type the number of links, to sign so many"},
		{ID: fieldTo, Label: "to", Kind: form.Text, Hint: "who gets it; for your log only"},
		{ID: fieldNote, Label: "note", Kind: form.Text, Hint: "what it is for; for your log only"},
	}...)
	fields = append(fields, signerFields(in.Signers)...)
	fields = append(fields, form.Field{ID: fieldPin, Label: "pin version", Kind: form.Switch, Hint: "an overwrite does not change what was shared"})
	fields = append(fields, optionFields(in, false)...)
	fields = append(fields, form.Field{ID: fieldStarts, Label: "not before", Kind: form.Text, Hint: "fri 09:00; at once if empty"})
	fields = append(fields, form.Field{ID: fieldMore, Label: "more", Kind: form.Switch, Hint: "what is rarely asked for"})
	m := form.New(theme, append(fields, optionFields(in, true)...)...)
	m.Choose(fieldOp, chosen)
	m.Turn(fieldPin, in.Pin || in.Request.Target.VersionID != "")
	fill(m, in, now)
	return m
}

// fill shows what the request already says: defaults, or a share that is renewed.
func fill(m *form.Model, in Input, now time.Time) {
	r := in.Request
	chooseExpiry(m, in, now)
	fillSigner(m, in)
	m.SetValue(fieldTo, r.Recipient)
	m.SetValue(fieldNote, r.Note)
	for _, x := range share.OptionsFor(r.Operation) {
		text := x.Text(r.Options)
		fillOption(m, x, text)
		if x.Rare && x.For(r.Operation) && text != "" {
			m.Turn(fieldMore, true)
		}
	}
	m.Turn(fieldPrefix, r.Options.KeyPrefix || strings.HasSuffix(r.Target.Key, "/"))
}

// folder is the key prefix that a form with any name uploads under: the key
// itself if it was meant for that, otherwise the folder of the object.
func folder(in Input) string {
	r := in.Request
	if r.Operation.Info().Stores {
		return r.Target.Key
	}
	return r.Target.Key[:strings.LastIndexByte(r.Target.Key, '/')+1]
}

func folderName(in Input) string {
	if f := folder(in); f != "" {
		return kit.CutLeft(kit.Clean(f), 20)
	}
	return "the bucket"
}

func chooseExpiry(m *form.Model, in Input, now time.Time) {
	text := in.Expiry
	switch l := in.Request.Lifetime; {
	case l.Duration > 0:
		text = say.Compact(l.Duration)
	case l.Until.After(now):
		text = say.Typed(l.Until, now)
	}
	if text == "" {
		text = "1h"
	}
	for i, p := range presets() {
		if p == text {
			m.Choose(fieldExpiry, i)
			return
		}
	}
	m.Choose(fieldExpiry, len(presets()))
	m.SetValue(fieldTyped, text)
}
