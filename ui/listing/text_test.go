package listing

import (
	"strings"
	"testing"
	"time"

	"signet/ui/uitest"
)

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 1: "1 B", 999: "999 B", 1000: "1.0 kB", 1500: "1.5 kB", 9_949: "9.9 kB", 9_960: "10 kB", 10_400: "10 kB",
		999_499: "999 kB", 999_500: "1.0 MB", 1_048_576: "1.0 MB", 5_368_709_120: "5.4 GB", 1e15: "1.0 PB", 999_499e12: "999 PB", 1<<63 - 1: "9.2 EB",
		-1: "-1 B", -999: "-999 B", -1_500_000: "-1.5 MB", -1 << 63: "-9.2 EB",
	} {
		if got := Size(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestCounts(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -7: "-7", -100: "-100", -1000: "-1,000", -123456: "-123,456"} {
		if got := Count(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	if Things(1, "object") != "1 object" || Things(0, "object") != "0 objects" || Things(3, "entry") != "3 entries" || Things(2, "key") != "2 keys" || Things(1000, "row") != "1,000 rows" {
		t.Error("one and many")
	}
}

func TestWhenIsInTheReadersZone(t *testing.T) {
	zone := time.FixedZone("", 2*3600)
	got := When(time.Date(2026, 3, 4, 23, 30, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, zone))
	if got != "2026-03-05 01:30" || When(time.Time{}, time.Now()) != "" {
		t.Errorf("got %q", got)
	}
}

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
