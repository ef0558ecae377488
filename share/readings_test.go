package share

import (
	"strings"
	"testing"

	"signet/share/say"
)

// Of the two readings of a + the one that is there is meant, and that is said.
func TestReadTwo(t *testing.T) {
	two := Target{Bucket: "b", Key: "a b", Other: "a+b", VersionID: "v"}
	for _, c := range []struct {
		at, other  Presence
		key, still string
		level      say.Level
		says       []string
	}{
		{There, Missing, "a b", "", say.Info, []string{"taken is s3://b/a b", "no s3://b/a+b"}},
		{There, Untold, "a b", "", say.Info, []string{"taken is s3://b/a b", "whether there is s3://b/a+b is not known"}},
		{There, There, "a b", "", say.Warning, []string{"taken is s3://b/a b", "s3://b/a+b, is there too"}},
		{Missing, There, "a+b", "", say.Info, []string{"taken is s3://b/a+b", "no s3://b/a b"}},
		{Untold, There, "a+b", "", say.Info, []string{"taken is s3://b/a+b", "whether there is s3://b/a b"}},
		{Missing, Missing, "a b", "", say.Warning, []string{"taken is s3://b/a b", "neither this one nor s3://b/a+b"}},
		{Missing, Untold, "a b", "a+b", "", nil},
		{Untold, Untold, "a b", "a+b", "", nil},
	} {
		got, said := two.Read(c.at, c.other)
		if got.Key != c.key || got.Other != c.still || got.VersionID != "v" || said.Level != c.level {
			t.Errorf("%v %v: %+v, %+v", c.at, c.other, got, said)
		}
		for _, want := range c.says {
			if !strings.Contains(said.Text, want) {
				t.Errorf("%v %v: %q does not say %q", c.at, c.other, said.Text, want)
			}
		}
	}
}
