package policy_test

import (
	"encoding/json"
	"testing"

	"signet/share/policy"
)

// What is shown of a statement is the statement: somebody may write it as it stands there.
func TestASCIIIsTheSameDocument(t *testing.T) {
	for _, key := range []string{"plain", "a\nb\x1b[31m", `"\`, "ü", "\u2028\u202e", "\x7f\u0085", "😀", "<&>"} {
		text := policy.Statement{Sid: "one", Resources: []string{policy.Literal(key)}}.String()
		shown := policy.ASCII(text)
		for _, c := range shown {
			if c < ' ' || c > '~' {
				t.Errorf("%q: %q is shown", key, c)
			}
		}
		var is, want any
		if json.Unmarshal([]byte(shown), &is) != nil || json.Unmarshal([]byte(text), &want) != nil {
			t.Errorf("%q: no JSON: %s", key, shown)
		}
		a, _ := json.Marshal(is)
		b, _ := json.Marshal(want)
		if string(a) != string(b) {
			t.Errorf("%q: shown is another document: %s", key, shown)
		}
	}
	if got := policy.ASCII("{\r\n\t}"); got != "{   }" {
		t.Errorf("%q", got)
	}
}
