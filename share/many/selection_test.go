package many

import (
	"slices"
	"testing"

	"signet/share"
)

func TestWords(t *testing.T) {
	one, folder := Chosen{}, Chosen{Folder: true, Target: share.Target{Key: "2024/Hof/"}}
	for want, chosen := range map[string][]Chosen{
		"1 object":                {one},
		"3 objects":               {one, one, one},
		"everything in 2 folders": {folder, folder},
		"2 objects and 1 folder":  {one, folder, one},
		"1,000 objects":           make([]Chosen, 1000),
		"1 object and 2 folders":  {folder, one, folder},

		"everything in <2024/Hof/>": {folder},
		"everything in the bucket":  {{Folder: true}},
	} {
		if got := Words(slices.Values(chosen), func(s string) string { return "<" + s + ">" }); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
