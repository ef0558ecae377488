package compose

import (
	"slices"
	"strings"
	"time"

	"signet/share"
)

// only lists the fields that belong to some operations alone.
func only() map[string][]share.Operation {
	down, put, post := share.Download, share.Upload, share.Form
	return map[string][]share.Operation{
		fieldInline: {down},
		fieldServe:  {down},
		fieldType:   {put, post},
		fieldSize:   {put},
		fieldOnce:   {put},
		fieldSSE:    {put, post},
		fieldMeta:   {put, post},
		fieldPrefix: {post},
		fieldMax:    {post},
		fieldMin:    {post},
		fieldDone:   {post},
	}
}

// visibility shows the fields that the operation has.
func (s *Screen) visibility() {
	op := s.operation()
	for field, ops := range only() {
		s.form.Show(field, slices.Contains(ops, op))
	}
	s.form.Show(fieldConfirm, op.Info().Destroys)
	s.form.Show(fieldTyped, s.form.Chosen(fieldExpiry) == len(presets()))
	s.form.Show(fieldPin, op.Info().Versioned && (s.facts.Object.VersionID != "" || s.in.Request.Target.VersionID != "" || s.in.Pin))
	s.form.Show(fieldFilename, op == share.Download && s.in.Many == "")
	s.form.Show(fieldStarts, !op.Info().Policy)                                 // a policy has an end, and no beginning
	s.form.Show(fieldStatus, op == share.Form && s.form.Value(fieldDone) == "") // S3 takes one or the other
	s.form.Show(fieldKMS, s.uploads() && strings.HasPrefix(s.encryption(), "aws:kms"))
}

func (s *Screen) operation() share.Operation { return s.ops[s.form.Chosen(fieldOp)].Op }

// uploads reports that something is to be stored.
func (s *Screen) uploads() bool { return s.operation().Info().Stores }

func (s *Screen) encryption() string { return sseValues()[s.form.Chosen(fieldSSE)] }

// request reads the form. Problems are shown under their fields.
func (s *Screen) request() (r share.Request, problem bool) {
	r = s.in.Request
	r.Operation = s.operation()
	r.Object, r.Skew, r.SkewOf = s.facts.Object, s.facts.Skew, s.facts.SkewOf
	if s.facts.Region != "" {
		r.Target.Region = s.facts.Region
	}
	r.Recipient, r.Note = s.form.Value(fieldTo), s.form.Value(fieldNote)
	r.Target.VersionID = s.version()
	r.Options = s.options(r.Operation)
	if r.Options.KeyPrefix {
		r.Target.Key, r.Object = folder(s.in), share.Object{}
	}
	for _, field := range blamed() {
		s.form.Complain(field, "")
	}
	for _, read := range []func(*share.Request) bool{s.readLifetime, s.readStarts, s.readSizes, s.readMetadata} {
		problem = read(&r) || problem
	}
	return r, problem
}

// options are those that are not read from text.
func (s *Screen) options(op share.Operation) share.Options {
	o := share.Options{
		Filename: s.form.Value(fieldFilename), Inline: s.form.On(fieldInline), ContentType: s.form.Value(typeField(op)),
		IfNoneMatch: s.form.On(fieldOnce), KeyPrefix: s.form.On(fieldPrefix), SuccessRedirect: s.form.Value(fieldDone),
	}
	if s.uploads() {
		o.SSE, o.KMSKeyID = s.encryption(), s.form.Value(fieldKMS)
	}
	if op == share.Form {
		o.ContentType, o.ContentTypePrefix = strings.CutSuffix(o.ContentType, "*")
		if o.SuccessRedirect == "" {
			o.SuccessStatus = statuses()[s.form.Chosen(fieldStatus)]
		}
	}
	return o
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

// complain shows what is wrong with a field, or that nothing is.
func (s *Screen) complain(field string, err error) bool {
	if err == nil {
		s.form.Complain(field, "")
		return false
	}
	s.form.Complain(field, words(err))
	return true
}

func (s *Screen) readLifetime(r *share.Request) bool {
	text := s.form.Value(fieldTyped)
	if i := s.form.Chosen(fieldExpiry); i < len(presets()) {
		text = presets()[i]
	}
	if text == "" { // no complaint yet: it is only just being written
		s.form.Complain(fieldTyped, "")
		return true
	}
	var err error
	r.Lifetime, err = share.ParseLifetime(text, s.env.Now())
	return s.complain(fieldTyped, err)
}

func (s *Screen) readStarts(r *share.Request) bool {
	r.Starts = time.Time{}
	text := s.form.Value(fieldStarts)
	if text == "" {
		return s.complain(fieldStarts, nil)
	}
	var err error
	r.Starts, err = share.ParseStart(text, s.env.Now())
	return s.complain(fieldStarts, err)
}

func (s *Screen) readSizes(r *share.Request) (problem bool) {
	read := func(field string, found func(int64)) {
		text := s.form.Value(field)
		if text == "" {
			s.form.Complain(field, "")
			return
		}
		n, err := share.ParseBytes(text)
		found(n)
		problem = s.complain(field, err) || problem
	}
	read(fieldSize, func(n int64) { r.Options.ExactSize = &n })
	read(fieldMax, func(n int64) { r.Options.MaxSize = n })
	read(fieldMin, func(n int64) { r.Options.MinSize = n })
	return problem
}

func (s *Screen) readMetadata(r *share.Request) bool {
	var err error
	r.Options.Metadata, err = share.ParseMetadata(s.form.Value(fieldMeta))
	return s.complain(fieldMeta, err)
}
