package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// Two plain links of one second and equal terms are one link: whoever takes back one of
// them takes back both, which is said before that.
func TestTwoPeopleWithOneLink(t *testing.T) {
	for _, kv := range exampleEnv(t.TempDir()) {
		k, v, _ := strings.Cut(kv, "=")
		t.Setenv(k, v)
	}
	at := time.Date(2026, 3, 4, 15, 4, 5, 0, time.UTC)
	sharing := func(args ...string) string {
		var said bytes.Buffer
		world := IO{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &said, Env: os.Getenv, Clock: func() time.Time { return at }}
		if code := Run(t.Context(), append([]string{"share", "s3://acme/k", "--region", "eu-west-1"}, args...), world); code != 0 {
			t.Fatalf("%d: %s", code, &said)
		}
		return said.String()
	}
	const warning = "has this very link already"
	if said := sharing("--to", "Ms\x1b[2J Ito"); strings.Contains(said, warning) {
		t.Errorf("the first link is warned of: %s", said)
	}
	said := sharing("--to", "Mr Bo")
	if !strings.Contains(said, warning) || !strings.Contains(said, "Ito, share 0") || strings.Contains(said, "\x1b[2J") {
		t.Errorf("the same link for another is not warned of: %s", said)
	}
	if said := sharing("--expires", "2h"); strings.Contains(said, warning) {
		t.Errorf("a link of other terms is warned of: %s", said)
	}
	at = at.Add(time.Second)
	if said := sharing("--to", "Mr Bo"); strings.Contains(said, warning) {
		t.Errorf("a link of the next second is warned of: %s", said)
	}
}
