package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Places that were added, changed or taken out by hand while the program runs are found
// when somebody asks anew; a mistake in the settings is said, and what was known stays.
func TestTheSettingsAreReadAnew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	place := func(name string) string {
		return "[[place]]\nname = \"" + name + "\"\nendpoint = \"https://" + name + ".example.com\"\n"
	}
	write(place("work"))
	for _, name := range []string{"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"} {
		t.Setenv(name, filepath.Join(t.TempDir(), "none"))
	}
	a := &app{IO: IO{Env: func(string) string { return "" }}, config: file, places: newRegistry()}
	if _, err := a.load(); err != nil {
		t.Fatal(err)
	}
	names := func() (out []string) {
		all, err := a.switchable(nil)(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range all {
			out = append(out, p.Name)
		}
		return out
	}
	anew := a.reread()
	for _, step := range []struct {
		text string
		want []string
		bad  bool
	}{
		{place("work") + place("late"), []string{"work", "late"}, false},
		{place("late") + "expiry = 7\n", []string{"work", "late"}, true},
		{place("late"), []string{"late"}, false},
	} {
		write(step.text)
		err := anew(t.Context())
		if got := names(); (err != nil) != step.bad || !slices.Equal(got, step.want) || step.bad && !strings.Contains(err.Error(), file) {
			t.Errorf("%q: %v %v, not %v", step.text, got, err, step.want)
		}
	}
}
