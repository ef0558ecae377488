package compose

import (
	"cmp"
	"time"

	"signet/share"
)

// visibility shows the fields that the operation has.
func (s *Screen) visibility() {
	op := s.operation()
	s.form.Show(fieldConfirm, op.Info().Destroys)
	s.form.Show(fieldTyped, s.form.Chosen(fieldExpiry) == len(presets()))
	s.form.Show(fieldPin, op.Info().Versioned && (s.facts.Object.VersionID != "" || s.facts.Older != "" || s.in.Request.Target.VersionID != "" || s.in.Pin))
	s.form.Show(fieldCount, s.mustCount())
	s.showSigner()
	s.form.Show(fieldStarts, !op.Info().Policy) // a policy has an end, and no beginning
	s.options()
}

func (s *Screen) operation() share.Operation { return s.ops[s.form.Chosen(fieldOp)].Op }

// uploads reports that something is to be stored.
func (s *Screen) uploads() bool { return s.operation().Info().Stores }

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
	r.Options, problem = s.options()
	if r.Options.KeyPrefix {
		r.Target.Key, r.Object = folder(s.in), share.Object{}
	}
	for _, read := range []func(*share.Request) bool{s.readSigner, s.readStarts, s.readLifetime} {
		problem = read(&r) || problem
	}
	return r, problem
}

func (s *Screen) version() string {
	if !s.form.On(fieldPin) {
		return ""
	}
	if v := s.in.Request.Target.VersionID; v != "" {
		return v
	}
	return cmp.Or(s.facts.Object.VersionID, s.facts.Older)
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
	if err == nil {
		err = r.CheckEnd(s.env.Now())
	}
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
