package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Damage in the midst of the log shows only when a share is recorded. The link
// is handed over, the old file is kept, and the user is told where.
func TestDamagedLogIsSpokenOf(t *testing.T) {
	dir := home(t)
	args := []string{"share", "s3://acme/a.pdf"}
	for range 3 {
		if code, _, said := alone(t, "", args...); code != 0 {
			t.Fatal(said)
		}
	}
	path := filepath.Join(dir, "signet", "state", "shares.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append(whole[:4096:4096], bytes.Repeat([]byte{0x5a}, len(whole)-4096)...)
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, said := alone(t, "", args...)
	if code != 0 || !strings.Contains(out, "X-Amz-Signature=") || !strings.Contains(said, "the share log was damaged; it is kept as "+path+".damaged-") {
		t.Errorf("exit %d, %q", code, said)
	}
	if code, _, said = alone(t, "", args...); code != 0 || strings.Contains(said, "damaged") {
		t.Errorf("told again: exit %d, %q", code, said)
	}
}

// A log that is found damaged while it is read does not stay so: it is set aside,
// and the log goes on with what could be read of it.
func TestDamageFoundByReadersIsMended(t *testing.T) {
	dir := home(t)
	args := []string{"share", "s3://acme/a.pdf", "--note", "ticket 4711"}
	for range 40 {
		if code, _, said := alone(t, "", args...); code != 0 {
			t.Fatal(said)
		}
	}
	path := filepath.Join(dir, "signet", "state", "shares.db")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(content[len(content)-6*4096:], bytes.Repeat([]byte{0x5a}, 5*4096))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, said := plainly(t, "log")
	if code == 0 || !strings.Contains(said, "the file is damaged; run signet log again") {
		t.Errorf("exit %d, %q", code, said)
	}
	code, out, said := plainly(t, "log")
	if code != 0 || !strings.Contains(said, "it is kept as "+path+".damaged-") || !strings.Contains(out, "ticket 4711") {
		t.Errorf("exit %d, %q, %q", code, out, said)
	}
	aside, _ := filepath.Glob(path + ".damaged-*Z")
	if len(aside) != 1 {
		t.Fatal(aside)
	}
	if code, _, said = plainly(t, "log", "import", aside[0]); code != 0 || !strings.Contains(said, "0 shares and 0 events added") {
		t.Errorf("exit %d, %q", code, said)
	}
	code, head, said := plainly(t, "log", "verify")
	if code != exitIncomplete || !strings.Contains(said, "rows could not be read") {
		t.Errorf("exit %d, %q", code, said)
	}
	if code, _, said = plainly(t, "log", "verify", "--head", strings.TrimSpace(head)); code != 0 || !strings.Contains(said, "rows could not be read") {
		t.Errorf("with a head kept since: exit %d, %q", code, said)
	}
}

// plainly runs a command that knows no place.
func plainly(t *testing.T, args ...string) (code int, out, said string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(t.Context(), args, IO{In: strings.NewReader(""), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

// A leaked link is found as it comes: what signet inspect can mend, log find can
// find.
func TestFindMendsTheLink(t *testing.T) {
	home(t)
	code, link, said := alone(t, "", "share", "s3://acme/a.pdf")
	if code != 0 {
		t.Fatal(said)
	}
	link = strings.TrimSpace(link)
	half := len(link) - 90
	for name, text := range map[string]string{
		"a space of no width": link[:half] + "\u200b" + link[half:len(link)-30] + "\u200b" + link[len(link)-30:],
		"folded and quoted":   "> " + link[:half] + "\n> " + link[half:half+40] + "\n> " + link[half+40:] + "\n",
	} {
		var out, said bytes.Buffer
		code := Run(t.Context(), []string{"log", "find"}, IO{In: strings.NewReader(text), Out: &out, Err: &said})
		if code != 0 || !strings.Contains(said.String(), "found by signature") || !strings.Contains(out.String(), "s3://acme/a.pdf") {
			t.Errorf("%s: exit %d, %q", name, code, said.String())
		}
	}
}

func TestFindNeedsAText(t *testing.T) {
	home(t)
	var said bytes.Buffer
	code := Run(t.Context(), []string{"log", "find", "-"}, IO{In: strings.NewReader("\n"), Out: &said, Err: &said})
	if code != exitUsage || !strings.Contains(said.String(), "no text to look into") {
		t.Errorf("exit %d, %q", code, &said)
	}
}
