package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signet/ui/kit"
)

// The shell gets names as they are: one that the terminal would act upon is not
// offered.
func TestCompletionOffersNoControlCharacters(t *testing.T) {
	dir := home(t)
	file := filepath.Join(dir, ".aws", "config")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, name := range []string{"good", "größe", "e\x1b[31mvil", "o\u202everride", "c1\u009b31m", "z\u200bero", "tab\tbed", "bad\xff"} {
		text.WriteString("[profile " + name + "]\nregion = eu-west-3\n")
	}
	settings := "[[place]]\nname = \"fine\"\nprofile = \"good\"\n[[place]]\nname = \"pl\\u001b]0;x\\u0007ace\"\nprofile = \"good\"\n"
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
	config := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(config, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	for flag, want := range map[string]string{"--profile": "good", "--place": ""} {
		var out, said bytes.Buffer
		Run(t.Context(), []string{"__complete", "--config", config, "share", flag, ""}, IO{In: strings.NewReader(""), Out: &out, Err: &said, Env: os.Getenv})
		if !strings.Contains(out.String(), want) || flag == "--profile" && !strings.Contains(out.String(), "größe") {
			t.Errorf("%s: offers %q, %s", flag, out.String(), said.String())
		}
		for line := range strings.SplitSeq(out.String()+said.String(), "\n") {
			if strings.ContainsFunc(line, kit.Hidden) || strings.Contains(line, "\xff") {
				t.Errorf("%s: prints %q", flag, line)
			}
		}
	}
}
