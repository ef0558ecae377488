package compose

import (
	"errors"

	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
)

// field is the form's field for what the service calls wrong.
func field(wrong *share.UsageError) string {
	switch wrong.Op {
	case "expiry":
		return fieldTyped
	case "--starts":
		return fieldStarts
	case "--signer":
		return fieldSigner
	case "--from":
		return fieldFrom
	case "--below":
		return fieldBelow
	}
	return wrong.Option // fields of options are called by their ids
}

// blame shows under its field what the service finds wrong with one, in place
// of an obstacle.
func (s *Screen) blame() {
	var wrong *share.UsageError
	if !errors.As(s.plan.err, &wrong) {
		return
	}
	id := field(wrong)
	if id == "" {
		return
	}
	s.complain(id, wrong)
	if s.form.Complains() { // the field is in sight
		s.plan.err = nil
	}
}

// words is what a complaint says: the field beside it is the subject.
func words(err error) string {
	var wrong *share.UsageError
	if errors.As(err, &wrong) {
		return kit.Clean(say.Line(wrong.Problem, wrong.Advice()))
	}
	return kit.Clean(err.Error())
}
