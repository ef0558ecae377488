// Package failure reads the failures of S3, and refusals of our own, for the
// screens that show them.
package failure

import (
	"errors"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
)

// Explain gives what happened, and the server's own words, the likely cause and the
// cure (empty: unknown).
// Neither is cleaned for a terminal.
func Explain(err error) (sentence, more string) {
	var refused *share.RefusedError
	if errors.As(err, &refused) {
		return refused.Plain(), ""
	}
	var wrong *share.UsageError
	if errors.As(err, &wrong) {
		return wrong.Plain(), ""
	}
	var e *s3browser.Error
	if !errors.As(err, &e) || e.Sentence == "" {
		return err.Error(), ""
	}
	return e.Sentence, say.Line(e.Said, e.Why, e.Hint)
}

// First is Explain for what a place answers first: where its cause may lie in several places
// more says how they are looked at. Flags name the place on a command line; empty: none does.
func First(err error, flags string) (sentence, more string) {
	sentence, more = Explain(err)
	if e, ok := errors.AsType[*s3browser.Error](err); ok {
		more = say.Line(more, e.Doctor(flags))
	}
	return sentence, more
}

// Line is all that Explain gives, in one.
func Line(err error) string {
	sentence, more := Explain(err)
	return say.Line(sentence, more)
}

// Denied reports a refusal for want of rights: other requests may well succeed.
func Denied(err error) bool { return kind(err) == s3browser.AccessDenied }

// Expired reports a session that is over and can be renewed.
func Expired(err error) bool { return kind(err) == s3browser.ExpiredSession }

func kind(err error) s3browser.Kind {
	var e *s3browser.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return s3browser.Other
}
