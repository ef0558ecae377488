package cli

import (
	"errors"
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

// Keys count as used as soon as they may be: by another spelling of the path or of the
// keychain's entry, and by who signs for a place.
func TestKeysThatAreUsed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, link := filepath.Join(folder, "a.json"), filepath.Join(folder, "link.json")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Link(file, link)); err != nil {
		t.Skip(err)
	}
	for _, c := range []struct {
		by, k config.AccessKeys
		used  bool
	}{
		{config.AccessKeys{File: folder + "/./a.json"}, config.AccessKeys{File: file}, true},
		{config.AccessKeys{File: link}, config.AccessKeys{File: file}, true},
		{config.AccessKeys{File: folder + "/b.json"}, config.AccessKeys{File: file}, false},
		{config.AccessKeys{Keychain: "NAS"}, config.AccessKeys{Keychain: "nas"}, true},
		{config.AccessKeys{Keychain: "nas-2"}, config.AccessKeys{Keychain: "nas"}, false},
		{config.AccessKeys{}, config.AccessKeys{File: file}, false},
	} {
		for _, p := range []config.Place{{Name: "b", Keys: c.by}, {Name: "b", Sign: &config.SignWith{Keys: c.by}}} {
			if got := usedBy([]config.Place{p}, c.k, "a", samePath) != ""; got != c.used {
				t.Errorf("%+v by %+v: %v", c.k, p, got)
			}
		}
	}
}
