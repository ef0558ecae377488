package uitest

import "testing"

// The screens that misled are found, and those that do not are not.
func TestDisagreeing(t *testing.T) {
	for screen, wrong := range map[string]bool{
		"5,010 open · 5010 end within the hour":        true,
		"20,000+ open · 20000 by ana":                  true,
		"20,000+ open\n20,000 by ana":                  true,
		"5,010 open · 5,007 end today":                 false,
		"20,000+ open · 20,000+ by ana":                false,
		"2026-03-04 12:00  s3://b/5010  5,010 objects": false,
		"12 of 300 · 300 so far…":                      false,
	} {
		if got := Disagreeing(screen); (got != "") != wrong {
			t.Errorf("%q: %q", screen, got)
		}
	}
}
