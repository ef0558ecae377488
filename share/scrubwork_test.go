package share

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

// counted is a scrubber that also counts the bytes that its patterns read.
func counted() *scrubber {
	s := newScrubber()
	s.match = func(expr *regexp.Regexp, text string) []int {
		r := &countingReader{Reader: strings.NewReader(text)}
		found := expr.FindReaderSubmatchIndex(r)
		s.looked += 1 + r.bytes
		return found
	}
	return s
}

type countingReader struct {
	*strings.Reader
	bytes int
}

func (r *countingReader) ReadRune() (c rune, size int, err error) {
	c, size, err = r.Reader.ReadRune()
	r.bytes += size
	return c, size, err
}

var _ io.RuneReader = (*countingReader)(nil)

// TestScrubWorksOnceOverTheText: four times the text is four times the work,
// whatever is in it over and over.
func TestScrubWorksOnceOverTheText(t *testing.T) {
	half := signatureDigits[:32]
	for _, unit := range []string{
		"x", "The quick brown fox. ", "lorem ipsum\n", " ", "\t\n", "> > \n", "\\", "\\\\\n", "%25", "%250a", "=\n", "= \\n", "&", "<br ", "<br\n", "a\u200b",
		"secret ", "secret key ", "secretkey =\n", "signature", "signature=", "Signature=ab12/\n", "signature value ", "sig=", "%26sig", "%2525sig", "policy=a&", "Signature=[secret] ",
		"aB3+/", "aB3+/xyzQ8aB3+/xyzQ8aB3+/xyzQ8\n", "Signature=aB3+/xyzQ8\naB3+/xyzQ8\n", "Ab9Ab9Ab9Ab9Ab9Ab9Ab9Ab9Ab9\n", "AKIA", "AKIAIOSFODNN7EXAMPLE ", "AKIAIOSFODNN7EXAMPLE, ", "IQoJ", "IQoJaaaaaaaaaaaaaaaa+eyJaaaaaaaaaaaaaaaaaaa ", "eyJ",
		half, half + "\n", half + "\\n", half[:31] + "\n", half + "=\n", half + "\u200b", half + half + "\n", half + half[:8] + "\n", half + half[:9] + "\n> ", "a" + half + half + "z\n", "0\n",
	} {
		for _, frame := range []string{"%s", "signature=%s", "sig=%sz", "%sz"} {
			work := func(bytes int) int {
				s := counted()
				s.scrub(fmt.Sprintf(frame, strings.Repeat(unit, bytes/len(unit))))
				if s.passes > 4 {
					t.Errorf("%q in %q: %d passes", unit, frame, s.passes)
				}
				return s.looked
			}
			const size = 1 << 10
			if small, large := work(size), work(4*size); large > 5*small || small > 200*size {
				t.Errorf("%q in %q: %d bytes are looked at for %d, and %d for four times as many", unit, frame, small, size, large)
			}
		}
	}
}

// signatureDigits are those of a signature.
const signatureDigits = "f3a90aB9c7e10aB9c7e10aB9c7e10aB9c7e10aB9c7e10aB9c7e10aB9c7e177d2"

func BenchmarkScrub(b *testing.B) {
	for name, unit := range map[string]string{
		"text":   "The quick brown fox, ticket 12: done.\n",
		"links":  "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE&X-Amz-Signature=" + signatureDigits[:40] + "\n> " + signatureDigits[40:] + "\n\n",
		"digits": signatureDigits[:32] + "\n",
	} {
		for _, size := range []int{64 << 10, 1 << 20} {
			b.Run(fmt.Sprintf("%s/%dkB", name, size>>10), func(b *testing.B) {
				text := strings.Repeat(unit, size/len(unit)) + "z"
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					Scrub(text)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/byte")
			})
		}
	}
}

// TestScrubAgainstWhatItWas: the outputs of before the patterns were tried at
// their words alone. They are never made anew.
func TestScrubAgainstWhatItWas(t *testing.T) {
	file, err := os.Open("testdata/scrubbed.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	n := 0
	for d := json.NewDecoder(file); d.More(); n++ {
		var pair [2]string
		if err := d.Decode(&pair); err != nil {
			t.Fatal(err)
		}
		if got := Scrub(pair[0]); got != pair[1] {
			t.Errorf("%q became %q, and was %q", pair[0], got, pair[1])
		}
	}
	if n < 480 {
		t.Errorf("only %d texts", n)
	}
}
