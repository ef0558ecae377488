package config

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"signet/share/say"
)

func TestSampleChangesNothing(t *testing.T) {
	s, err := load(t, Sample())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range s.Values() {
		if !strings.HasPrefix(v.Key, "path.") && v.Source != sourceDefault {
			t.Errorf("%+v", v)
		}
	}
}

// Uncommented, the sample uses every key there is, with the real defaults.
func TestSampleUncommented(t *testing.T) {
	text := regexp.MustCompile(`(?m)^#([a-z\[])`).ReplaceAllString(Sample(), "$1")
	s, err := load(t, text)
	if err != nil {
		t.Fatal(err)
	}
	last := len(s.Places) - 1
	if last != 4 || len(s.Guards) != 1 || s.Places[0].Sign == nil || s.Places[last].Sign == nil {
		t.Fatalf("%+v", s)
	}
	for _, c := range scalars() {
		v := value(s, c.key)
		if v.Source == sourceDefault {
			t.Errorf("%s is not in the sample", c.key)
		}
		if c.key != "default_place" && c.key != "prices.source" && v.Value != c.value {
			t.Errorf("%s: the sample says %q, the default is %q", c.key, v.Value, c.value)
		}
	}
	for _, key := range keysOf(t) {
		if !regexp.MustCompile(`(?m)^#` + key + ` =`).MatchString(Sample()) {
			t.Errorf("%s is not in the sample", key)
		}
	}
}

// keysOf lists what a place and a guard know, as their readers ask for it.
func keysOf(t *testing.T) []string {
	t.Helper()
	doc, err := parse("x", []byte("[[place]]\n[place.sign]\nprofile='x'\n[[place.signer]]\nkind='cloudfront'\n[[guard]]\n"))
	if err != nil {
		t.Fatal(err)
	}
	place, guard := doc.root().tables("place")[0], doc.root().tables("guard")[0]
	readPlace(place)
	readGuard(guard, nil)
	signer := place.tables(signerTable)[0]
	readSigner(signer)
	var out []string
	for _, k := range slices.Concat(place.known, signer.known, guard.known) {
		if k != signTable && k != signerTable {
			out = append(out, k)
		}
	}
	return out
}

// The sample is prose, which no constant is written into.
func TestSampleKnowsTheLongestLife(t *testing.T) {
	if want := "at most " + say.Compact(say.Longest); !strings.Contains(Sample(), want) {
		t.Errorf("it does not say %q", want)
	}
}
