package share

import (
	"fmt"
	"strings"
)

// conditionOptions say of which content a link is. They are headers: S3 reads no
// condition from the address.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
func conditionOptions() []Option {
	return []Option{
		{
			ID: "if-match", Flag: "if-match", Help: "download: only while the object has this ETag; the holder must send a header, so it does not open in a browser", Label: "only if", Hint: "its ETag; the link is then for commands, not for browsers",
			Ops: []Operation{Download, Metadata}, Rare: true, Alone: true, store: tagIn("if-match", func(o *Options) *string { return &o.IfMatch }), hex: true,
			check: func(o *Options, _ OperationInfo) (problem, hint string) { return checkEntityTag(o.IfMatch) },
			fact:  "only while", says: func(o *Options) string { return "the object's ETag is " + o.IfMatch },
			signs: func(o *Options, s *Signs) { s.send("If-Match", o.IfMatch) },
		},
	}
}

// tagIn keeps an entity tag in the quotes that belong to it (RFC 9110, 8.8.3), which
// people leave out and some tools write as \" or &quot;. A backslash is a letter of it
// anywhere else, also before the quote at its end.
func tagIn(id string, at func(*Options) *string) store {
	s := textIn(at)
	s.set = func(o *Options, value string) error {
		value = strings.TrimSpace(value)
		if inner := strings.TrimPrefix(value, `"`); strings.HasPrefix(inner, `\"`) && len(inner) > len(`\""`) {
			value = strings.ReplaceAll(value, `\"`, "")
		}
		quotes := strings.NewReplacer(`"`, "", "&quot;", "")
		for bare := quotes.Replace(value); bare != value; bare = quotes.Replace(value) { // one may be left between two halves of another
			value = bare
		}
		if value == "" {
			return &UsageError{Option: id, Problem: "is no ETag"}
		}
		*at(o) = `"` + value + `"`
		return nil
	}
	return s
}

func checkEntityTag(tag string) (problem, hint string) {
	const hint1 = "write it as signet ls --json or aws s3api head-object shows it: 5d41402abc4b2a76b9719d911017c592"
	value := strings.Trim(tag, `"`)
	switch {
	case value == "*":
		return "* is any content: leave it out", ""
	case strings.HasPrefix(value, "W/"):
		return "is a weak tag, which no store takes as a condition", hint1
	case strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ',' }):
		return fmt.Sprintf("%q is no ETag of one object", clip(value)), hint1
	}
	return "", ""
}
