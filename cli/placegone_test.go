package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signet/config"
)

// What fails once the settings are written is told, and is not called a failure: the
// place is gone, or is there.
func TestWhatFailsAfterTheSettingsAreWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("[[place]]\nname = \"a\"\nendpoint = \"https://a.example\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := false
	env := func(name string) string {
		if broken && name == "SIGNET_EXPIRY" {
			return "never and a day"
		}
		return ""
	}
	a := &app{IO: IO{Env: env, Out: io.Discard, Err: io.Discard}, places: newRegistry(), config: file}
	if _, err := a.load(); err != nil {
		t.Fatal(err)
	}
	broken = true
	if _, err := a.readSettings(); err == nil {
		t.Fatal("the settings can be read")
	}
	p, left, err := a.saveDraft(t.Context(), &draft{Place: config.Place{Name: "b", Endpoint: "https://b.example"}})
	if err != nil || !strings.Contains(left, "cannot be read again") || p == nil || p.conn.Endpoint != "https://b.example" {
		t.Errorf("added: %+v %q %v", p, left, err)
	}
	left, err = a.removePlace(t.Context(), "a")
	if err != nil || !strings.Contains(left, "cannot be read again") {
		t.Errorf("removed: %q %v", left, err)
	}
	s, _ := a.places.now()
	if _, ok := s.Place("a"); ok || len(s.Places) != 1 {
		t.Errorf("known after all: %+v", s.Places)
	}
}
