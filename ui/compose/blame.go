package compose

import (
	"errors"

	"signet/share"
	"signet/ui/kit"
)

// field is the form's field for what the command line calls by a flag.
func (s *Screen) field(flag string) string {
	switch flag {
	case "expiry":
		return fieldTyped
	case "--content-type":
		return typeField(s.operation())
	case "--filename":
		return fieldFilename
	case "--exact-size":
		return fieldSize
	case "--max-size":
		return fieldMax
	case "--min-size":
		return fieldMin
	case "--metadata":
		return fieldMeta
	case "--kms-key-id":
		return fieldKMS
	case "--success-redirect":
		return fieldDone
	case "--starts":
		return fieldStarts
	}
	return ""
}

// blamed are the fields that only the service judges.
func blamed() []string {
	return []string{fieldType, fieldServe, fieldFilename, fieldKMS, fieldDone}
}

// blame shows under its field what the service finds wrong with one, in place
// of an obstacle that names a flag of the command line.
func (s *Screen) blame() {
	var wrong *share.UsageError
	if !errors.As(s.plan.err, &wrong) {
		return
	}
	field := s.field(wrong.Op)
	if field == "" {
		return
	}
	s.complain(field, wrong)
	if s.form.Complains() { // the field is in sight
		s.plan.err = nil
	}
}

// words is what a complaint says: the field beside it is the subject.
func words(err error) string {
	var wrong *share.UsageError
	if errors.As(err, &wrong) {
		return kit.Clean(join(wrong.Problem, wrong.Hint))
	}
	return kit.Clean(err.Error())
}
