package request

import (
	"errors"
	"slices"

	"signet/share"
	"signet/share/publish"
	"signet/share/say"
	"signet/ui/form"
	"signet/ui/kit"
)

// The fields of the form.
const (
	fieldEnds   = "ends"
	fieldTo     = "to"
	fieldNote   = "note"
	fieldTitle  = "title"
	fieldFolder = "folder"
	fieldSigner = "signer"
	fieldFiles  = "files"
)

// mostItems is how many things can be typed here; the command line takes more.
const mostItems = 12

func item(i int) string { return "item" + say.Count(i) }

func newForm(theme *kit.Theme, in Input) *form.Model {
	var fields []form.Field
	for i := range mostItems {
		label, hint := "and", "another thing, or nothing"
		if i == 0 {
			label, hint = "asks for", "passport:image/*,application/pdf:10MB; empty: any"
		}
		fields = append(fields, form.Field{ID: item(i), Label: label, Kind: form.Text, Hint: hint})
	}
	fields = append(
		fields,
		form.Field{ID: fieldEnds, Label: "expires", Kind: form.Text, Hint: in.Expiry + "; or 3d, fri 17:00"},
		form.Field{ID: fieldTo, Label: "for", Kind: form.Text, Hint: "who is asked; in the share log only"},
		form.Field{ID: fieldNote, Label: "note", Kind: form.Text, Hint: "in the share log only"},
		form.Field{ID: fieldTitle, Label: "title", Kind: form.Text, Hint: "heads the page"},
		form.Field{ID: fieldFolder, Label: "goes into", Kind: form.Text, Hint: "in/, or nothing: the top of the bucket"},
		form.Field{ID: fieldSigner, Label: "signed by", Kind: form.Choice, Options: signers(in.Signers)},
		form.Field{ID: fieldFiles, Label: "links", Kind: form.Text, Hint: "empty: forms; " + say.Things(publish.StandInFiles, "link") + " where the store has none"},
	)
	f := form.New(theme, fields...)
	f.SetValue(fieldFolder, in.Into.Key)
	f.Show(fieldSigner, len(in.Signers) > 1)
	return f
}

// able are the signers that let anybody send anything.
func able(offers []share.SignerOffer) (out []share.SignerOffer) {
	for _, o := range offers {
		if only := o.Kind.Info().Only; only == nil || slices.Contains(only, share.Upload) {
			out = append(out, o)
		}
	}
	return out
}

// signers are the names of those that a place has.
func signers(offers []share.SignerOffer) (names []string) {
	for _, o := range offers {
		names = append(names, kit.Clean(o.Name))
	}
	return append(names, share.DefaultSigner)[:max(len(offers), 1)]
}

// visibility offers one more thing than there are.
func visibility(f *form.Model) {
	free := false
	for i := range mostItems {
		empty := f.Value(item(i)) == "" // of a hidden one too
		f.Show(item(i), !empty || !free)
		free = free || empty
	}
}

// problem is what is wrong with a field, which is named already.
func problem(err error) string {
	if usage, ok := errors.AsType[*share.UsageError](err); ok {
		return say.Line(usage.Problem, usage.Advice())
	}
	return err.Error()
}
