package many

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/say"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// ending is a link to a key that was asked for until 13:00.
func ending(key string, at time.Time, reason share.Reason, warnings ...say.Remark) share.Link {
	asked := noon.Add(time.Hour)
	return share.Link{
		Request:  share.Request{Target: share.Target{Bucket: "b", Key: key}},
		URL:      share.NewSecret("https://secret"),
		Terms:    share.Terms{Starts: noon, Asked: asked, Ends: at, Reason: reason, Detail: "guard rail g"},
		Warnings: warnings,
	}
}

// What is said of links while they are signed, at the end of all, and of a file.
func TestTally(t *testing.T) {
	asked, early := noon.Add(time.Hour), noon.Add(time.Minute)
	odd := say.Remark{Code: "odd", Level: say.Warning, Text: "odd\x1b name", Next: "rename it"}
	length := func(n int) say.Remark {
		return say.Remark{Code: "long", Level: say.Warning, Text: fmt.Sprintf("%d characters", n)}
	}
	clean := func(s string) string { return strings.ReplaceAll(s, "\x1b", "ESC") }
	for name, c := range map[string]struct {
		links            []share.Link
		alone            []string // of all but the first link
		sum, against     []string
		because          []string
		early            int
		span, firstAlone string
	}{
		"none": {},
		"all alike": {
			links:      []share.Link{ending("a", asked, share.ByRequest, odd), ending("c", asked, share.ByRequest, odd)},
			against:    []string{"all links: oddESC name; rename it"},
			firstAlone: "s3://b/a: ends today 13:00 UTC (1 h), as asked for",
		},
		"some end early": {
			links:      []share.Link{ending("a", asked, share.ByRequest), ending("c", early, share.ByGuard), ending("d", early, share.ByGuard)},
			alone:      []string{"s3://b/c: ends today 12:01:00 UTC (1 min), earlier than asked for, because guard rail g allows no more"},
			sum:        []string{"2 of 3 links, the first s3://b/c, end earlier than asked for, because guard rail g allows no more"},
			because:    []string{"guard rail g allows no more"},
			early:      2,
			span:       ", ending between today 12:01:00 UTC and today 13:00 UTC",
			firstAlone: "s3://b/a: ends today 13:00 UTC (1 h), as asked for",
		},
		"one is odd, and the lengths differ": {
			links:      []share.Link{ending("a", asked, share.ByRequest, length(10)), ending("c\x1b", asked, share.ByRequest, odd, length(11))},
			alone:      []string{"warning: s3://b/cESC: oddESC name; rename it"},
			against:    []string{"all links: 10 characters", "s3://b/cESC: oddESC name; rename it"},
			firstAlone: "s3://b/a: ends today 13:00 UTC (1 h), as asked for",
		},
		"what the log says is counted by itself": {
			links:      []share.Link{ending("a", asked, share.ByRequest, say.Remark{Code: "log", Level: say.Warning, Text: "not recorded"})},
			firstAlone: "s3://b/a: ends today 13:00 UTC (1 h), as asked for",
		},
	} {
		var sum Tally
		var alone []string
		for i, l := range c.links {
			for j, k := range sum.add(l, nil) {
				text := k.Alone(noon, clean)
				if i > 0 {
					alone = append(alone, text)
				} else if j == 0 && text != c.firstAlone {
					t.Errorf("%s: first %q", name, text)
				}
				if !k.Link.URL.Empty() {
					t.Errorf("%s: a link is kept", name)
				}
			}
		}
		for what, pair := range map[string][2][]string{
			"alone": {alone, c.alone}, "sum": {sum.SumUp(clean), c.sum}, "against": {sum.Warnings(clean), c.against}, "because": {sum.Because(), c.because},
		} {
			if !slices.Equal(pair[0], pair[1]) {
				t.Errorf("%s, %s:\n%q\nwant\n%q", name, what, pair[0], pair[1])
			}
		}
		if sum.Links != len(c.links) || sum.Early != c.early || sum.Span(noon) != c.span {
			t.Errorf("%s: %d links, %d early, %q", name, sum.Links, sum.Early, sum.Span(noon))
		}
	}
}

// However many things there are to be said, a batch ends in a few lines.
func TestTallyIsBounded(t *testing.T) {
	var sum Tally
	lines := 0
	var first []string
	for i := range 100_000 {
		reason := share.ByLifecycle
		if i == 0 {
			reason = share.ByRequest
		}
		l := ending(fmt.Sprint(i), noon.Add(time.Hour-time.Duration(i)*time.Second/100), reason,
			say.Remark{Code: "odd", Level: say.Warning, Text: strings.Repeat("x", i%1000)}, say.Remark{Code: "long", Level: say.Warning, Text: fmt.Sprintf("the link has %d characters", 2000+i)})
		for _, k := range sum.add(l, nil) {
			first = append(first, k.Alone(noon, bare))
			lines++
		}
	}
	all := append(first, sum.SumUp(bare)...)
	if lines = len(all); lines > 3*MaxKinds || lines < MaxKinds {
		t.Errorf("%d lines:\n%s", lines, strings.Join(all, "\n"))
	}
	said := strings.Join(all, "\n")
	for _, want := range []string{"s3://b/0: ends ", "as asked for", "99,999 of 100,000 links, the first s3://b/1, end earlier than asked for, because a lifecycle rule removes the object then", "of other kinds there are more: 98,", "warning: s3://b/0: the link has 2000 characters"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said", want)
		}
	}
	if n := strings.Count(said, "characters"); n != 1 {
		t.Errorf("links of different lengths are %d different things", n)
	}
	if w := sum.Warnings(bare); len(w) > MaxKinds+1 || w[len(w)-1] != sum.rest() {
		t.Errorf("%d warnings", len(w))
	}
}
