//go:build unix

package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func fifo(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fifo")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestImportFromAPipe: of <(mc share list --json), which can be read once, nothing
// is lost to a look at what it is.
func TestImportFromAPipe(t *testing.T) {
	for name, text := range imports() {
		home(t)
		path := fifo(t)
		written := make(chan error, 1)
		go func() { written <- os.WriteFile(path, []byte(text), 0o600) }()
		if code, _, said := plainly(t, "log", "import", path); code != exitDone || said != "40 shares added, 0 known already\n" {
			t.Errorf("%s: exit %d, %q", name, code, said)
		}
		if err := <-written; err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAPipeWithoutAWriterIsLeft by ctrl+c.
func TestAPipeWithoutAWriterIsLeft(t *testing.T) {
	home(t)
	path := fifo(t)
	for _, command := range []string{"import", "usage", "find"} {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan int)
		var said bytes.Buffer
		go func() {
			ended <- Run(ctx, []string{"log", command, path}, IO{In: strings.NewReader(""), Out: io.Discard, Err: &said})
		}()
		cancel()
		if code := <-ended; code == exitDone {
			t.Errorf("%s: exit %d, %q", command, code, said.String())
		}
	}
	if w, err := os.OpenFile(path, os.O_WRONLY|unix.O_NONBLOCK, 0); err == nil { // lets those go that still wait for a writer
		_ = w.Close()
	}
}

// TestExportIntoAPipe: all of it arrives, and its end.
func TestExportIntoAPipe(t *testing.T) {
	logFile(t)
	for _, format := range []string{"--json", "--csv"} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		read := make(chan string, 1)
		go func() {
			all, _ := io.ReadAll(r)
			read <- string(all)
		}()
		var said bytes.Buffer
		code := Run(t.Context(), []string{"log", format}, IO{In: strings.NewReader(""), Out: w, Err: &said})
		_ = w.Close()
		_, want, _ := plainly(t, "log", format)
		if got := <-read; code != exitDone || got != want || !strings.Contains(got, "a.pdf") {
			t.Errorf("%s: exit %d, %q, want %q; %q", format, code, got, want, said.String())
		}
		_ = r.Close()
	}
}
