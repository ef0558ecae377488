package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// logFile is where the log of this test is, with one share in it.
func logFile(t *testing.T) string {
	t.Helper()
	home(t)
	if code, _, said := alone(t, "", "share", "s3://acme/a.pdf", "--to", "Ms Ito"); code != 0 {
		t.Fatal(said)
	}
	_, out, _ := plainly(t, "config")
	for line := range strings.Lines(out) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "path.ledger" {
			return f[1]
		}
	}
	t.Fatal("no path.ledger in " + out)
	return ""
}

// TestVerifyNeverMends: a log that is damaged is told of, by its exit code too,
// and stays as it is until somebody writes.
func TestVerifyNeverMends(t *testing.T) {
	path := logFile(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	code, head, said := plainly(t, "log", "verify")
	if code != exitDone || !strings.Contains(said, "the chain holds: 1 entry") {
		t.Fatalf("exit %d, %q", code, said)
	}
	head = strings.TrimSpace(head)
	for _, size := range []int{0, 50, 4096, 40_000, len(whole) - 4096} {
		if err := os.WriteFile(path, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, said := plainly(t, "log", "verify")
		if code != exitFailed || out != "" || strings.Contains(said, "holds") {
			t.Errorf("cut to %d: exit %d, %q", size, code, said)
		}
		after, err := os.ReadFile(path)
		files, _ := os.ReadDir(filepath.Dir(path))
		if err != nil || string(after) != string(whole[:size]) || len(files) > 1 {
			t.Errorf("cut to %d: it was changed, beside it is %v: %v", size, files, err)
		}
	}
	if code, _, said = alone(t, "", "share", "s3://acme/b.pdf"); code != 0 || !strings.Contains(said, ".damaged-") {
		t.Fatalf("exit %d, %q", code, said)
	}
	for _, args := range [][]string{{"log", "verify"}, {"log", "verify", "--head", head}} {
		if _, _, said := plainly(t, args...); !strings.Contains(said, "taken over from shares.db.damaged-") {
			t.Errorf("%v: %q", args, said)
		}
	}
}

// TestVerifyOfALogThatIsGone: that is nothing new for a first start, and a break
// for whoever kept a head.
func TestVerifyOfALogThatIsGone(t *testing.T) {
	path := logFile(t)
	_, head, _ := plainly(t, "log", "verify")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if code, _, said := plainly(t, "log", "verify"); code != exitIncomplete || !strings.Contains(said, "there is nothing to verify") || strings.Count(said, path) != 1 {
		t.Errorf("exit %d, %q", code, said)
	}
	if code, _, said := plainly(t, "log", "verify", "--head", strings.TrimSpace(head)); code != exitFailed {
		t.Errorf("with a head: exit %d, %q", code, said)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("verify made a log")
	}
}

// TestAnEmptiedLogIsRemembered: that there was more once stands in the chain of
// the log that begins anew.
func TestAnEmptiedLogIsRemembered(t *testing.T) {
	path := logFile(t)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	if code, _, said := alone(t, "", "share", "s3://acme/b.pdf"); code != 0 || !strings.Contains(said, "was an empty file") {
		t.Fatalf("exit %d, %q", code, said)
	}
	for range 2 {
		if code, _, said := plainly(t, "log", "verify"); code != exitIncomplete || !strings.Contains(said, "was found empty") {
			t.Errorf("exit %d, %q", code, said)
		}
	}
}

// TestVerifyOfTheFirstForm says what that form proves, and what it does not.
func TestVerifyOfTheFirstForm(t *testing.T) {
	old, err := os.ReadFile(filepath.Join("..", "share", "ledger", "testdata", "form1", "shares.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := logFile(t)
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		code, _, said := plainly(t, "log", "verify")
		if code != exitIncomplete || !strings.Contains(said, "12 rows of the first form cannot be proved") || strings.Contains(said, "the chain holds") {
			t.Errorf("exit %d, %q", code, said)
		}
		code, _, said = plainly(t, "log", "verify", "--head", "38:6b1c0d7851b37a0b9b02086741404ff5267813503f06a666b1df1dfcb747f19d")
		if code != exitDone || !strings.Contains(said, "12 rows pruned under tombstones") {
			t.Errorf("exit %d, %q", code, said)
		}
		code, _, said = plainly(t, "log", "verify", "--head", "37:59a2852cb5a741427da7d671bf67fceb87675525e08dafddac8c7702d06c95fa")
		if code != exitIncomplete {
			t.Errorf("a head from before the prune: exit %d, %q", code, said)
		}
		if code, out, said := plainly(t, "log", "--to", "ito", "--json"); code != 0 || !strings.Contains(out, "reports/q3.pdf") { // takes it over into the second form
			t.Errorf("exit %d, %q, %q", code, out, said)
		}
	}
}
