package share

import (
	"fmt"
	"strings"
	"time"

	"signet/share/say"
)

// GrantSentence says in plain words what whoever has credentials can do, until when in the
// time zone of now, and how they are taken back. Names from outside are passed through
// clean before they are quoted.
func GrantSentence(rec Record, now time.Time, clean func(string) string) string {
	spec, t := rec.Spec, rec.Terms
	var b strings.Builder
	b.WriteString("Anyone with these credentials ")
	if from := spec.Mandate.Networks(); from != "" {
		fmt.Fprintf(&b, "who comes from %s ", from)
	}
	where := "in the whole bucket " + clean(spec.Target.Bucket)
	if spec.Target.Key != "" {
		where = "in all that begins with " + clean(spec.Target.URI())
	}
	until := "until"
	if t.AtMost {
		until = "until, at most,"
	}
	fmt.Fprintf(&b, "can %s %s, %s %s (%s).", accessWords(spec.Mandate.Allow), where, until, say.Moment(t.Ends, now), say.Span(t.Ends.Sub(t.Starts)))
	b.WriteString(limitWords(t))
	info := spec.Mandate.Kind.Info()
	fmt.Fprintf(&b, " Taken back by %s.", info.TakeBack)
	if info.Believes != "" && len(spec.Mandate.From) > 0 {
		fmt.Fprintf(&b, " Of the network: %s.", strings.ReplaceAll(info.Believes, "the link", "them"))
	}
	if spec.Mandate.Kind != KindAWSSession { // whose tokens are sealed
		b.WriteString(" Whoever has them can read in the token who gave them, and for what.")
	}
	return b.String()
}
