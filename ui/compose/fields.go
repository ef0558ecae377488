package compose

import (
	"strconv"
	"strings"
	"time"

	"signet/share"
	"signet/ui/form"
	"signet/ui/kit"
)

// The fields of the form.
const (
	fieldOp       = "op"
	fieldExpiry   = "expiry"
	fieldTyped    = "typed"
	fieldTo       = "to"
	fieldNote     = "note"
	fieldPin      = "pin"
	fieldFilename = "filename"
	fieldInline   = "inline"
	fieldType     = "type"
	fieldSize     = "size"
	fieldOnce     = "once"
	fieldSSE      = "sse"
	fieldMeta     = "meta"
	fieldPrefix   = "prefix"
	fieldMax      = "max"
	fieldMin      = "min"
	fieldDone     = "done"
	fieldStarts   = "starts"
	fieldConfirm  = "confirm"
)

// confirmWord must be typed before a link that deletes is signed.
const confirmWord = "delete"

// presets are the expiries one key away; the last choice is typed.
func presets() []string { return []string{"15m", "1h", "8h", "1d", "3d", "7d"} }

func newForm(theme *kit.Theme, ops []share.OperationInfo, in Input) *form.Model {
	names := make([]string, len(ops))
	chosen := 0
	for i, o := range ops {
		names[i] = o.Name
		if o.Op == in.Request.Operation {
			chosen = i
		}
	}
	m := form.New(
		theme,
		form.Field{ID: fieldOp, Label: "may", Kind: form.Choice, Options: names},
		form.Field{ID: fieldConfirm, Label: "confirm", Kind: form.Text, Hint: "type " + confirmWord + ": whoever has the link can delete the object"},
		form.Field{ID: fieldExpiry, Label: "for", Kind: form.Choice, Options: append(presets(), "other")},
		form.Field{ID: fieldTyped, Label: "  until", Kind: form.Text, Hint: "90m, 2d, until fri 17:00, 2026-12-24 17:00"},
		form.Field{ID: fieldTo, Label: "to", Kind: form.Text, Hint: "who gets it (for your log)"},
		form.Field{ID: fieldNote, Label: "note", Kind: form.Text, Hint: "what for (for your log)"},
		form.Field{ID: fieldPin, Label: "pin version", Kind: form.Switch, Hint: "an overwrite does not change what was shared"},
		form.Field{ID: fieldFilename, Label: "save as", Kind: form.Text, Hint: "file name for the recipient; makes the QR code larger"},
		form.Field{ID: fieldInline, Label: "view", Kind: form.Switch, Hint: "open in the browser instead of saving"},
		form.Field{ID: fieldPrefix, Label: "any name", Kind: form.Switch, Hint: "the key is a prefix; the sender's file name follows"},
		form.Field{ID: fieldMax, Label: "at most", Kind: form.Text, Hint: "10MB, 2GiB; " + share.Bytes(share.DefaultMaxSize) + " if empty"},
		form.Field{ID: fieldMin, Label: "at least", Kind: form.Text, Hint: "smallest size, 0 if empty"},
		form.Field{ID: fieldType, Label: "type", Kind: form.Text, Hint: "application/pdf, image/*; any if empty"},
		form.Field{ID: fieldSize, Label: "exact size", Kind: form.Text, Hint: "bytes; any if empty"},
		form.Field{ID: fieldOnce, Label: "only if new", Kind: form.Switch, Hint: "a second upload is refused"},
		form.Field{ID: fieldSSE, Label: "encryption", Kind: form.Choice, Options: []string{"as the bucket", "AES256", "aws:kms"}},
		form.Field{ID: fieldMeta, Label: "metadata", Kind: form.Text, Hint: "case=7, sender=acme"},
		form.Field{ID: fieldDone, Label: "then show", Kind: form.Text, Hint: "https://... the sender is taken to after the upload"},
		form.Field{ID: fieldStarts, Label: "not before", Kind: form.Text, Hint: "fri 09:00; opens up to 15 minutes early"},
	)
	m.Choose(fieldOp, chosen)
	m.Turn(fieldPin, in.Pin || in.Request.Target.VersionID != "")
	fill(m, in)
	return m
}

// fill shows what the request already says: defaults, or a share that is renewed.
func fill(m *form.Model, in Input) {
	r, o := in.Request, in.Request.Options
	chooseExpiry(m, in)
	m.SetValue(fieldTo, r.Recipient)
	m.SetValue(fieldNote, r.Note)
	m.SetValue(fieldFilename, o.Filename)
	m.Turn(fieldInline, o.Inline)
	m.SetValue(fieldType, o.ContentType)
	if o.ContentTypePrefix {
		m.SetValue(fieldType, o.ContentType+"*")
	}
	m.Turn(fieldOnce, o.IfNoneMatch)
	m.Turn(fieldPrefix, o.KeyPrefix || strings.HasSuffix(r.Target.Key, "/"))
	if o.ExactSize != nil {
		m.SetValue(fieldSize, strconv.FormatInt(*o.ExactSize, 10))
	}
	if o.MaxSize > 0 {
		m.SetValue(fieldMax, strconv.FormatInt(o.MaxSize, 10))
	}
	if o.MinSize > 0 {
		m.SetValue(fieldMin, strconv.FormatInt(o.MinSize, 10))
	}
	m.SetValue(fieldMeta, share.JoinMetadata(o.Metadata))
	m.SetValue(fieldDone, o.SuccessRedirect)
	for i, sse := range sseValues() {
		if sse == o.SSE {
			m.Choose(fieldSSE, i)
		}
	}
}

