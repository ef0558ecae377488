package many_test

import (
	"strings"
	"testing"

	"signet/share"
	"signet/share/many"
)

// FuzzLines: each address that is handed out is an object that can be shared, and there
// are no more of them than lines.
func FuzzLines(f *testing.F) {
	f.Add("s3://acme/a\r\ns3://acme/b c\n\n")
	f.Add("\ufeffs3://acme/a\ns3://acme\n")
	f.Add("s3://acme/\x00\n")
	f.Fuzz(func(t *testing.T, text string) {
		parse := func(line string) (share.Target, error) {
			return share.ParseTarget(line, func() []string { return nil })
		}
		got := 0
		_ = many.Lines(strings.NewReader(text), false, parse)(func(x many.Found) bool {
			got++
			if x.Target.Key == "" || x.Target.Check() != nil {
				t.Errorf("%q is handed out", x.Target.URI())
			}
			return true
		})
		if lines := strings.Count(text, "\n") + 1; got > lines {
			t.Errorf("%d of %d lines", got, lines)
		}
	})
}
