package share

import (
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
)

// parsed is metadata as a form reads it, and joined as it shows it.
func parsed(text string) (map[string]string, error) {
	var o Options
	x, _ := option("metadata")
	err := x.SetText(&o, text)
	return o.Metadata, err
}

func joined(m map[string]string) string {
	x, _ := option("metadata")
	return x.Text(Options{Metadata: m})
}

func TestParseMetadata(t *testing.T) {
	for text, want := range map[string]map[string]string{
		"":                       nil,
		" ":                      nil,
		"case=7":                 {"case": "7"},
		"Case = 7 , sender=acme": {"case": "7", "sender": "acme"},
		`who=Ito\, Aiko, n=1`:    {"who": "Ito, Aiko", "n": "1"},
		`path=C:\temp\x`:         {"path": `C:\temp\x`},
		`path=C:\\, n=1`:         {"path": `C:\`, "n": "1"},
		"x-amz-meta-a=b=c":       {"a": "b=c"},
		"empty=":                 {"empty": ""},
	} {
		if got, err := parsed(text); err != nil || !maps.Equal(got, want) {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"a", "=b", "a=1,", "who=Ito, Aiko"} {
		if got, err := parsed(text); err == nil || !strings.Contains(err.Error(), `a comma in a value is written \,`) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// A share is made anew from what the form shows: every value that a header can
// carry comes back as it was.
func TestMetadataComesBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		m := map[string]string{}
		for range 1 + random.IntN(3) {
			name := []string{"a", "case-7", "x-amz-meta-b", "_"}[random.IntN(4)]
			m[name] = strings.TrimSpace(printable(random))
		}
		if got, err := parsed(joined(m)); err != nil || !maps.Equal(got, m) {
			t.Fatalf("%q became %q and then %q, %v", m, joined(m), got, err)
		}
	}
}

// printable is text for a header, rich in what could be mistaken.
func printable(random *rand.Rand) string {
	var b strings.Builder
	for range random.IntN(12) {
		if random.IntN(2) == 0 {
			b.WriteByte(`\,=" '`[random.IntN(6)])
		} else {
			b.WriteByte(byte(0x20 + random.IntN(0x5f)))
		}
	}
	return b.String()
}
