package buckets

import (
	"errors"
	"strings"

	"signet/s3browser"
	"signet/share/say"
)

// refused is why one thing about a bucket is not told, in a line beside its name: what
// was asked and of which bucket stand there already. Empty: it was told, or given up.
func refused(bucket string, err error) string {
	var e *s3browser.Error
	if !errors.As(err, &e) || e.Kind == s3browser.Cancelled || e.Sentence == "" {
		return ""
	}
	_, rest, found := strings.Cut(e.Sentence, "s3://"+bucket)
	if !found {
		rest = ": " + e.Sentence
	}
	rest = strings.TrimPrefix(rest, ":")
	switch {
	case e.Unsupported():
		return "this server does not know it"
	case e.Kind == s3browser.AccessDenied && e.Needs != "" && e.Said == "":
		return "not allowed: needs " + e.Needs
	case e.Kind == s3browser.AccessDenied && e.Needs != "":
		return say.Line("not allowed: perhaps "+e.Needs+" is missing", e.Said)
	case e.Kind == s3browser.AccessDenied && found:
		return say.Line(strings.TrimSpace("not allowed"+rest), e.Said, e.Why, e.Hint)
	}
	return say.Line(strings.TrimSpace(rest), e.Said, e.Why, e.Hint)
}
