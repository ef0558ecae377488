package cli_test

import (
	"os"
	"strings"
	"testing"
)

// The exit codes that the help promises, as a script meets them, over inputs of which
// none needs a placeholder of share/inspect's own test.
func TestInspectExitCodes(t *testing.T) {
	raw, err := os.ReadFile("../share/inspect/testdata/pasted.txt")
	if err != nil {
		t.Fatal(err)
	}
	ended := strings.Replace(pastedLink, "T150405Z", "T130405Z", 1)
	other := strings.Replace(pastedLink, "cv.pdf", "other.pdf", 1)
	cases := map[string]string{ // by the text, the exit code
		pastedLink: "0", ended: "1", "1 " + pastedLink + " 2 " + other: "0", "1 " + pastedLink + " 2 " + ended[:len(ended)-1] + "e": "1",
		strings.Replace(pastedLink, "https", "http", 1): "0", strings.Replace(pastedLink, ".s3.", ".s3-website-", 1): "1",
		strings.Replace(pastedLink, "=3600", "=604801", 1): "1", pastedLink + "a": "1",
	}
	for _, c := range strings.Split(string(raw), "\n== ")[1:] {
		head, text, _ := strings.Cut(c, "\n")
		if _, want, _ := strings.Cut(head, " | "); want[0] == '1' && !strings.ContainsAny(text, "{}") && !strings.Contains(head, "ended") { // their dates are of another day
			cases[text] = "1"
		}
	}
	if len(cases) < 20 {
		t.Errorf("%d cases", len(cases))
	}
	for text, want := range cases {
		out, errs, code := runInspect(t, t.TempDir(), text, "-")
		if code != int(want[0]-'0') || errs != "" || out == "" {
			t.Errorf("%.90q: code %d, want %s; %s", text, code, want, errs)
		}
	}
}

// Several links of a text are each told, repaired and counted.
func TestInspectSeveral(t *testing.T) {
	other := strings.Replace(pastedLink, "cv.pdf", "other.pdf", 1)
	text := "one <" + strings.ReplaceAll(pastedLink, "&", "&amp;") + ">, two <" + other + ">"
	out, _, code := runInspect(t, t.TempDir(), text, "-")
	if code != 0 || !strings.Contains(out, "link 1 of 2") || !strings.Contains(out, "link 2 of 2") || !strings.Contains(out, "hr/other.pdf") {
		t.Errorf("%d\n%s", code, out)
	}
	if out, _, code := runInspect(t, t.TempDir(), text, "--repair", "-"); code != 0 || out != pastedLink+"\n"+other+"\n" {
		t.Errorf("%d\n%s", code, out)
	}
	if out, _, _ := runInspect(t, t.TempDir(), text, "--json", "-"); strings.Count(out, `"kind": "sigv4"`) != 2 || !strings.Contains(out, `"others": [`) {
		t.Error(out)
	}
	if out, errs, code := runInspect(t, t.TempDir(), pastedLink+"a", "--repair", "-"); code != 1 || out != "" || !strings.Contains(errs, "would be") {
		t.Errorf("a guess is not offered: %d %q %q", code, out, errs)
	}
}
