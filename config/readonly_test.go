package config

import (
	"strings"
	"testing"
)

// What one source has said of read_only, no other takes back, and the one that
// said it is named.
func TestReadOnlyOnlyTightens(t *testing.T) {
	const place = "[[place]]\nname = 'archive'\nprofile = 'p'\nread_only = true\n[[place]]\nname = 'work'\nprofile = 'p'\n"
	for _, c := range []struct{ file, env, flag, work, archive string }{
		{"", "", "", "", ":4"},
		{"", "0", "false", "", ":4"},
		{"", "1", "", "SIGNET_READ_ONLY", ":4"},
		{"", "1", "false", "SIGNET_READ_ONLY", ":4"},
		{"", "no", "true", "flag", ":4"},
		{"read_only = true\n", "0", "false", ":1", ":5"},
		{"read_only = true\n", "1", "true", ":1", ":5"},
		{"read_only = false\n", "1", "", "SIGNET_READ_ONLY", ":5"},
	} {
		o := Options{Env: env(map[string]string{"SIGNET_READ_ONLY": c.env})}
		if c.flag != "" {
			o.Flags = map[string]string{"read_only": c.flag}
		}
		s, err := loadWith(t, c.file+place, o)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"work": c.work, "archive": c.archive, "of nobody": c.work} {
			if got := s.ReadOnlySource(name); !strings.HasSuffix(got, want) || (got == "") != (want == "") {
				t.Errorf("%+v: %s is read-only by %q, want %q", c, name, got, want)
			}
		}
		if v := value(s, "read_only"); (v.Value == "true") != (c.work != "") {
			t.Errorf("%+v: %+v", c, v)
		}
	}
	if _, err := loadWith(t, "", Options{Env: env(map[string]string{"SIGNET_READ_ONLY": "maybe"})}); err == nil || !strings.Contains(err.Error(), "SIGNET_READ_ONLY") {
		t.Errorf("maybe: %v", err)
	}
}
