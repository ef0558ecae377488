package cli

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// mcList is what mc share list --json prints: more than a pipe is looked at for.
func mcList(shares int) string {
	var b strings.Builder
	for i := range shares {
		sig := strings.Repeat("ab", 30) + string("0123456789"[i/1000%10]) + string("0123456789"[i/100%10]) + string("0123456789"[i/10%10]) + string("0123456789"[i%10])
		b.WriteString(`{"status":"success","url":"http://x/b/cat.jpg","share":"http://x/b/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=K%2F20260304%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260304T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=` + sig + `","timeLeft":1}` + "\n")
	}
	return b.String()
}

// inUTF16 is a text as a redirection of PowerShell writes it.
func inUTF16(text string, order binary.AppendByteOrder) string {
	var out []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

func packed(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// imports are the ways in which a list comes.
func imports() map[string]string {
	list := mcList(40)
	crlf := strings.ReplaceAll(list, "\n", "\r\n")
	return map[string]string{
		"plain": list, "gzip": packed(list), "CRLF": crlf, "a byte order mark": "\ufeff" + crlf, "gzip with a mark": packed("\ufeff" + list),
		"UTF-16": inUTF16(crlf, binary.LittleEndian), "UTF-16, big end": inUTF16(crlf, binary.BigEndian),
	}
}

// fed runs a command with something on standard input.
func fed(t *testing.T, stdin string, args ...string) (code int, out, said string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(t.Context(), args, IO{In: strings.NewReader(stdin), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

// TestImportOfWhateverComes: nothing of it is lost to a look at what it is.
func TestImportOfWhateverComes(t *testing.T) {
	for name, text := range imports() {
		home(t)
		path := filepath.Join(t.TempDir(), "list.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, _, said := plainly(t, "log", "import", path); code != exitDone || said != "40 shares added, 0 known already\n" {
			t.Errorf("%s, a file: exit %d, %q", name, code, said)
		}
		if code, _, said := fed(t, text, "log", "import", "-"); code != exitDone || said != "0 shares added, 40 known already\n" {
			t.Errorf("%s, standard input: exit %d, %q", name, code, said)
		}
	}
}

// TestAnExportIsNotImported, which would add nothing: it has no links.
func TestAnExportIsNotImported(t *testing.T) {
	logFile(t)
	_, out, _ := plainly(t, "log", "--json")
	if code, _, said := fed(t, out, "log", "import", "-"); code != exitDone || !strings.Contains(said, "0 shares added") || !strings.Contains(said, "1 not read") || !strings.Contains(said, "import the file of the log itself") {
		t.Errorf("exit %d, %q", code, said)
	}
}

// TestALogInAPipeIsRefused: its pages are read in no order.
func TestALogInAPipeIsRefused(t *testing.T) {
	content, err := os.ReadFile(logFile(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(content), string(content[:3000])} {
		if code, _, said := fed(t, text, "log", "import", "-"); code != exitUsage || !strings.Contains(said, "signet log import FILE") {
			t.Errorf("exit %d, %q", code, said)
		}
	}
}

// TestInputGivesUpWithItsContext: also while nobody writes.
func TestInputGivesUpWithItsContext(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = r.Close(), w.Close() }()
	ctx, cancel := context.WithCancel(context.Background())
	in := (&app{IO: IO{In: r}}).stdin(ctx)
	cancel()
	if _, err := in.Read(make([]byte, 1)); err == nil {
		t.Error("it goes on")
	}
}
