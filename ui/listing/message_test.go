package listing

import (
	"strings"
	"testing"

	"signet/ui/uitest"
)

func TestMessageFitsEverySizeAndIsCleaned(t *testing.T) {
	m := Message{
		Tone: Bad, Title: "cannot list s3://a\x1b[2Jcme/日本語日本語日本語日本語", Text: "access denied:\r\nneeds s3:ListBucket on a-very-long-name-without-any-space-in-it-that-must-be-broken-somewhere",
		Exact: []string{"[[place]]", `name = "` + strings.Repeat("long", 40) + `"`}, Keys: []Press{{"ctrl+o", "open something else"}, {"r", "retry"}},
	}
	for w := range 100 {
		for h := range 30 {
			if err := uitest.Fits(m.View(w, h, theme()), nil, w, h); err != nil {
				t.Fatalf("%dx%d: %v", w, h, err)
			}
		}
	}
	s := uitest.Plain(m.View(80, 24, theme()))
	for _, want := range []string{"s3:ListBucket", "ctrl+o", "[[place]]", `\x1b[2J`} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is missing from\n%s", want, s)
		}
	}
}