func sseValues() []string { return []string{"", "AES256", "aws:kms"} }

func chooseExpiry(m *form.Model, in Input) {
	text := in.Expiry
	if d := in.Request.Lifetime.Duration; d > 0 {
		text = share.Compact(d)
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

func (s *Screen) operation() share.Operation { return s.ops[s.form.Chosen(fieldOp)].Op }

// visibility shows the fields that the operation has.
func (s *Screen) visibility() {
	op := s.operation()
	is := func(ops ...share.Operation) bool {
		for _, o := range ops {
			if o == op {
				return true
			}
		}
		return false
	}
	s.form.Show(fieldConfirm, op.Info().Destroys)
	s.form.Show(fieldTyped, s.form.Chosen(fieldExpiry) == len(presets()))
	s.form.Show(fieldPin, op.Info().Versioned && (s.facts.Object.VersionID != "" || s.in.Request.Target.VersionID != "" || s.in.Pin))
	s.form.Show(fieldFilename, is(share.Download))
	s.form.Show(fieldInline, is(share.Download))
	s.form.Show(fieldType, is(share.Download, share.Upload, share.Form))
	s.form.Show(fieldSize, is(share.Upload))
	s.form.Show(fieldOnce, is(share.Upload))
	s.form.Show(fieldSSE, is(share.Upload, share.Form))
	s.form.Show(fieldMeta, is(share.Upload, share.Form))
	s.form.Show(fieldPrefix, is(share.Form))
	s.form.Show(fieldMax, is(share.Form))
	s.form.Show(fieldMin, is(share.Form))
	s.form.Show(fieldDone, is(share.Form))
}

// request reads the form. Problems are shown beside their fields.
func (s *Screen) request() (r share.Request, problem bool) {
	r = s.in.Request
	r.Operation = s.operation()
	r.Object, r.Skew = s.facts.Object, s.facts.Skew
	if s.facts.Region != "" {
		r.Target.Region = s.facts.Region
	}
	r.Recipient, r.Note = s.form.Value(fieldTo), s.form.Value(fieldNote)
	r.Target.VersionID = s.version()
	r.Options = share.Options{
		Filename: s.form.Value(fieldFilename), Inline: s.form.On(fieldInline), ContentType: s.form.Value(fieldType),
		IfNoneMatch: s.form.On(fieldOnce), KeyPrefix: s.form.On(fieldPrefix), SuccessRedirect: s.form.Value(fieldDone),
	}
	if r.Operation == share.Upload || r.Operation == share.Form {
		r.Options.SSE = sseValues()[s.form.Chosen(fieldSSE)]
	}
	if r.Operation == share.Form {
		r.Options.ContentType, r.Options.ContentTypePrefix = strings.CutSuffix(r.Options.ContentType, "*")
	}
	return r, s.readLifetime(&r) || s.readStarts(&r) || s.readSizes(&r) || s.readMetadata(&r)
}

func (s *Screen) version() string {
	if !s.form.On(fieldPin) {
		return ""
	}
	if v := s.in.Request.Target.VersionID; v != "" {
		return v
	}
	return s.facts.Object.VersionID
}

func (s *Screen) complain(field string, err error) bool {
	if err == nil {
		s.form.Complain(field, "")
		return false
	}
	s.form.Complain(field, kit.Clean(err.Error()))
	return true
}

func (s *Screen) readLifetime(r *share.Request) bool {
	text := s.form.Value(fieldTyped)
	if i := s.form.Chosen(fieldExpiry); i < len(presets()) {
		text = presets()[i]
	}
	var err error
	r.Lifetime, err = share.ParseLifetime(text, s.env.Now())
	if err != nil && text == "" {
		s.form.Complain(fieldTyped, "")
		return true
	}
	return s.complain(fieldTyped, err)
}

func (s *Screen) readStarts(r *share.Request) bool {
	text := s.form.Value(fieldStarts)
	if text == "" {
		r.Starts = time.Time{}
		return s.complain(fieldStarts, nil)
	}
	start, err := share.ParseStart(text, s.env.Now())
	r.Starts = start
	return s.complain(fieldStarts, err)
}

func (s *Screen) readSizes(r *share.Request) bool {
	read := func(field string, to *int64) bool {
		text := s.form.Value(field)
		if text == "" {
			return s.complain(field, nil)
		}
		n, err := share.ParseBytes(text)
		*to = n
		return s.complain(field, err)
	}
	var exact int64
	bad := read(fieldSize, &exact) || read(fieldMax, &r.Options.MaxSize) || read(fieldMin, &r.Options.MinSize)
	if exact > 0 {
		r.Options.ExactSize = &exact
	}
	return bad
}

func (s *Screen) readMetadata(r *share.Request) bool {
	var err error
	r.Options.Metadata, err = share.ParseMetadata(s.form.Value(fieldMeta))
	return s.complain(fieldMeta, err)
}
