package compose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"signet/share"
	"signet/share/say"
	"signet/ui/form"
)

// optionFields are the fields of the options, called by their ids: of those that are
// rarely asked for, or of the others.
func optionFields(in Input, rare bool) (fields []form.Field) {
	rows := slices.DeleteFunc(share.AllOptions(), func(x share.Option) bool { return x.Rare != rare })
	slices.SortStableFunc(rows, func(a, b share.Option) int { return cmp.Compare(a.Form, b.Form) })
	for _, x := range rows {
		f := form.Field{ID: x.ID, Label: x.Label, Kind: form.Text, Hint: strings.ReplaceAll(x.Hint, "%s", folderName(in))}
		switch {
		case x.Kind == share.Key:
			f.Secret = true
		case x.Kind == share.Switch:
			f.Kind = form.Switch
		case x.Choices != nil:
			f.Kind = form.Choice
			for _, c := range x.Choices {
				f.Options = append(f.Options, c.Label)
			}
		}
		fields = append(fields, f)
	}
	return fields
}

// fillOption shows a value.
func fillOption(m *form.Model, x share.Option, value string) {
	switch {
	case x.Kind == share.Key: // nobody has it any more
	case x.Kind == share.Switch:
		m.Turn(x.ID, value != "")
	case x.Choices != nil:
		m.Choose(x.ID, slices.IndexFunc(x.Choices, func(c share.Choice) bool { return c.Value == value }))
	case x.Kind == share.Size:
		if n, err := share.ParseBytes(value); err == nil {
			value = say.TypedSize(n)
		}
		m.SetValue(x.ID, value)
	default:
		m.SetValue(x.ID, value)
	}
}

// options shows the fields that the operation has and reads them. Problems are shown
// under their fields. What was typed stays in sight, however rare: whoever folds the
// rest away takes nothing back.
func (s *Screen) options() (o share.Options, problem bool) {
	op, rows := s.operation(), share.AllOptions()
	s.form.Show(fieldMore, slices.ContainsFunc(rows, func(x share.Option) bool { return x.Rare && x.For(op) }))
	more := s.form.On(fieldMore)
	for _, x := range rows {
		shown := x.For(op) && x.Fits(o) && (!x.Alone || s.in.Many == "") && (!x.Rare || more || s.typed(x) != "" || s.form.Focus() == x.ID)
		s.form.Show(x.ID, shown)
		var err error
		if shown {
			err = s.read(x, &o)
		}
		problem = s.complain(x.ID, err) || problem
	}
	return o, problem
}

// read sets an option to what its field says. A share that is made anew had a key
// that nobody kept: to go on without would make another link.
func (s *Screen) read(x share.Option, o *share.Options) error {
	if x.Kind == share.Key && s.typed(x) == "" && len(x.Values(s.in.Request.Options)) > 0 {
		return &share.UsageError{Option: x.ID, Problem: "the key of the earlier link is kept nowhere", Hint: "type it again"}
	}
	return x.SetText(o, s.typed(x))
}

// typed is the value of a field as it is typed.
func (s *Screen) typed(x share.Option) string {
	switch {
	case x.Kind == share.Switch:
		return strings.TrimPrefix(strconv.FormatBool(s.form.On(x.ID)), "false")
	case x.Choices != nil:
		return x.Choices[s.form.Chosen(x.ID)].Value
	}
	return s.form.Value(x.ID)
}
