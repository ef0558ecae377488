package cli

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// FuzzRegions: whatever is in the file of regions, what is read of it can be signed with,
// is bounded, and is written as it was read.
func FuzzRegions(f *testing.F) {
	f.Add("aws\tacme\teu-west-3\nhttp://h:9000\t/style\tpath\n")
	f.Add("aws\tacme\teu-west-3\r\naws\tarn:aws:s3:::x\teu-west-1\naws\tb\teu west\naws\tc\teu-west-1")
	f.Add("\t\t\n\n\x00\t\x1b[2J\tx\n" + strings.Repeat("a\tb\tc\n", maxRegions+1))
	f.Fuzz(func(t *testing.T, text string) {
		lines := parseRegions(text)
		if len(lines) > maxRegions {
			t.Errorf("%d lines are kept", len(lines))
		}
		var again strings.Builder
		for _, l := range lines {
			if !l.ok() || !isRegion(l.region) {
				t.Errorf("%q is read as %+v", text, l)
			}
			again.WriteString(l.String())
		}
		if back := parseRegions(again.String()); !slices.Equal(back, lines) {
			t.Errorf("%q is written as %q", text, again.String())
		}
	})
}

// FuzzTrials: whatever is in the file of trials, what is read of it can be said, and is
// written as it was read, so that the next trial is kept beside it.
func FuzzTrials(f *testing.F) {
	f.Add([]byte(`{"work":{"at":"2026-01-02T03:04:05Z"},"lab":{"at":"2026-01-02T03:04:05+02:00","failed":"address: nobody answers"}}`))
	f.Add([]byte(`{"a":{"at":"0000-01-01T00:00:00+23:59"},"b":{"at":"9999-12-31T23:59:59-23:59","failed":"\u001b[2J"},"c":null}`))
	f.Add([]byte(`{"a":[]}`))
	f.Add([]byte(`null`))
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text []byte) {
		all := parseTrials(text)
		for name, one := range all {
			if words := one.words(now); !strings.Contains(words, "; ") {
				t.Errorf("%q: %q is said as %q", text, name, words)
			}
		}
		written, err := json.Marshal(all)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		same := func(a, b notedTrial) bool { return a.At.Equal(b.At) && a.Failed == b.Failed }
		if back := parseTrials(written); !maps.EqualFunc(back, all, same) {
			t.Errorf("%q is written as %q", text, written)
		}
	})
}
