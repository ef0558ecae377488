package ledger

import (
	"context"
	"io"
	"strings"
	"testing"
)

// sayer counts what is read of a text that is said again and again.
type sayer struct {
	text string
	left int
	read int
}

func (r *sayer) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) {
		n += copy(p[n:], r.text[(r.read+n)%len(r.text):])
	}
	n = min(n, r.left)
	r.read += n
	r.left -= n
	return n, nil
}

// A share without an end, in one value or in many, is not read to where memory ends; what
// came before it is taken over.
func TestImportOfAShareWithoutEnd(t *testing.T) {
	for name, c := range map[string]struct{ begin, again string }{
		"one value":       {`{"url":"`, "a"},
		"many fields":     {`{"a":"a"`, `,"b":"b"`},
		"a list":          {`{"a":[1`, ",1"},
		"nothing at all":  {`{"a":1`, " "},
		"a file of mc":    {`{"version":"1","shares":{"https://a.example/b`, "b"},
		"blanks between":  {"", "\n"},
		"a share of that": {`{"version":"1","shares":{"https://a.example/b":{"share":"`, "b"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			rest := &sayer{text: c.again, left: 16 << 20}
			_, err := f.ImportMC(context.Background(), io.MultiReader(strings.NewReader(c.begin), rest))
			if err == nil || !strings.Contains(err.Error(), "longer than any of mc's") {
				t.Errorf("%v", err)
			}
			if rest.left == 0 {
				t.Error("all of it was read")
			}
		})
	}
}
