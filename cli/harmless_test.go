package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"signet/ui/kit"
)

// However the text is cut into writes: no control character, no override gets
// to the terminal, and nothing else changes.
func TestHarmless(t *testing.T) {
	const text = "key,ü e\u0301 😀\n\x1b]0;pwn\x07,\u009b2J,a\u202eb\n日本\n"
	const want = "key,ü e\\u0301 😀\n\\u001b]0;pwn\\u0007,\\u009b2J,a\\u202eb\n日本\n"
	for size := 1; size <= len(text); size++ {
		var b bytes.Buffer
		h := &harmless{w: &b}
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			if wrote, err := h.Write([]byte(rest[:n])); wrote != n || err != nil {
				t.Fatal(wrote, err)
			}
			rest = rest[n:]
		}
		if got := b.String(); got != want {
			t.Fatalf("in pieces of %d: %q", size, got)
		}
	}
	var b bytes.Buffer
	if _, err := (&harmless{w: &b}).Write([]byte("\xff\xfe\x80" + strings.Repeat("\x80", 5) + "\n")); err != nil || strings.ContainsRune(b.String(), 0x80) || !strings.HasSuffix(b.String(), "\n") {
		t.Errorf("%q %v", b.String(), err)
	}
}

// JSON that a terminal shows can be copied: it says the same.
func TestHarmlessJSON(t *testing.T) {
	want := "back\\slash \\n line\nfeed \x1b[2J\x7f tag\U000e0041 \ue004 rep\u200dort ❤\ufe0f 🇩🇪"
	var b bytes.Buffer
	if err := json.NewEncoder(&harmless{w: &b}).Encode(want); err != nil {
		t.Fatal(err)
	}
	if shown := strings.TrimSuffix(b.String(), "\n"); strings.ContainsFunc(shown, kit.Hidden) {
		t.Errorf("%+q hides something", shown)
	}
	var got string
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got != want {
		t.Errorf("%s reads as %+q, %v", b.String(), got, err)
	}
}

func TestDataForProgramsIsAsItIs(t *testing.T) {
	var b bytes.Buffer
	a := &app{IO: IO{Out: &b}}
	if a.data() != a.Out {
		t.Error("output that is no terminal is changed")
	}
}
