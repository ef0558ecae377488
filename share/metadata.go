package share

import (
	"errors"
	"fmt"
	"strings"
)

// metaPrefix begins the name of every header that carries metadata.
const metaPrefix = "x-amz-meta-"

// splitPairs cuts at the commas that stand for themselves. A comma that belongs to a
// value is written \, and a backslash before a comma or another one \\; anywhere
// else a backslash is one.
func splitPairs(text string) (pairs []string) {
	var pair strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && (text[i+1] == ',' || text[i+1] == '\\'):
			i++
			pair.WriteByte(text[i])
		case c == ',':
			pairs = append(pairs, pair.String())
			pair.Reset()
		default:
			pair.WriteByte(c)
		}
	}
	return append(pairs, pair.String())
}

// joinPairs writes pairs as splitPairs reads them.
func joinPairs(pairs []string) string {
	escape := strings.NewReplacer(`\`, `\\`, ",", `\,`)
	var out []string
	for _, pair := range pairs {
		out = append(out, escape.Replace(pair))
	}
	return strings.Join(out, ", ")
}

// addMetadata adds one name=value pair, in which a comma is a comma.
func addMetadata(to map[string]string, pair string) error {
	k, v, ok := strings.Cut(pair, "=")
	k = strings.ToLower(strings.TrimSpace(k))
	k = strings.TrimPrefix(k, metaPrefix)
	if !ok || k == "" {
		return &UsageError{Option: "metadata", Problem: fmt.Sprintf("%q is not name=value", clip(pair))}
	}
	to[k] = strings.TrimSpace(v)
	return nil
}

// hinted is the error with a hint, if it is one of usage.
func hinted(err error, hint string) error {
	var wrong *UsageError
	if errors.As(err, &wrong) {
		wrong.Hint = hint
	}
	return err
}
